import * as tf from '@tensorflow/tfjs';
import { klDivergence } from '../divergence';
import { stopGradient } from '../gradient';
import { logTwoPi } from '../log-two-pi';
import { posteriorStream } from '../noise';
import { repeatRows } from '../rows';
import type { Posterior } from './posterior';

/** N(mean, diag(exp(logVar))) in each row. */
export interface Gaussian {
  readonly mean: tf.Tensor2D;
  readonly logVar: tf.Tensor2D;
}

/**
 * N(mean, diag(exp(logVar))), both [batch, latent], drawn by reparameterisation (Kingma & Welling 2014, arXiv 1312.6114,
 * section 2.4).
 */
export function gaussianPosterior(mean: tf.Tensor2D, logVar: tf.Tensor2D): Posterior {
  return {
    mean,
    logVar,
    isPoint: false,
    draw(noise, draws = 1) {
      const drawn = noise.normal(posteriorStream, mean.shape[1], draws);
      const deviation = repeatRows(tf.exp(tf.mul<tf.Tensor2D>(logVar, 0.5)), draws);
      return {
        z: tf.add(repeatRows(mean, draws), tf.mul(deviation, drawn)),
        draws,
        logDensity: () => logDensityOfDrawn(drawn, repeatRows(logVar, draws)),
        standardDivergence: () => klDivergence(mean, logVar),
        pathDensity(z) {
          const [m, l] = [mean, logVar].map((x) => repeatRows(stopGradient(x), draws));
          const squares = tf.mul(tf.square(tf.sub(z, m)), tf.exp(tf.neg(l)));
          return tf.mul(tf.sum(tf.add(tf.add(squares, l), logTwoPi), 1), -0.5);
        },
      };
    },
  };
}

/** mean + exp(logVar / 2) noise. @param drawn From N(0, I). */
export function reparameterised({ mean, logVar }: Gaussian, drawn: tf.Tensor2D): tf.Tensor2D {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVar, 0.5)), drawn));
}

/** The logarithm of the density of each row that was made of this noise, [rows], nats. */
export function logDensityOfDrawn(drawn: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor1D {
  return tf.mul(tf.sum(tf.add(tf.add(tf.square(drawn), logVar), logTwoPi), 1), -0.5);
}
