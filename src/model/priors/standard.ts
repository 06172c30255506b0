import * as tf from '@tensorflow/tfjs';
import { logTwoPi } from '../log-two-pi';
import { divergenceAtDraws, type Prior, priorStream } from './prior';

/** log N(z; 0, I) of each row, [rows], nats. */
export function standardLogDensity(z: tf.Tensor2D): tf.Tensor1D {
  return tf.mul(tf.sum(tf.add(tf.square(z), logTwoPi), 1), -0.5);
}

/** N(0, I), whose KL from a Gaussian posterior is known in closed form. */
export function standardPrior(latent: number): Prior {
  const prior: Prior = {
    logDensity: standardLogDensity,
    divergence: (_, draw) => draw.standardDivergence?.() ?? divergenceAtDraws(draw, prior),
    prepared: () => prior,
    draw: (noise) => noise.normal(priorStream, latent),
  };
  return prior;
}
