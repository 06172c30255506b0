import * as tf from '@tensorflow/tfjs';
import type { Noise } from './noise';
import type { Tap } from './tap';

/**
 * Dropout (Srivastava et al. 2014, JMLR 15) of hidden units, in training alone: each unit of each example is 0 with the probability
 * `rate`, and else over 1 - rate, so that what the next layer gets is the same on average, and nothing is scaled where
 * nothing is dropped. Layers draw from streams of their own.
 * @returns the tap for rows of which each example has so many draws, one after another.
 */
export function dropout(rate: number, noise: Noise): (draws: number) => Tap {
  return (draws) =>
    <T extends tf.Tensor>(x: T, layer: string): T => {
      const width = x.size / x.shape[0];
      const chance = noise.uniform(`dropout/${layer}`, width, draws);
      const kept = tf.mul(tf.cast(tf.greaterEqual(chance, rate), 'float32'), 1 / (1 - rate));
      return tf.mul(x, tf.reshape(kept, x.shape));
    };
}
