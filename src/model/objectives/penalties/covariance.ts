import * as tf from '@tensorflow/tfjs';
import type { Penalty } from '../penalty';

export interface CovarianceWeights {
  readonly offDiagonal: number;
  readonly diagonal: number;
}

/**
 * DIP-VAE (Kumar et al. 2018, arXiv 1711.00848), which pulls the covariance C of a batch's codes towards the identity:
 *
 *   offDiagonal sum_{i != j} C_ij^2 + diagonal sum_i (C_ii - 1)^2
 *
 * `means` (DIP-VAE-I): C = Cov[E[z|x]]. `samples` (DIP-VAE-II): that and the mean variance, C = Cov[E[z|x]] + E[Var[z|x]].
 */
export function covariance(of: 'means' | 'samples', { offDiagonal, diagonal }: CovarianceWeights): Penalty {
  return {
    term: 'covariance',
    weight: 1,
    of({ mean, logVar, latent, examples }) {
      const centred: tf.Tensor2D = tf.sub(mean, tf.mean(mean, 0));
      const ofMeans = tf.div(tf.matMul(centred, centred, true), examples);
      const identity = tf.eye(latent);
      const within = of === 'samples' && logVar ? tf.mul(identity, tf.mean(tf.exp(logVar), 0)) : 0;
      const excess = tf.sub(tf.add(ofMeans, within), identity);
      const squares = tf.square(excess);
      const weights = tf.add(tf.mul(identity, diagonal - offDiagonal), offDiagonal);
      return tf.sum(tf.mul(squares, weights));
    },
  };
}
