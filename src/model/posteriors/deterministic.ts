import type * as tf from '@tensorflow/tfjs';
import { repeatRows } from '../rows';
import type { Posterior } from './posterior';

/** The code of a plain autoencoder, [batch, latent]: all of the probability at one point. */
export function deterministicPosterior(mean: tf.Tensor2D): Posterior {
  return {
    mean,
    logVar: null,
    isPoint: true,
    draw: (_, draws = 1) => ({
      z: repeatRows(mean, draws),
      draws,
      logDensity() {
        throw new Error('A point has no density');
      },
      standardDivergence() {
        throw new Error('A point has no divergence from a density');
      },
    }),
  };
}
