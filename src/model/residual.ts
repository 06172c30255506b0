import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { groupsOf } from '../protocol/networks';
import { activations } from './activation';
import { convolution, dense, downsample, type Kernel, type Layer, tapped, upsample } from './layers';
import { groupNorm } from './layers/norm';
import type { Body, Generator } from './network';
import type { Parameters } from './parameters';
import { type Dimensions, halvings, isText } from './stages';

type Map = Layer<tf.Tensor4D, tf.Tensor4D>;

/**
 * Residual convolutions with group normalisation (He et al. 2016, arXiv 1603.05027, figure 1b; Wu & He 2018): a convolution to the
 * filters of the first stage, a block that halves the image for each of `hidden`, and what is normalised at last, flattened.
 */
export function residualBody(
  parameters: Parameters,
  shape: readonly number[],
  config: ModelConfig,
  part = 'encoder',
): Body {
  const stages = halvings(shape, config.hidden);
  const sizes = sizesOf(shape);
  const [first, ...filters] = [stages[0][2], ...config.hidden];
  const widths = [filters[0], ...filters];
  const stem = convolution(parameters, `${part}/stem`, first, filters[0], sizes.same, null);
  const blocks = filters.map((count, i) => {
    const name = `${part}/block_${i}`;
    const block = { name, channels: widths[i], filters: count, config, kernel: sizes.same };
    return residualBlock(parameters, block, (layer, pointwise) =>
      downsample(parameters, `${name}/${layer}`, widths[i], count, pointwise ? [1, 1] : sizes.halving, null),
    );
  });
  const last = stages[stages.length - 1];
  const normalised = activated(parameters, `${part}/norm`, last[2], config);
  const width = last.reduce((product, size) => product * size, 1);
  return {
    width,
    apply(x, tap) {
      const image = stem(tf.reshape(x, [x.shape[0], ...stages[0]]));
      return tf.reshape(normalised(blocks.reduce((state, block) => block(state, tap), image)), [x.shape[0], width]);
    },
  };
}

/** The mirror image of `residualBody`: a dense layer, blocks that double the image up to its exact size, and a convolution. */
export function residualGenerator(parameters: Parameters, shape: readonly number[], config: ModelConfig): Generator {
  const stages = halvings(shape, config.hidden);
  const sizes = sizesOf(shape);
  const smallest = stages[stages.length - 1];
  const input = dense(parameters, 'decoder/dense', config.latent, product(smallest), 'linear');
  const widths = [config.hidden[0], ...config.hidden];
  const blocks = config.hidden
    .map((channels, i) => ({ channels, filters: widths[i], size: stages[i] }))
    .toReversed()
    .map(({ channels, filters, size: [height, width] }, i) => {
      const name = `decoder/block_${i}`;
      const to: Dimensions = [height, width, filters];
      return residualBlock(parameters, { name, channels, filters, config, kernel: sizes.same }, (part, pointwise) =>
        upsample(parameters, `${name}/${part}`, channels, to, pointwise ? sizes.doubling : sizes.halving, null),
      );
    });
  const normalised = activated(parameters, 'decoder/norm', widths[0], config);
  const output = convolution(parameters, 'decoder/output', widths[0], stages[0][2], sizes.same, 'linear');
  return (z, tap) => {
    const image = tf.reshape(input(z), [z.shape[0], ...smallest]) as tf.Tensor4D;
    const last = normalised(blocks.reduce((state, block) => block(state, tap), image));
    return tf.reshape(output(last), [z.shape[0], product(shape)]);
  };
}

interface BlockSizes {
  readonly name: string;
  readonly channels: number;
  readonly filters: number;
  readonly config: ModelConfig;
  readonly kernel: Kernel;
}

/**
 * shortcut(x) + convolution(a(norm(resize(a(norm(x)))))), a the activation. Where a block changes the size of images, the shortcut
 * does so by a layer of its own, of what is normalised, as its paper has it. Convolutions that a normalisation follows have no bias: it
 * would take away what all channels of a group have in common.
 */
function residualBlock(
  parameters: Parameters,
  { name, channels, filters, config, kernel }: BlockSizes,
  resize: (part: string, pointwise: boolean) => Map,
): Map {
  const before = activated(parameters, `${name}/norm_0`, channels, config);
  const resized = resize('resize', false);
  const between = activated(parameters, `${name}/norm_1`, filters, config);
  const last = convolution(parameters, `${name}/conv`, filters, filters, kernel, null);
  const shortcut = resize('shortcut', true);
  const inner: Map = tapped(name, (ready) => between(resized(ready)));
  return (x, tap) => {
    const ready = before(x);
    return tf.add(shortcut(ready), last(inner(ready, tap)));
  };
}

/** activation(norm(x)) */
function activated(parameters: Parameters, name: string, channels: number, config: ModelConfig): Map {
  const norm = groupNorm(parameters, name, channels, groupsOf(config, channels));
  return (x) => activations[config.activation](norm(x));
}

/** Kernels that keep the size, that halve or double it, and the smallest that reach every place in doubling. */
function sizesOf(shape: readonly number[]): Readonly<Record<'same' | 'halving' | 'doubling', Kernel>> {
  return isText(shape)
    ? { same: [1, 3], halving: [1, 4], doubling: [1, 2] }
    : { same: [3, 3], halving: [4, 4], doubling: [2, 2] };
}

function product(dimensions: readonly number[]): number {
  return dimensions.reduce((size, dimension) => size * dimension, 1);
}
