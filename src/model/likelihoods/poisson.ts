import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { lgamma } from '../special-functions';
import { expectedCounts, librarySize, logCounts, logShares } from './counts';
import type { Likelihood, Output } from './likelihood';

/**
 * Counts x_j ~ Poisson(library rho_j), with the shares rho = softmax(l) and the library the total count of the example: what
 * there is where nothing but chance makes counts of the same rate differ.
 */
export const poisson: Likelihood = {
  create:
    ({ library }) =>
    (logits) =>
      poissonOutput(logits, library),
  seen: logCounts,
};

/** @param logits [batch, features]. @param library That of means whose example is not known. */
export function poissonOutput(logits: tf.Tensor2D, library: number): Output {
  return {
    negativeLogLikelihood: (x) => minusLogMass(logits, x),
    mean: (x) => expectedCounts(logits, library, x),
  };
}

/**
 * -log p = sum_j mu_j - x_j log mu_j + log x_j!, where the mu_j add up to the library: with the gradient
 * rho_j sum(x) - x_j by l_j. `x` is a constant.
 */
function minusLogMass(logits: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [logits],
    () => {
      const library = librarySize(x);
      const logRates = tf.add(logShares(logits), tf.log(library));
      const surprises = tf.sub(lgamma(tf.add(x, 1)), tf.mul(x, logRates));
      return { value: tf.add(tf.sum(surprises, 1), tf.reshape(library, [-1])), saved: [logits, x] };
    },
    (dy, [logits, x]) => {
      const expected = tf.mul(tf.softmax(logits), tf.sum(x, 1, true));
      return [tf.mul(tf.sub(expected, x), tf.expandDims(dy, 1))];
    },
  );
}
