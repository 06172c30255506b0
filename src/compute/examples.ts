import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { classNames } from '../protocol/classes';
import { UserError } from '../protocol/errors';

/** Examples as they are stored, one after another, with how many there are, and their labels where a model needs these. */
export type StoredExamples = Pick<Dataset, 'summary' | 'values'> & Partial<Pick<Dataset, 'columns' | 'stream'>>;

/**
 * The class of each example, as a number among the classes that a model knows; -1 where the data say none, or one that the
 * model does not know.
 * @throws UserError `model.classes-need-memory` where only a sample of the data is in memory; `run.noClasses` where the model has
 * to be told them and the data say none.
 */
export function classNumbers(
  { summary, columns = [], stream }: StoredExamples,
  { classes: known, config }: Autoencoder,
): Int32Array {
  if (stream) throw new UserError('model.classes-need-memory');
  const names = classNames(summary);
  const numbers = names.map((name) => known.indexOf(name));
  const label = columns.find(({ name, type }) => name === summary.label && type === 'category');
  const found = Int32Array.from({ length: summary.examples }, (_, i) => numbers[label?.values[i] ?? -1] ?? -1);
  if (config.classes === 'given' && !found.some((number) => number >= 0))
    throw new UserError('run.noClasses', { classes: known.join(', ') });
  return found;
}

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
