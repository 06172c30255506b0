import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import { logSumExp } from './log-sum-exp';
import { type Examples, reconstructionTerm } from './objectives';
import { repeatRows } from './rows';

/**
 * log p(x) of each example of a VAE, [batch], nats, estimated from below by importance sampling with the posterior as
 * the proposal (Burda et al. 2016, arXiv 1509.00519, equation 8):
 *
 *   log 1/K sum_k p(x|z_k) p(z_k) / q(z_k|x),  z_k from q(z|x)
 *
 * Of a model that knows classes: log p(x|y).
 *
 * @param draws K, of each example.
 */
export function logLikelihood(model: Autoencoder, { x, classes, noise }: Examples, draws: number): tf.Tensor1D {
  const { z, logDensity } = model.encode(x, { classes }).draw(noise, draws);
  const logPosteriorOdds = tf.sub(model.prior.logDensity(z), logDensity());
  const output = model.decode(z, { classes: classes && repeatRows(classes, draws) });
  const error = reconstructionTerm(model, x, output, draws);
  const logWeights = tf.sub(logPosteriorOdds, error);
  return tf.sub(logSumExp(tf.reshape(logWeights, [-1, draws]), 1), Math.log(draws));
}
