import type * as tf from '@tensorflow/tfjs';
import { repeatRows } from '../rows';
import type { Posterior } from './posterior';

/** The code of a plain autoencoder, [batch, latent]: all of the probability at one point. */
export function deterministicPosterior(mean: tf.Tensor2D): Posterior {
  return {
    mean,
    logVar: null,
    draw: (_, draws = 1) => ({
      z: repeatRows(mean, draws),
      logDensity() {
        throw new Error('A point has no density');
      },
    }),
  };
}
