import * as tf from '@tensorflow/tfjs';
import { type DiscreteCodes, logPriorOf } from '../../protocol/posteriors';
import type { Prior } from './prior';

/** All codes alike. The KL of each of a code's parts, [batch, parts], is the logarithm of its choices less its entropy. */
export function uniformPrior(codes: DiscreteCodes, draw: Prior['draw']): Prior {
  const logChoices = logChoicesOf(codes);
  const prior: Prior = {
    draw,
    prepared: () => prior,
    logDensity: (z) => tf.fill([z.shape[0]], logPriorOf(codes)),
    divergence({ entropy }) {
      if (!entropy) throw new Error('Only a posterior over codes diverges from a prior over codes');
      return tf.sub(tf.tensor2d([...logChoices], [1, logChoices.length]), entropy);
    },
  };
  return prior;
}

/** Of each part of a code that is chosen by itself: a vector, a number, a variable. */
function logChoicesOf(codes: DiscreteCodes): readonly number[] {
  switch (codes.name) {
    case 'quantised':
      return new Array<number>(codes.groups).fill(Math.log(codes.codes));
    case 'scalar-quantised':
      return codes.levels.map(Math.log);
    case 'gumbel':
      return new Array<number>(codes.variables).fill(Math.log(codes.classes));
  }
}
