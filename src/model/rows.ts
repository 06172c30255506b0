import * as tf from '@tensorflow/tfjs';
import { withGradient } from './gradient';

/** The rows of a tensor in parts of these sizes. */
export function splitRows<T extends tf.Tensor1D | tf.Tensor2D>(rows: T, sizes: readonly number[]): T[] {
  return sizes.length === 1 ? [rows] : tf.split<T>(rows, [...sizes]);
}

/** The parts as one tensor again. */
export function joinRows<T extends tf.Tensor1D | tf.Tensor2D>(parts: readonly T[]): T {
  return parts.length === 1 ? parts[0] : (tf.concat<T>([...parts]) as T);
}

/** Each row `count` times, one after another. Its gradient is one sum, where tfjs takes a slice for each time. */
export function repeatRows(rows: tf.Tensor2D, count: number): tf.Tensor2D {
  if (count === 1) return rows;
  const width = rows.shape[1];
  return withGradient(
    [rows],
    () => ({ value: tf.reshape(tf.tile(tf.expandDims(rows, 1), [1, count, 1]), [-1, width]), saved: [] }),
    (dy: tf.Tensor2D) => [tf.sum(tf.reshape(dy, [-1, count, width]), 1)],
  );
}

/**
 * [x, y] K for each row of y, [rows of y, units], where each row of x has as many of y, one after another. What x gives is computed once, and so
 * is its part of the gradient. y is a constant.
 */
export function productBeside(x: tf.Tensor2D, y: tf.Tensor2D, kernel: tf.Tensor2D): tf.Tensor2D {
  const [rows, inputs] = x.shape;
  const [pairs, others] = y.shape;
  const units = kernel.shape[1];
  const each: [number, number, number] = [rows, pairs / rows, units];
  return withGradient(
    [x, kernel],
    () => {
      const [first, second] = tf.split<tf.Tensor2D>(kernel, [inputs, others], 0);
      const ofX = tf.reshape(tf.matMul(x, first), [rows, 1, units]);
      const value = tf.add(tf.reshape(tf.matMul(y, second), each), ofX);
      return { value: tf.reshape(value, [pairs, units]), saved: [x, y, first] };
    },
    (dy: tf.Tensor2D, [x, y, first]) => {
      const sums: tf.Tensor2D = tf.sum(tf.reshape(dy, each), 1);
      return [tf.matMul(sums, first, false, true), tf.concat([tf.matMul(x, sums, true), tf.matMul(y, dy, true)], 0)];
    },
  );
}

/** Rows with those of another tensor after them, [rows, columns of both]. */
export function joinColumns(first: tf.Tensor2D, second: tf.Tensor2D): tf.Tensor2D {
  return tf.concat([first, second], 1);
}
