import * as tf from '@tensorflow/tfjs';
import { type DiscreteCodes, logPriorOf } from '../../protocol/posteriors';
import { type Prior, priorStream } from './prior';

/**
 * All codes alike. The KL of each of a code's parts, [batch, parts], is the logarithm of its choices less its entropy.
 * @param codeOf The code of which choice was made for each part, int32, [rows, parts]: [rows, latent].
 */
export function uniformPrior(codes: DiscreteCodes, codeOf: (choices: tf.Tensor2D) => tf.Tensor2D): Prior {
  const choices = choicesOf(codes);
  const row = (values: readonly number[]) => tf.tensor2d([...values], [1, values.length]);
  const prior: Prior = {
    logDensity: (z) => tf.fill([z.shape[0]], logPriorOf(codes)),
    divergence({ entropy }) {
      if (!entropy) throw new Error('Only a posterior over codes diverges from a prior over codes');
      return tf.sub(row(choices.map(Math.log)), entropy);
    },
    prepared: () => prior,
    draw(noise) {
      const chosen = tf.floor(tf.mul(noise.uniform(priorStream, choices.length), row(choices)));
      return codeOf(tf.cast(chosen, 'int32') as tf.Tensor2D);
    },
  };
  return prior;
}

/** How many there are for each part of a code that is chosen by itself: a vector, a number, a variable. */
function choicesOf(codes: DiscreteCodes): readonly number[] {
  switch (codes.name) {
    case 'quantised':
      return new Array<number>(codes.groups).fill(codes.codes);
    case 'scalar-quantised':
      return codes.levels;
    case 'gumbel':
      return new Array<number>(codes.variables).fill(codes.classes);
  }
}
