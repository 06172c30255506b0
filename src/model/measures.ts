import * as tf from '@tensorflow/tfjs';
import { hasClosedKl } from '../protocol/composition';
import type { Autoencoder } from './autoencoder';
import type { Examples } from './objectives';
import { reconstructionTerm } from './objectives';

/** Draws that a KL is the mean of where no closed form is known. */
const klDraws = 16;

/**
 * How well a model takes each example, [batch], nats: the reconstruction term at the posterior mean, or the code next to it,
 * and KL(q(z|x) || p(z)), by draws where it is not known in closed form; 0 for a plain autoencoder.
 */
export function measures(
  model: Autoencoder,
  { x, classes, noise }: Examples,
): { readonly reconstruction: tf.Tensor1D; readonly kl: tf.Tensor1D } {
  const posterior = model.encode(x, { classes });
  const reconstruction = reconstructionTerm(model, x, model.decode(model.nearestCode(posterior.mean), { classes }));
  if (posterior.isPoint) return { reconstruction, kl: tf.zerosLike(reconstruction) };
  const draws = hasClosedKl(model.config) ? 1 : klDraws;
  return { reconstruction, kl: tf.sum(model.prior.divergence(posterior, posterior.draw(noise, draws)), 1) };
}
