import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';

/** Examples as they are stored, one after another, with how many there are. */
export type StoredExamples = Pick<Dataset, 'summary' | 'values'>;

/** Rows `indices` as model inputs, [examples, numbers stored of each]; bytes, and so codes of text, become value / 255. */
export function gatherBatch(examples: StoredExamples, indices: ArrayLike<number>): tf.Tensor2D {
  return tf.tensor2d(asInputs(gatherStored(examples, indices)), [indices.length, storedWidth(examples)]);
}

/** Rows `indices` as they are stored. */
export function gatherStored(examples: StoredExamples, indices: ArrayLike<number>): Dataset['values'] {
  const width = storedWidth(examples);
  const { values } = examples;
  const size = indices.length * width;
  const rows = emptyRows(values, size);
  for (let i = 0; i < indices.length; i++) {
    const begin = indices[i] * width;
    rows.set(values.subarray(begin, begin + width), i * width);
  }
  return rows;
}

/** Zeros of the kind that `like` is. */
export function emptyRows(like: Dataset['values'], length: number): Dataset['values'] {
  return like instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
}

/** Numbers that are stored of an example. */
export function storedWidth({ summary, values }: StoredExamples): number {
  return values.length / summary.examples;
}

/** Rows as model inputs: bytes become value / 255. */
export function asInputs(rows: Dataset['values']): Float32Array {
  if (rows instanceof Float32Array) return rows;
  const inputs = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) inputs[i] = rows[i] / 255;
  return inputs;
}
