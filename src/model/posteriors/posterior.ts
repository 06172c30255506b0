import type * as tf from '@tensorflow/tfjs';
import type { Noise } from '../noise';

/** q(z|x) of a batch of examples. */
export interface Posterior {
  /** E[z|x], [batch, latent]; of a ladder that of each layer where those above are at their means. */
  readonly mean: tf.Tensor2D;
  /** log Var[z|x], [batch, latent]; null where z is a function of x, or one of finitely many codes. */
  readonly logVar: tf.Tensor2D | null;
  /** L of a Gaussian's full covariance L L^T, [batch, latent, latent], lower triangular; of others absent. */
  readonly factor?: tf.Tensor3D;
  /** Whether z is a function of x, and any numbers: then it has no density. */
  readonly isPoint: boolean;
  /** Of a code: the entropy of each of its parts, [batch, parts], nats. */
  readonly entropy?: tf.Tensor2D;
  /** Draws z, so that gradients reach the encoder; but for a code that is drawn, which `relax` does that for. */
  draw(noise: Noise, draws?: number): Draw;
  /** A draw between the codes for each example, by which gradients reach the encoder; the colder, the nearer to a code. */
  relax?(noise: Noise, temperature: tf.Scalar | number): Draw;
}

/** Draws of z for each example, one after another. */
export interface Draw {
  /** [batch x draws, latent]. */
  readonly z: tf.Tensor2D;
  /** Of each example. */
  readonly draws: number;
  /** log q(z|x), [batch x draws], nats. Throws an Error where q is no density. */
  logDensity(): tf.Tensor1D;
  /**
   * KL(q(z|x) || N(0, I)) of each example, nats, where a closed form is known: of each latent dimension, [batch, latent], or of all of them
   * together, [batch, 1]. Of a lower layer it is the one for these draws of the upper one, their mean.
   */
  standardDivergence?(): tf.Tensor2D;
  /** The same at `z`, which are these draws, with a gradient by `z` alone. Where that is not known there is none. */
  pathDensity?(z: tf.Tensor2D): tf.Tensor1D;
}
