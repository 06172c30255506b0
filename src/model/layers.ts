import * as tf from '@tensorflow/tfjs';
import { type ActivationName, activations } from './activation';
import type { Parameters } from './parameters';
import { productBeside } from './rows';
import type { Tap } from './tap';

/** One layer of a network, or several; with a tap on the hidden ones. */
export type Layer<In extends tf.Tensor, Out extends tf.Tensor> = (x: In, tap?: Tap) => Out;

/** The same as a hidden layer of a name. */
export function tapped<In extends tf.Tensor, Out extends tf.Tensor>(
  name: string,
  layer: Layer<In, Out>,
): Layer<In, Out> {
  return (x, tap) => (tap ? tap(layer(x), name) : layer(x));
}

/** Extent of the convolutions' kernels. Twice the stride, so that transposed convolutions cover every place equally. */
const kernelSize = 4;
const stride = 2;

/** Height and width of what a convolution sees at once. */
export type Kernel = readonly [height: number, width: number];

/** Of images. */
export const square: Kernel = [kernelSize, kernelSize];
/** Of text, which is an image of one row. */
export const stretch: Kernel = [1, kernelSize];

/** activation(x W + b): [batch, inputs] to [batch, units]. @param limit Of W's first values, which are drawn from U(-limit, limit). */
export function dense(
  parameters: Parameters,
  name: string,
  inputs: number,
  units: number,
  activation: ActivationName,
  limit = parameters.limit(inputs, units),
): Layer<tf.Tensor2D, tf.Tensor2D> {
  return denseLayer(parameters, name, inputs, units, activation, limit).apply;
}

interface DenseLayer {
  readonly apply: Layer<tf.Tensor2D, tf.Tensor2D>;
  /** Of rows joined with others, of which each has several, one after another: for each of these. */
  readonly applyBeside: (x: tf.Tensor2D, beside: tf.Tensor2D) => tf.Tensor2D;
}

/** The same, also for rows of two parts. */
export function denseLayer(
  parameters: Parameters,
  name: string,
  inputs: number,
  units: number,
  activation: ActivationName,
  limit = parameters.limit(inputs, units),
): DenseLayer {
  const apply = activations[activation];
  const kernel = parameters.uniform<tf.Rank.R2>(`${name}/kernel`, [inputs, units], limit);
  const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [units], 0);
  const finish = (product: tf.Tensor2D) => apply(tf.add<tf.Tensor2D>(product, bias));
  return {
    apply: (x) => finish(tf.matMul(x, kernel)),
    applyBeside: (x, beside) => finish(productBeside(x, beside, kernel)),
  };
}

/** x W: [batch, inputs] to [batch, units]. */
export function product(
  parameters: Parameters,
  name: string,
  inputs: number,
  units: number,
): Layer<tf.Tensor2D, tf.Tensor2D> {
  const kernel = parameters.uniform<tf.Rank.R2>(`${name}/kernel`, [inputs, units], parameters.limit(inputs, units));
  return (x) => tf.matMul(x, kernel);
}

/** A layer of each of `places` by itself, with the same weights: [batch, places x inputs] to [batch, places x units]. */
export function perPlace(layer: Layer<tf.Tensor2D, tf.Tensor2D>, places: number): Layer<tf.Tensor2D, tf.Tensor2D> {
  if (places === 1) return layer;
  return (x) => {
    const [batch, width] = x.shape;
    return tf.reshape(layer(tf.reshape(x, [batch * places, width / places])), [batch, -1]);
  };
}

/** A convolution that keeps height and width: [batch, h, w, channels] to [batch, h, w, filters]. */
export function convolution(
  parameters: Parameters,
  name: string,
  channels: number,
  filters: number,
  kernel: Kernel,
  activation: ActivationName | null,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  return convolutionOf(parameters, name, channels, filters, kernel, activation, 1);
}

/** A convolution that halves height and width, rounding up: [batch, h, w, channels] to [batch, h/2, w/2, filters]. */
export function downsample(
  parameters: Parameters,
  name: string,
  channels: number,
  filters: number,
  kernel: Kernel,
  activation: ActivationName | null,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  return convolutionOf(parameters, name, channels, filters, kernel, activation, stride);
}

function convolutionOf(
  parameters: Parameters,
  name: string,
  channels: number,
  filters: number,
  [rows, columns]: Kernel,
  activation: ActivationName | null,
  stride: number,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  const limit = parameters.limit(rows * columns * channels, rows * columns * filters);
  const shape: [number, number, number, number] = [rows, columns, channels, filters];
  const kernel = parameters.uniform<tf.Rank.R4>(`${name}/kernel`, shape, limit);
  const finish = biased(parameters, name, filters, activation);
  return (x) => finish(tf.conv2d(x, kernel, stride, 'same'));
}

/** The transposed convolution, which undoes a halving of any size: to [batch, height, width, filters]. */
export function upsample(
  parameters: Parameters,
  name: string,
  channels: number,
  [height, width, filters]: readonly [height: number, width: number, filters: number],
  [rows, columns]: Kernel,
  activation: ActivationName | null,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  const reach = Math.max(1, rows / stride) * Math.max(1, columns / stride);
  const limit = parameters.limit(reach * channels, reach * filters);
  const shape: [number, number, number, number] = [rows, columns, filters, channels];
  const kernel = parameters.uniform<tf.Rank.R4>(`${name}/kernel`, shape, limit);
  const finish = biased(parameters, name, filters, activation);
  return (x) => finish(tf.conv2dTranspose(x, kernel, [x.shape[0], height, width, filters], stride, 'same'));
}

/** activation(x + b), with one b for each filter; x itself where there is no activation, as a normalisation comes next. */
function biased(
  parameters: Parameters,
  name: string,
  filters: number,
  activation: ActivationName | null,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  if (activation === null) return (x) => x;
  const apply = activations[activation];
  const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [filters], 0);
  return (x) => apply(tf.add(x, bias));
}
