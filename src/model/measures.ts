import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import { klDivergence } from './divergence';
import { reconstructionTerm } from './objectives';

/**
 * How well a model takes each example, [batch], nats: the reconstruction term at the posterior mean, and
 * KL(q(z|x) || N(0, I)); 0 for a plain autoencoder.
 */
export function measures(
  model: Autoencoder,
  x: tf.Tensor2D,
): { readonly reconstruction: tf.Tensor1D; readonly kl: tf.Tensor1D } {
  const { mean, logVar } = model.encode(x);
  const reconstruction = reconstructionTerm(model, x, model.decode(mean));
  const kl: tf.Tensor1D = logVar ? tf.sum(klDivergence(mean, logVar), 1) : tf.zerosLike(reconstruction);
  return { reconstruction, kl };
}
