import * as tf from '@tensorflow/tfjs';
import type { Parameters } from '../parameters';
import { gain } from './positive';

interface Range {
  readonly initial: number;
  /** A soft floor. */
  readonly least: number;
}

/** The logarithm of a positive number that a likelihood learns: a scalar, or one for each feature. */
export function learnedLog<R extends tf.Rank>(
  parameters: Parameters,
  name: string,
  shape: tf.ShapeMap[R],
  { initial, least }: Range,
): () => tf.Tensor<R> {
  const parameter = parameters.constant<R>(name, shape, initial / gain);
  return () => softFloor(tf.mul<tf.Tensor<R>>(parameter, gain), least);
}

/** x where it is far above the floor, and the floor far below it: floor + softplus(x - floor). */
function softFloor<T extends tf.Tensor>(x: T, floor: number): T {
  return tf.add(tf.softplus(tf.sub<T>(x, floor)), floor);
}

/** x where it is far below the ceiling, and the ceiling far above it: ceiling - softplus(ceiling - x). */
export function softCeiling<T extends tf.Tensor>(x: T, ceiling: number): T {
  return tf.sub(ceiling, tf.softplus(tf.sub<T>(ceiling, x)));
}
