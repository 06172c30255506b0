import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../../../src/protocol/config';

const kernelSize = 4;
const stride = 2;

/** Edge of the matrices whose product shows what the processor can do. */
export const peakEdge = 2048;

/** What a layer multiplies and adds for one example, and whether a gradient by its input is needed. */
interface Layer {
  readonly multiplyAdds: number;
  readonly reads: 'data' | 'layer';
  /** Of the decoder: done for each draw of z. */
  readonly decodes?: true;
}

/**
 * Floating-point operations of one training step: two for each multiply-add of a layer's product, and as many for each
 * of its gradients, by the weights and (but for the layer that reads the data) by its input:
 *
 *   sum over layers of 6 batch m, and 4 batch m where the input is the data, with
 *   m = in x out                                   of a dense layer (its weights)
 *   m = taps(height) taps(width) in x out channels of a convolution or transposed one, of the larger image's size
 *
 * Biases, activations, the loss and Adam come to less than a hundredth and are not counted.
 * @param draws Of z for each example, which is encoded once.
 */
export function stepOperations(config: ModelConfig, shape: readonly number[], batch: number, draws = 1): number {
  const layers = config.architecture === 'dense' ? denseLayers(config, shape) : convolutions(config, shape);
  return layers.reduce((sum, { multiplyAdds, reads, decodes }) => {
    const rows = decodes ? batch * draws : batch;
    return sum + (reads === 'data' ? 4 : 6) * rows * multiplyAdds;
  }, 0);
}

function denseLayers({ hidden, latent }: ModelConfig, shape: readonly number[]): Layer[] {
  const widths = [shape.reduce((product, length) => product * length, 1), ...hidden];
  const body = hidden.map((units, i) => layer(widths[i] * units, i === 0 ? 'data' : 'layer'));
  const mirrored = widths.slice(1).map((units, i) => decoding(widths[i] * units));
  const last = widths[widths.length - 1];
  return [...body, layer(2 * last * latent), decoding(latent * last), ...mirrored];
}

function convolutions({ hidden, latent }: ModelConfig, [height, width, channels]: readonly number[]): Layer[] {
  const depths = [channels, ...hidden];
  const products = hidden.map((filters, i) => {
    const [rows, columns] = [height, width].map((size) => taps(halved(size, i)));
    return rows * columns * depths[i] * filters;
  });
  const smallest = [height, width].map((size) => halved(size, hidden.length));
  const flat = smallest[0] * smallest[1] * depths[hidden.length];
  return [
    ...products.map((product, i) => layer(product, i === 0 ? 'data' : 'layer')),
    layer(2 * flat * latent),
    decoding(latent * flat),
    ...products.map(decoding),
  ];
}

function layer(multiplyAdds: number, reads: Layer['reads'] = 'layer'): Layer {
  return { multiplyAdds, reads };
}

function decoding(multiplyAdds: number): Layer {
  return { multiplyAdds, reads: 'layer', decodes: true };
}

function halved(size: number, times: number): number {
  return times === 0 ? size : halved(Math.ceil(size / stride), times - 1);
}

/** Pairs of a place of the kernel and a pixel that it meets, along one axis of `size` pixels, padded as for `same`. */
function taps(size: number): number {
  const outputs = Math.ceil(size / stride);
  const before = Math.floor(((outputs - 1) * stride + kernelSize - size) / 2);
  let count = 0;
  for (let output = 0; output < outputs; output++) {
    const first = output * stride - before;
    count += Math.min(first + kernelSize, size) - Math.max(first, 0);
  }
  return count;
}

/** What the library's product of two 2048 x 2048 matrices reaches at its best, operations per second. */
export function measurePeak(turns: number): number {
  const times: number[] = [];
  const matrix = tf.randomUniform<tf.Rank.R2>([peakEdge, peakEdge]);
  for (let turn = 0; turn <= turns; turn++) {
    const began = performance.now();
    // The native library has computed when it answers.
    tf.dispose(tf.matMul(matrix, matrix));
    times.push(performance.now() - began);
  }
  matrix.dispose();
  return peakFrom(Math.min(...times));
}

/** Operations per second of that product in so many ms. */
export function peakFrom(milliseconds: number): number {
  return (2 * peakEdge ** 3) / (milliseconds / 1000);
}
