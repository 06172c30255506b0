import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import type { Likelihood, Output } from './likelihood';

/** x_j ~ Bernoulli(sigmoid(l_j)): for pixels that are black or white, and, as a loss, for shades between. */
export const bernoulli: Likelihood = { create: () => bernoulliOutput };

/** @param logits [batch, features]. */
export function bernoulliOutput(logits: tf.Tensor2D): Output {
  return {
    negativeLogLikelihood: (x) => crossEntropy(logits, x),
    mean: () => tf.sigmoid(logits),
  };
}

/**
 * -sum_j log Bernoulli(x_j; sigmoid(l_j)) = sum_j softplus(l_j) - x_j l_j, with the gradient sigmoid(l_j) - x_j by l_j.
 * Stable for logits of any size. `x` in 0..1 is a constant: it gets no gradient.
 */
function crossEntropy(logits: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [logits],
    () => ({ value: tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1), saved: [logits, x] }),
    (dy, [logits, x]) => [tf.mul(tf.sub(tf.sigmoid(logits), x), tf.expandDims(dy, 1))],
  );
}
