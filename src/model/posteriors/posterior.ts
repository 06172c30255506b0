import type * as tf from '@tensorflow/tfjs';
import type { Noise } from '../noise';

/** q(z|x) of a batch of examples. */
export interface Posterior {
  /** E[z|x], [batch, latent]. */
  readonly mean: tf.Tensor2D;
  /** log Var[z|x], [batch, latent]; null where z is a function of x. */
  readonly logVar: tf.Tensor2D | null;
  /** Draws z, so that gradients reach the encoder. */
  draw(noise: Noise, draws?: number): Draw;
}

/** Draws of z for each example, one after another. */
export interface Draw {
  /** [batch x draws, latent]. */
  readonly z: tf.Tensor2D;
  /** log q(z|x), [batch x draws], nats. Throws an Error where q is no density. */
  logDensity(): tf.Tensor1D;
}
