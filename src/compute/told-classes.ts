import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../model/autoencoder';
import { padded } from './batches';

/**
 * What a model is told of the classes of rows, int32, [size]; undefined where it knows none.
 * @param size Of a batch that is filled up.
 * @throws an Error where a model that knows classes is told none.
 */
export function toldClasses(
  { classes }: Autoencoder,
  numbers: Int32Array | undefined,
  size = numbers?.length ?? 0,
): tf.Tensor1D | undefined {
  if (classes.length === 0) return undefined;
  if (!numbers) throw new Error('A model that knows classes is told those of all rows');
  return tf.tensor1d(padded(new Int32Array(size), numbers), 'int32');
}
