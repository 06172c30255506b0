import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { repeatRows } from '../rows';
import type { Posterior } from './posterior';

/** All of the probability at one code, [batch, latent], of `parts` that are chosen each by itself. */
export function certain(code: tf.Tensor2D, parts: number): Posterior {
  return {
    mean: code,
    logVar: null,
    isPoint: false,
    entropy: tf.zeros([code.shape[0], parts]),
    draw: (_, draws = 1) => ({
      z: repeatRows(code, draws),
      draws,
      // Of a code, a probability: 1.
      logDensity: () => tf.zeros([code.shape[0] * draws]),
    }),
  };
}

/** `value` in place of x, and the gradient by it handed on to x (Bengio et al. 2013, arXiv 1308.3432). */
export function straightThrough(x: tf.Tensor2D, value: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [x],
    () => ({ value: tf.clone(value), saved: [] }),
    (dy) => [dy],
  );
}
