import * as tf from '@tensorflow/tfjs';
import { logTwoPi } from '../log-two-pi';
import { posteriorStream } from '../noise';
import type { Posterior } from './posterior';

/**
 * N(mean, L L^T) with a Cholesky factor from the encoder (Kingma & Welling 2019, arXiv 1906.02691, section 2.5.1):
 *
 *   z = mean + L noise,   L = diag(exp(logScale)) + M o lower,   log q(z|x) = -1/2 |noise|^2 - sum_j logScale_j - d/2 log 2 pi
 *
 * where M keeps what is below the diagonal. KL(q || N(0, I)) = 1/2 (|L|^2 + |mean|^2 - d) - sum_j logScale_j is a sum over all
 * dimensions: correlated ones have no share of their own.
 * @param logScale [batch, latent], half of what a diagonal posterior's log-variance would be.
 * @param lower [batch, latent x latent], row by row.
 */
export function fullCovariancePosterior(mean: tf.Tensor2D, logScale: tf.Tensor2D, lower: tf.Tensor2D): Posterior {
  const latent = mean.shape[1];
  const factor: tf.Tensor3D = tf.add(
    tf.mul(tf.expandDims(tf.exp(logScale), 2), tf.eye(latent)),
    tf.mul(tf.reshape(lower, [-1, latent, latent]), belowDiagonal(latent)),
  );
  return {
    mean,
    get logVar() {
      return tf.log(tf.sum<tf.Tensor2D>(tf.square(factor), 2));
    },
    factor,
    isPoint: false,
    draw(noise, draws = 1) {
      const drawn = noise.normal(posteriorStream, latent, draws);
      // Of each example: [draws, latent] times L^T.
      const offsets = tf.matMul(tf.reshape(drawn, [-1, draws, latent]), factor, false, true);
      return {
        z: tf.reshape(tf.add(tf.expandDims(mean, 1), offsets), [-1, latent]),
        draws,
        logDensity() {
          const determinant: tf.Tensor2D = tf.sum(logScale, 1, true);
          const squares = tf.reshape(tf.sum(tf.square(drawn), 1), [-1, draws]);
          const density = tf.sub(tf.mul(tf.add(squares, latent * logTwoPi), -0.5), determinant);
          return tf.reshape(density, [-1]);
        },
        standardDivergence() {
          const squares = tf.add(tf.sum(tf.square(factor), 2), tf.square(mean));
          const perRow = tf.sub(tf.mul(tf.sub(squares, 1), 0.5), logScale);
          return tf.sum<tf.Tensor2D>(perRow, 1, true);
        },
      };
    },
  };
}

/** 1 below the diagonal, else 0: [latent, latent]. */
function belowDiagonal(latent: number): tf.Tensor2D {
  const values = Float32Array.from({ length: latent * latent }, (_, i) =>
    i % latent < Math.floor(i / latent) ? 1 : 0,
  );
  return tf.tensor2d(values, [latent, latent]);
}
