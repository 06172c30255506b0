import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { classNames } from '../protocol/classes';
import { UserError } from '../protocol/errors';

/** Examples as they are stored, one after another, with how many there are, and their labels where a model needs these. */
export type StoredExamples = Pick<Dataset, 'summary' | 'values'> & Partial<Pick<Dataset, 'columns' | 'labels'>>;

/** Of a model that knows classes: numbers among these for the labels of data, which count among the categories of their own. */
export interface ClassNumbers {
  /** Of each example of the data set; -1 where the data say none, or one that the model does not know. */
  readonly own: Int32Array;
  /** The same of any labels of the data. */
  of(labels: Float32Array): Int32Array;
  /** Share of all examples, also of those that memory does not hold, whose class is known. */
  readonly labelled: number;
}

/** @throws UserError `run.noClasses` where the model has to be told classes and the data say none. */
export function classNumbers(
  { summary, columns = [], labels }: StoredExamples,
  { classes: known, config }: Autoencoder,
): ClassNumbers {
  const numbers = classNames(summary).map((name) => known.indexOf(name));
  const of = (labels: Float32Array) => Int32Array.from(labels, (label) => numbers[label] ?? -1);
  const label = columns.find(({ name, type }) => name === summary.label && type === 'category');
  const own = label ? of(label.values) : new Int32Array(summary.examples).fill(-1);
  const all = labels ? of(labels) : own;
  const count = all.reduce((sum, number) => sum + Number(number >= 0), 0);
  if (config.classes === 'given' && count === 0) throw new UserError('run.noClasses', { classes: known.join(', ') });
  // Where none is known, nothing is divided by it that is not 0.
  return { own, of, labelled: Math.max(1, count) / all.length };
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
