import * as tf from '@tensorflow/tfjs';
import type { LevelCodes } from '../../protocol/posteriors';
import { certain, straightThrough } from './certain';
import type { Posterior } from './posterior';

/** Keeps numbers off the border to a level that there is not. */
const margin = 1e-3;

/**
 * Finite scalar quantisation (Mentzer et al. 2024, arXiv 2309.15505, section 3.1 and appendix A.1): each number is bounded to
 * its L levels and rounded, the gradient handed on through the rounding. With h = (L - 1) (1 - margin) / 2, and an even L
 * shifted by half a level, o = 1/2, so that there are L whole numbers within the bounds:
 *
 *   round(h tanh(z + tan(o / h)) - o) / floor(L / 2), which lies in -1..1
 */
export function scalarQuantised({ levels }: LevelCodes) {
  const half = levels.map((count) => ((count - 1) * (1 - margin)) / 2);
  const offset = levels.map((count) => (count % 2 === 0 ? 0.5 : 0));
  const shift = levels.map((_, j) => Math.tan(offset[j] / half[j]));
  const scale = levels.map((count) => Math.floor(count / 2));
  const highest = levels.map((count) => Math.ceil(count / 2) - 1);
  return {
    posterior(encoded: tf.Tensor2D): Posterior {
      const bounded: tf.Tensor2D = tf.sub(tf.mul(tf.tanh(tf.add(encoded, row(shift))), row(half)), row(offset));
      return certain(tf.div(straightThrough(bounded, tf.round(bounded)), row(scale)), levels.length);
    },
    codeOf: (choices: tf.Tensor2D): tf.Tensor2D => tf.div(tf.sub(choices, row(scale)), row(scale)),
    nearest(z: tf.Tensor2D): tf.Tensor2D {
      const within = tf.minimum(tf.maximum(tf.round(tf.mul(z, row(scale))), row(scale.map((x) => -x))), row(highest));
      return tf.div(within, row(scale));
    },
  };
}

function row(values: readonly number[]): tf.Tensor1D {
  return tf.tensor1d([...values]);
}
