import type * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { placesOf } from '../protocol/posteriors';
import { gruBody } from './gru';
import {
  dense,
  denseLayer,
  downsample,
  type Kernel,
  type Layer,
  perPlace,
  square,
  stretch,
  tapped,
  upsample,
} from './layers';
import type { Parameters } from './parameters';
import { residualBody, residualGenerator } from './residual';
import { halvings, isText } from './stages';
import type { Tap } from './tap';
import { transformerBody } from './transformer';

/** The part of an encoder before its heads: [batch, features] to [batch, width]. */
export interface Body {
  readonly width: number;
  readonly apply: Layer<tf.Tensor2D, tf.Tensor2D>;
  /**
   * The same of examples joined with what is beside them, of which each example has several rows, one after another; where what is computed of
   * an example alone need not be repeated for them.
   */
  readonly applyBeside?: (x: tf.Tensor2D, beside: tf.Tensor2D, tap?: Tap) => tf.Tensor2D;
}

/** A decoder's way from z to one unbounded number per feature: [batch, latent] to [batch, features]. */
export type Generator = Layer<tf.Tensor2D, tf.Tensor2D>;

/** @param part Of the model, by which the network's weights are named. */
type CreateBody = (parameters: Parameters, shape: readonly number[], config: ModelConfig, part?: string) => Body;
type CreateGenerator = (parameters: Parameters, shape: readonly number[], config: ModelConfig) => Generator;

const bodies: Readonly<Record<ModelConfig['architecture'], CreateBody>> = {
  dense: denseBody,
  conv: convolutionalBody,
  residual: residualBody,
  transformer: transformerBody,
  gru: gruBody,
};

export function bodyOf({ architecture }: ModelConfig): CreateBody {
  return bodies[architecture];
}

/** That of a decoder which gives all features at once. */
export function generatorOf({ architecture }: ModelConfig): CreateGenerator {
  switch (architecture) {
    case 'dense':
      return denseGenerator;
    case 'conv':
      return convolutionalGenerator;
    case 'residual':
      return residualGenerator;
    case 'transformer':
    case 'gru':
      throw new Error(`A decoder that is a ${architecture} gives one symbol after the other`);
  }
}

/** Dense layers of the widths `hidden`, e.g. 784-256. */
export function denseBody(
  parameters: Parameters,
  shape: readonly number[],
  config: ModelConfig,
  part = 'encoder',
): Body {
  const widths = [product(shape), ...config.hidden];
  const layers = config.hidden.map((units, i) => {
    const name = `${part}/dense_${i}`;
    const { apply, applyBeside } = denseLayer(parameters, name, widths[i], units, config.activation);
    return { apply: tapped(name, apply), name, applyBeside };
  });
  const [first, ...rest] = layers;
  const [apply, others] = [layers, rest].map((layers) => chain(layers.map(({ apply }) => apply)));
  const applyBeside: Body['applyBeside'] =
    first &&
    ((x, beside, tap) => {
      const joined = first.applyBeside(x, beside);
      return others(tap ? tap(joined, first.name) : joined, tap);
    });
  return { width: widths[layers.length], apply, applyBeside };
}

/** The mirror image of `denseBody`, e.g. 32-256-784. */
export function denseGenerator(parameters: Parameters, shape: readonly number[], config: ModelConfig): Generator {
  const units = config.hidden.toReversed();
  const widths = [config.latent, ...units];
  const layers = units.map((width, i) => {
    const name = `decoder/dense_${i}`;
    return tapped(name, dense(parameters, name, widths[i], width, config.activation));
  });
  const output = dense(parameters, 'decoder/output', widths[layers.length], product(shape), 'linear');
  return chain([...layers, output]);
}

/** Convolutions of `hidden` filters, each halving the image, or the text; flattened. */
export function convolutionalBody(
  parameters: Parameters,
  shape: readonly number[],
  config: ModelConfig,
  part = 'encoder',
): Body {
  const stages = halvings(shape, config.hidden);
  const layers = config.hidden.map((filters, i) => {
    const name = `${part}/conv_${i}`;
    return tapped(name, downsample(parameters, name, stages[i][2], filters, kernelFor(shape), config.activation));
  });
  const convolutions = chain(layers);
  const width = product(stages[layers.length]);
  return {
    width,
    apply: (x, tap) => convolutions(x.reshape([x.shape[0], ...stages[0]]), tap).reshape([x.shape[0], width]),
  };
}

/** The mirror image of `convolutionalBody`: a dense layer, and transposed convolutions up to the exact size. */
export function convolutionalGenerator(
  parameters: Parameters,
  shape: readonly number[],
  config: ModelConfig,
): Generator {
  const [smallest, ...larger] = halvings(shape, config.hidden).toReversed();
  const kernel = kernelFor(shape);
  const places = config.posterior?.places ? placesOf(config, shape) : 1;
  const input = tapped(
    'decoder/dense',
    perPlace(
      dense(parameters, 'decoder/dense', config.latent / places, product(smallest) / places, config.activation),
      places,
    ),
  );
  const layers = larger.map((dimensions, i) => {
    const channels = [smallest, ...larger][i][2];
    const name = `decoder/conv_${i}`;
    return i < larger.length - 1
      ? tapped(name, upsample(parameters, name, channels, dimensions, kernel, config.activation))
      : upsample(parameters, 'decoder/output', channels, dimensions, kernel, 'linear');
  });
  const convolutions = chain(layers);
  const features = product(shape);
  return (z, tap) =>
    convolutions(input(z, tap).reshape([z.shape[0], ...smallest]), tap).reshape([z.shape[0], features]);
}

function kernelFor(shape: readonly number[]): Kernel {
  return isText(shape) ? stretch : square;
}

function chain<T extends tf.Tensor>(layers: readonly Layer<T, T>[]): Layer<T, T> {
  return (x, tap) => layers.reduce((value, layer) => layer(value, tap), x);
}

function product(dimensions: readonly number[]): number {
  return dimensions.reduce((size, dimension) => size * dimension, 1);
}
