import * as tf from '@tensorflow/tfjs';
import { expandCodes } from '../dataset';
import type { Dataset } from '../dataset/dataset';
import { emptyRows } from './rows';

/** Rows `indices` as the model gives them back, examples x features; bytes become value / 255, text one-hot. */
export function gatherRows(dataset: Dataset, indices: ArrayLike<number>): Float32Array {
  const { summary } = dataset;
  const stored = storedRows(dataset, indices);
  return summary.kind === 'text' ? expandCodes(stored, summary.shape[1]) : asInputs(stored);
}

/** Rows `indices` as model inputs, [examples, numbers stored of each]; bytes, and so codes of text, become value / 255. */
export function gatherBatch(dataset: Dataset, indices: ArrayLike<number>): tf.Tensor2D {
  return tf.tensor2d(asInputs(storedRows(dataset, indices)), [indices.length, storedWidth(dataset)]);
}

function storedRows(dataset: Dataset, indices: ArrayLike<number>): Dataset['values'] {
  const width = storedWidth(dataset);
  const { values } = dataset;
  const size = indices.length * width;
  const rows = emptyRows(values, size);
  for (let i = 0; i < indices.length; i++) {
    const begin = indices[i] * width;
    rows.set(values.subarray(begin, begin + width), i * width);
  }
  return rows;
}

/** Numbers that are stored of an example. */
function storedWidth({ summary, values }: Dataset): number {
  return values.length / summary.examples;
}

/** Rows as model inputs: bytes become value / 255. */
export function asInputs(rows: Dataset['values']): Float32Array {
  if (rows instanceof Float32Array) return rows;
  const inputs = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) inputs[i] = rows[i] / 255;
  return inputs;
}
