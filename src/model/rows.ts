import * as tf from '@tensorflow/tfjs';

/** The rows of a tensor in parts of these sizes. */
export function splitRows<T extends tf.Tensor1D | tf.Tensor2D>(rows: T, sizes: readonly number[]): T[] {
  return sizes.length === 1 ? [rows] : tf.split<T>(rows, [...sizes]);
}

/** The parts as one tensor again. */
export function joinRows<T extends tf.Tensor1D | tf.Tensor2D>(parts: readonly T[]): T {
  return parts.length === 1 ? parts[0] : (tf.concat<T>([...parts]) as T);
}
