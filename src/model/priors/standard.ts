import * as tf from '@tensorflow/tfjs';
import { klDivergence } from '../divergence';
import type { Prior } from './prior';

const logTwoPi = Math.log(2 * Math.PI);

/** N(0, I), whose KL from a Gaussian posterior is known in closed form. */
export const standardPrior: Prior = {
  logDensity: (z) => tf.mul(tf.sum(tf.add(tf.square(z), logTwoPi), 1), -0.5),
  divergence({ mean, logVar }) {
    if (!logVar) throw new Error('A point has no divergence from a density');
    return klDivergence(mean, logVar);
  },
};
