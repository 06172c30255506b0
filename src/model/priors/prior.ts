import * as tf from '@tensorflow/tfjs';
import type { Noise } from '../noise';
import type { Draw, Posterior } from '../posteriors/posterior';

/** p(z). */
export interface Prior {
  /** log p(z) of each row of `z`, [rows, latent], nats. */
  logDensity(z: tf.Tensor2D): tf.Tensor1D;
  /**
   * KL(q(z|x) || p(z)) of each example, nats: where it is known in closed form, of each latent dimension, [batch, latent], or of
   * all together, [batch, 1], or of each part of a code, [batch, parts]; else the mean of log q(z|x) - log p(z) over the draws,
   * [batch, 1], which may be negative.
   */
  divergence(posterior: Posterior, draw: Draw): tf.Tensor2D;
  /** The same prior for the weights as they are now: what depends on them alone is computed once, for all parts of a batch. */
  prepared(): Prior;
  /** Draws from p(z), [rows, latent], as many as the noise has rows. */
  draw(noise: Noise): tf.Tensor2D;
}

/** The noise that draws from a prior are made of. */
export const priorStream = 'prior';

/** The mean of log q(z|x) - log p(z) over the draws of each example, [batch, 1]. */
export function divergenceAtDraws({ z, draws, logDensity }: Draw, prior: Pick<Prior, 'logDensity'>): tf.Tensor2D {
  const ratios = tf.sub(logDensity(), prior.logDensity(z));
  return tf.mean<tf.Tensor2D>(tf.reshape(ratios, [-1, draws]), 1, true);
}
