import * as tf from '@tensorflow/tfjs';
import { lendRows } from '../graph/native-operations';
import { scoped } from '../graph/scope';
import type { WrongResult } from '../runtime/library/probe';

/** Numbers to compute with, in row-major order. */
export interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** float32 where it isn't said; uint8 for examples that are lent to the native library. */
  readonly dtype?: 'float32' | 'int32' | 'uint8';
}

/** One of the results of a check. */
export interface Expected {
  /** The operation that gives it, as TensorFlow calls it. */
  readonly kernel: string;
  /** In row-major order, computed in float64. */
  readonly values: ArrayLike<number>;
}

/** Something to compute, and what has to come of it. */
export interface Check {
  /** The sizes that it is computed with: a text that is the same in all languages. */
  readonly sizes: string;
  readonly given: readonly Given[];
  readonly compute: (...given: tf.Tensor[]) => tf.Tensor[];
  readonly expected: readonly Expected[];
}

/**
 * Relative, above 1 in size. The checks are on small whole numbers, of which all sums are exact in float32: what differs
 * is the rounding of functions like exp, on graphics cards above all. What is wrong is so by far more.
 */
const tolerance = 1e-4;

export function tensorOf({ shape, values, dtype = 'float32' }: Given): tf.Tensor {
  if (dtype === 'uint8') return lendRows(Uint8Array.from(values), shape[1]);
  return tf.tensor([...values], [...shape], dtype);
}

/** The first number of each result that is wrong. A result of another length is wrong from its end on. */
export function wrongResults(
  { sizes, expected }: Pick<Check, 'sizes' | 'expected'>,
  results: readonly ArrayLike<number>[],
): WrongResult[] {
  return expected.flatMap(({ kernel, values }, i) => {
    const actual = results[i];
    for (let k = 0; k < Math.max(values.length, actual.length); k++) {
      const difference = Math.abs(actual[k] - values[k]);
      // Also where either is no number.
      if (!(difference <= tolerance * Math.max(1, Math.abs(values[k])))) {
        return [{ kernel, sizes, actual: written(actual[k]), expected: written(values[k]) }];
      }
    }
    return [];
  });
}

/** Runs each check by itself, operation by operation, on the backend in use. */
export function runEach(checks: readonly Check[]): WrongResult[] {
  return checks.flatMap((check) =>
    scoped(() => {
      const results = check.compute(...check.given.map(tensorOf));
      return wrongResults(
        check,
        results.map((result) => result.dataSync()),
      );
    }),
  );
}

/** A number in a few digits, NaN and what isn't there included. */
function written(x: number | undefined): string {
  return String(x === undefined ? x : Number(x.toPrecision(6)));
}
