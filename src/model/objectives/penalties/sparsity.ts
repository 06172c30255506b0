import * as tf from '@tensorflow/tfjs';
import { absolute } from '../../absolute';
import type { Penalty } from '../penalty';

/** sum_j |z_j|, the mean over examples: codes in which few numbers are far from 0. */
export function absoluteSparsity(weight: number): Penalty {
  return { term: 'sparsity', weight, of: ({ z }) => tf.mean(tf.sum(absolute(z), 1)) };
}

/** What keeps logarithms finite where a unit is off, or on, for all of a batch. */
const least = 1e-7;

/**
 * sum_j KL(target || r_j), r_j the mean over a batch of the activation sigmoid(z_j) of a unit of the code (Lee et al. 2008;
 * Ng 2011, "Sparse autoencoder"), nats: units that are on for few examples, about a share `target` of them.
 */
export function activationSparsity(weight: number, target: number): Penalty {
  return {
    term: 'sparsity',
    weight,
    of({ z }) {
      const rate = tf.mean(tf.sigmoid(z), 0);
      const log = (share: tf.Tensor) => tf.log(tf.add(share, least));
      const cross = tf.add(tf.mul(log(rate), target), tf.mul(log(tf.sub(1, rate)), 1 - target));
      const entropy = target * Math.log(target) + (1 - target) * Math.log(1 - target);
      return tf.sum(tf.sub(entropy, cross));
    },
  };
}
