import * as tf from '@tensorflow/tfjs';
import type { ObjectiveConfig } from '../../protocol/config';
import { dropout } from '../dropout';
import type { Examples, Objective } from './objective';

const binarisationStream = 'binarisation';

/**
 * An objective with what is done by chance in training alone: examples are judged without it.
 * Pixels x in 0..1 become draws from Bernoulli(x), anew at each step (Salakhutdinov & Murray 2008; Burda et al. 2016, section 5.1);
 * hidden units are dropped.
 */
export function asTrained(objective: Objective, rate: number, { binarised }: ObjectiveConfig): Objective {
  if (rate === 0 && !binarised) return objective;
  return {
    ...objective,
    compute(parts, scalars) {
      const changed = parts.map((part) => ({
        ...part,
        ...(binarised && { x: drawPixels(part) }),
        ...(rate > 0 && { drop: dropout(rate, part.noise) }),
      }));
      return objective.compute(changed, scalars);
    },
    evaluated: objective.evaluated ?? objective,
  };
}

/** 1 with the probability x, else 0. */
function drawPixels({ x, noise }: Examples): tf.Tensor2D {
  const black = tf.greaterEqual(noise.uniform(binarisationStream, x.shape[1]), x);
  return tf.sub(1, tf.cast(black, 'float32'));
}
