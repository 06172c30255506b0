import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import { posteriorStream } from './noise';
import { type Examples, reconstructionTerm, reparameterize } from './objectives';

/**
 * log p(x) of each example of a VAE, [batch], nats, estimated from below by importance sampling with the posterior as
 * the proposal (Burda et al. 2016, arXiv 1509.00519, equation 8):
 *
 *   log 1/K sum_k p(x|z_k) p(z_k) / q(z_k|x),  z_k = mean + sigma noise_k
 *
 * with log p(z_k) - log q(z_k|x) = 1/2 sum_j (noise_kj^2 + logVar_j - z_kj^2).
 * @param draws K, of each example.
 */
export function logLikelihood(model: Autoencoder, { x, noise }: Examples, draws: number): tf.Tensor1D {
  const { mean, logVar } = model.encode(x);
  if (noise === null || logVar === null) throw new Error('Only a VAE gives its data a likelihood');
  const [means, logVars, examples] = [mean, logVar, x].map((rows) => repeatRows(rows, draws));
  const z = reparameterize({ mean: means, logVar: logVars }, noise, draws);
  const drawn = noise.normal(posteriorStream, mean.shape[1], draws);
  const logPosteriorOdds = tf.mul(tf.sum(tf.sub(tf.add(tf.square(drawn), logVars), tf.square(z)), 1), 0.5);
  const logWeights = tf.sub(logPosteriorOdds, reconstructionTerm(model, examples, model.decode(z)));
  return tf.sub(tf.logSumExp(tf.reshape(logWeights, [-1, draws]), 1), Math.log(draws));
}

/** Each row `count` times, one after another. */
function repeatRows(rows: tf.Tensor2D, count: number): tf.Tensor2D {
  return tf.reshape(tf.tile(tf.expandDims(rows, 1), [1, count, 1]), [-1, rows.shape[1]]);
}
