import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';

/** Numbers per example. */
function featureCount({ summary }: Pick<Dataset, 'summary'>): number {
  return summary.shape.reduce((product, length) => product * length, 1);
}

/** Rows `indices` as model inputs, examples x features; bytes become value / 255. */
export function gatherRows(dataset: Dataset, indices: ArrayLike<number>): Float32Array {
  const features = featureCount(dataset);
  const { values } = dataset;
  const rows = new Float32Array(indices.length * features);
  for (let i = 0; i < indices.length; i++) {
    const begin = indices[i] * features;
    rows.set(values.subarray(begin, begin + features), i * features);
  }
  if (values instanceof Uint8Array) for (let i = 0; i < rows.length; i++) rows[i] /= 255;
  return rows;
}

export function gatherBatch(dataset: Dataset, indices: ArrayLike<number>): tf.Tensor2D {
  return tf.tensor2d(gatherRows(dataset, indices), [indices.length, featureCount(dataset)]);
}
