import type * as tf from '@tensorflow/tfjs';
import type { Draw, Posterior } from '../posteriors/posterior';

/** p(z). */
export interface Prior {
  /** log p(z) of each row of `z`, [rows, latent], nats. */
  logDensity(z: tf.Tensor2D): tf.Tensor1D;
  /**
   * KL(q(z|x) || p(z)) of each example, nats: of each latent dimension, [batch, latent], where it is known in closed form;
   * else log q(z|x) - log p(z) at one draw, [batch, 1]. Of a code: of each of its parts, [batch, parts], without a draw.
   */
  divergence(posterior: Posterior, draw?: Draw): tf.Tensor2D;
}
