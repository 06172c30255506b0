import * as tf from '@tensorflow/tfjs';
import { sizeOf, written } from './numbers';

/** Hears of each product x[i] w[j] that the sum y[k] contains. */
type Visit = (i: number, j: number, k: number) => void;

/** A map that is linear in its input and in its weights: y[k] = sum of x[i] w[j]. */
export interface Bilinear {
  readonly sizes: string;
  readonly input: readonly number[];
  readonly weights: readonly number[];
  readonly output: readonly number[];
  /** The operations that give the output, and its gradients by the input and by the weights. */
  readonly kernels: readonly [output: string, byInput: string, byWeights: string];
  readonly compute: (x: tf.Tensor, w: tf.Tensor) => tf.Tensor;
  readonly visit: (visit: Visit) => void;
}

/** The product of matrices, batch x inputs by inputs x units. */
export function product(batch: number, inputs: number, units: number): Bilinear {
  const [input, weights] = [
    [batch, inputs],
    [inputs, units],
  ];
  return {
    sizes: `${written(input)}, ${written(weights)}`,
    input,
    weights,
    output: [batch, units],
    kernels: ['MatMul', 'MatMul', 'MatMul'],
    compute: (x, w) => tf.matMul(x, w),
    visit(visit) {
      for (let b = 0; b < batch; b++) {
        for (let i = 0; i < inputs; i++) {
          for (let k = 0; k < units; k++) visit(b * inputs + i, i * units + k, b * units + k);
        }
      }
    },
  };
}

type Shape4D = [number, number, number, number];

/** Of the convolutions of our models, where nothing else is said. */
const halving = 2;

/** A convolution of images [batch, height, width, channels], padded so that of stride 2 half of the places remain. */
export function convolution(
  image: Shape4D,
  [rows, columns]: readonly [number, number],
  filters: number,
  stride = halving,
): Bilinear {
  const [batch, height, width, channels] = image;
  const weights: Shape4D = [rows, columns, channels, filters];
  return {
    sizes: `${written(image)}, ${written(weights)}`,
    input: image,
    weights,
    output: [batch, Math.ceil(height / stride), Math.ceil(width / stride), filters],
    kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    compute: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same'),
    visit: (visit) => visitTaps(image, weights, stride, visit),
  };
}

/** The transposed convolution of stride 2 to images [batch, height, width, channels] from half of the places. */
export function transposedConvolution(
  image: Shape4D,
  [rows, columns]: readonly [number, number],
  filters: number,
): Bilinear {
  const [batch, height, width, channels] = image;
  const input = [batch, half(height), half(width), filters];
  const weights: Shape4D = [rows, columns, channels, filters];
  return {
    sizes: `${written(input)}, ${written(weights)}`,
    input,
    weights,
    output: image,
    kernels: ['Conv2DBackpropInput', 'Conv2D', 'Conv2DBackpropFilter'],
    compute: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, image, halving, 'same'),
    visit: (visit) => visitTaps(image, weights, halving, (large, weight, small) => visit(small, weight, large)),
  };
}

function half(size: number): number {
  return Math.ceil(size / halving);
}

/** Visits all that connects a number of the large image, by a weight, with one of the small image. */
function visitTaps([batch, height, width, channels]: Shape4D, weights: Shape4D, stride: number, visit: Visit): void {
  const [rows, columns, , filters] = weights;
  const [inHeight, inWidth] = [height, width].map((size) => Math.ceil(size / stride));
  const [top, left] = [padding(height, rows, stride), padding(width, columns, stride)];
  for (let b = 0; b < batch; b++) {
    for (let y = 0; y < inHeight; y++) {
      for (let x = 0; x < inWidth; x++) {
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            const [v, u] = [y * stride + i - top, x * stride + j - left];
            if (v < 0 || v >= height || u < 0 || u >= width) continue;
            for (let c = 0; c < channels; c++) {
              const large = ((b * height + v) * width + u) * channels + c;
              for (let k = 0; k < filters; k++) {
                const small = ((b * inHeight + y) * inWidth + x) * filters + k;
                visit(large, ((i * columns + j) * channels + c) * filters + k, small);
              }
            }
          }
        }
      }
    }
  }
}

/** Zeros before the first row or column of an image. */
function padding(size: number, kernel: number, stride: number): number {
  return Math.floor(Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size) / 2);
}

/** The sums y[k] of a map in float64, or those of its gradients: the other two are given. */
export function sums(
  { visit, ...shapes }: Bilinear,
  of: 'input' | 'weights' | 'output',
  [a, b]: Factors,
): Float64Array {
  const result = new Float64Array(sizeOf(shapes[of]));
  visit((i, j, k) => {
    if (of === 'output') result[k] += a[i] * b[j];
    else if (of === 'input') result[i] += a[j] * b[k];
    else result[j] += a[i] * b[k];
  });
  return result;
}

/** In the order of input, weights, output, without the one that is summed up. */
type Factors = readonly [ArrayLike<number>, ArrayLike<number>];
