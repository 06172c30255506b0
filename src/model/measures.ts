import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import { reconstructionTerm } from './objectives';

/**
 * How well a model takes each example, [batch], nats: the reconstruction term at the posterior mean, or
 * the code next to it, and KL(q(z|x) || p(z)); 0 for a plain autoencoder.
 */
export function measures(
  model: Autoencoder,
  x: tf.Tensor2D,
): { readonly reconstruction: tf.Tensor1D; readonly kl: tf.Tensor1D } {
  const posterior = model.encode(x);
  const reconstruction = reconstructionTerm(model, x, model.decode(model.nearestCode(posterior.mean)));
  if (model.config.kind === 'ae') return { reconstruction, kl: tf.zerosLike(reconstruction) };
  return { reconstruction, kl: tf.sum(model.prior.divergence(posterior), 1) };
}
