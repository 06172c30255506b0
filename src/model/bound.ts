import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import { type Examples, reconstructionTerm } from './objectives';
import { repeatRows } from './rows';

/**
 * The two parts of the negative ELBO of each example, [batch], nats (Kingma & Welling 2014, arXiv 1312.6114, equation 3):
 * -E_q[log p(x|z)], by the mean over `draws` draws of z, and KL(q(z|x) || p(z)), by the same draws where no closed form is known. Of a
 * model that knows classes, both are given the class. Of a plain autoencoder the KL is 0.
 */
export function boundTerms(
  model: Autoencoder,
  { x, classes, noise }: Examples,
  draws: number,
): { readonly reconstruction: tf.Tensor1D; readonly kl: tf.Tensor1D } {
  const posterior = model.encode(x, { classes });
  const drawn = posterior.draw(noise, draws);
  const output = model.decode(drawn.z, { classes: classes && repeatRows(classes, draws) });
  const errors = reconstructionTerm(model, x, output, draws);
  const reconstruction: tf.Tensor1D = tf.mean(tf.reshape(errors, [-1, draws]), 1);
  const kl = posterior.isPoint
    ? tf.zerosLike(reconstruction)
    : tf.sum<tf.Tensor1D>(model.prior.divergence(posterior, drawn), 1);
  return { reconstruction, kl };
}
