import * as tf from '@tensorflow/tfjs';
import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { negativeLogLikelihood, type Output, squaredError } from '../likelihood';
import { joinRows } from '../rows';
import type { Examples, Objective } from './objective';

/**
 * VAE (Kingma & Welling 2014, arXiv 1312.6114): -E_q[log p(x|z)] + beta KL(q(z|x) || N(0, I)), the expectation by one
 * draw of z, from the noise. With free bits (Kingma et al. 2016, arXiv 1606.04934, section C.8) a dimension's KL, as the
 * mean over the batch, costs nothing below them.
 * Plain autoencoder: the reconstruction error alone.
 */
export function elbo(model: Autoencoder, { freeBits }: ObjectiveConfig): Objective {
  return {
    terms: ['reconstruction', 'kl'],
    scalars: ['beta'],
    draws: 1,
    compute(parts, { beta }) {
      const passes = parts.map((part) => pass(model, part));
      const reconstruction: tf.Scalar = tf.mean(joinRows(passes.map(({ reconstruction }) => reconstruction)));
      const kls = passes.flatMap(({ kl }) => kl ?? []);
      if (kls.length === 0) return { loss: reconstruction, terms: { reconstruction, kl: tf.scalar(0) } };
      const klPerDimension: tf.Tensor1D = tf.mean(joinRows(kls), 0);
      const kl: tf.Scalar = tf.sum(klPerDimension);
      const paid: tf.Scalar = freeBits > 0 ? tf.sum(tf.maximum(klPerDimension, freeBits)) : kl;
      return { loss: tf.add(reconstruction, tf.mul(paid, beta)), terms: { reconstruction, kl } };
    },
  };
}

/** Of each example: the reconstruction term, [batch], and the KL of each latent dimension, [batch, latent]. */
function pass(model: Autoencoder, { x, noise }: Examples) {
  const posterior = model.encode(x);
  const draw = posterior.draw(noise);
  return {
    reconstruction: reconstructionTerm(model, x, model.decode(draw.z)),
    kl: posterior.logVar && model.prior.divergence(posterior, draw),
  };
}

/**
 * The reconstruction term of each example, [batch]: -log p(x|z) in nats. For a plain autoencoder with Gaussian output it
 * is the squared error ||x - x'||^2.
 */
export function reconstructionTerm(model: Autoencoder, x: tf.Tensor2D, output: Output): tf.Tensor1D {
  const plain = model.config.kind === 'ae' && output.likelihood === 'gaussian';
  return plain ? squaredError(output.mean, x) : negativeLogLikelihood(output, x);
}
