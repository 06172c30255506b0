import * as tf from '@tensorflow/tfjs';
import { isSquaredError } from '../protocol/likelihoods';
import type { Autoencoder, Posterior } from './autoencoder';
import { klDivergence } from './divergence';
import { type Output, squaredError } from './likelihoods';
import { joinRows } from './rows';

/**
 * What a loss is made of: the reconstruction term, and KL(q(z|x) || p(z)), unweighted; that is 0 for a plain autoencoder.
 */
export const termNames = ['reconstruction', 'kl'] as const;
export type TermName = (typeof termNames)[number];

/** Scalars, means over the examples of a batch, nats per example (for a plain autoencoder's ||x - x'||^2: as it is). */
export interface Objective {
  /** What training minimises. */
  readonly loss: tf.Scalar;
  readonly terms: Readonly<Record<TermName, tf.Scalar>>;
}

export interface ObjectiveWeights {
  readonly beta: tf.Scalar | number;
  /** Nats per latent dimension. */
  readonly freeBits: number;
}

/** Some examples, [batch, features], and N(0, 1) noise for them, [batch, latent]; null for a plain autoencoder. */
export interface Examples {
  readonly x: tf.Tensor2D;
  readonly noise: tf.Tensor2D | null;
}

/**
 * The loss of a batch, given in `parts` that are computed side by side: one as a rule, and one for each core in a graph.
 *
 * VAE (Kingma & Welling 2014, arXiv 1312.6114): -E_q[log p(x|z)] + beta KL(q(z|x) || N(0, I)), the expectation by one
 * draw of z, from the noise. With free bits (Kingma et al. 2016, arXiv 1606.04934, section C.8) a dimension's KL, as the
 * mean over the batch, costs nothing below them.
 * Plain autoencoder: the reconstruction error alone.
 */
export function objective(
  model: Autoencoder,
  parts: readonly Examples[],
  { beta, freeBits }: ObjectiveWeights,
): Objective {
  const terms = parts.map((part) => exampleTerms(model, part));
  const reconstruction: tf.Scalar = tf.mean(joinRows(terms.map(({ reconstruction }) => reconstruction)));
  const kls = terms.flatMap(({ kl }) => kl ?? []);
  if (kls.length === 0) return { loss: reconstruction, terms: { reconstruction, kl: tf.scalar(0) } };
  const klPerDimension: tf.Tensor1D = tf.mean(joinRows(kls), 0);
  const kl: tf.Scalar = tf.sum(klPerDimension);
  const paid: tf.Scalar = freeBits > 0 ? tf.sum(tf.maximum(klPerDimension, freeBits)) : kl;
  return { loss: tf.add(reconstruction, tf.mul(paid, beta)), terms: { reconstruction, kl } };
}

/** Of each example: the reconstruction term, [batch], and the KL of each latent dimension, [batch, latent]. */
function exampleTerms(model: Autoencoder, { x, noise }: Examples) {
  const posterior = model.encode(x);
  const output = model.decode(reparameterize(posterior, noise));
  const { mean, logVar } = posterior;
  return {
    reconstruction: reconstructionTerm(model, x, output),
    kl: logVar && klDivergence(mean, logVar),
  };
}

/**
 * The reconstruction term of each example, [batch]: -log p(x|z) in nats. For a plain autoencoder with Gaussian output it
 * is the squared error ||x - x'||^2.
 */
export function reconstructionTerm(model: Autoencoder, x: tf.Tensor2D, output: Output): tf.Tensor1D {
  return isSquaredError(model.config) ? squaredError(output.mean(), x) : output.negativeLogLikelihood(x);
}

/** z = mean + exp(logVar / 2) noise, [batch, latent]; the mean itself for a plain autoencoder or without noise. */
export function reparameterize({ mean, logVar }: Posterior, noise: tf.Tensor2D | null): tf.Tensor2D {
  if (logVar === null || noise === null) return mean;
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVar, 0.5)), noise));
}
