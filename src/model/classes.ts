import * as tf from '@tensorflow/tfjs';
import { joinColumns, repeatRows } from './rows';

/** Which class each row is of, [rows, classes]: 1 at its own; all 0 where it is not known. Absent where a model knows no classes. */
export type Classes = tf.Tensor2D | undefined;

/** The classes of rows by their numbers, int32, [rows]; -1: not known. */
export function numbered(numbers: tf.Tensor1D, classes: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(numbers, classes), 'float32') as tf.Tensor2D;
}

/** The shape of examples that have their class as so many more channels at each place. */
export function shapeWithClasses(shape: readonly number[], classes: number): readonly number[] {
  return [...shape.slice(0, -1), shape[shape.length - 1] + classes];
}

/**
 * Examples of a shape, [rows, features], with their class at each place, as channels of it; again with each of their classes where there
 * are several for each.
 */
export function withClasses(x: tf.Tensor2D, classes: Classes, shape: readonly number[]): tf.Tensor2D {
  if (!classes) return x;
  const [rows, count] = classes.shape;
  const examples = repeatRows(x, rows / x.shape[0]);
  const places = tf.util.sizeFromShape(shape.slice(0, -1));
  if (places === 1) return joinColumns(examples, classes);
  const channels = shape[shape.length - 1];
  const atEach = tf.tile(tf.reshape(classes, [rows, 1, count]), [1, places, 1]);
  const joined = tf.concat([tf.reshape(examples, [rows, places, channels]), atEach], 2);
  return tf.reshape(joined, [rows, places * (channels + count)]);
}

/** The classes of rows, those that are not known by the largest of their logits, [rows, classes]. */
export function filledIn(known: tf.Tensor2D, logits: tf.Tensor2D): tf.Tensor2D {
  const probable = numbered(tf.argMax(logits, 1), logits.shape[1]);
  return tf.add(known, tf.mul(probable, unknown(known)));
}

/** Of each row 1 where its class is not known, else 0: [rows, 1]. */
export function unknown(classes: tf.Tensor2D): tf.Tensor2D {
  return tf.sub(1, tf.sum(classes, 1, true));
}
