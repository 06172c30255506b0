import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import type { Likelihood, Output } from './likelihood';

/** x_j ~ Bernoulli(sigmoid(l_j)): for pixels that are black or white, and, as a loss, for shades between. */
export const bernoulli: Likelihood = { create: () => bernoulliOutput };

/** @param logits [batch, features]. */
export function bernoulliOutput(logits: tf.Tensor2D): Output {
  return {
    negativeLogLikelihood: (x) => crossEntropy(logits, x, 1),
    negativeLogLikelihoodOfDraws: (x, draws) => crossEntropy(logits, x, draws),
    mean: () => tf.sigmoid(logits),
  };
}

/**
 * -sum_j log Bernoulli(x_j; sigmoid(l_j)) = sum_j softplus(l_j) - x_j l_j, with the gradient sigmoid(l_j) - x_j by l_j.
 * Stable for logits of any size. `x` in 0..1, of which each row is that of so many rows of logits, is a constant: it gets no gradient.
 */
function crossEntropy(logits: tf.Tensor2D, x: tf.Tensor2D, draws: number): tf.Tensor1D {
  const [rows, features] = x.shape;
  return withGradient(
    [logits],
    () => {
      const value = tf.sub<tf.Tensor1D>(tf.sum(tf.softplus(logits), 1), productsWith(x, logits, draws));
      return { value, saved: [logits, x] };
    },
    (dy, [logits, x]) => {
      if (draws === 1) return [tf.mul(tf.sub(tf.sigmoid(logits), x), tf.expandDims(dy, 1))];
      const ofEach = tf.reshape(tf.sigmoid(logits), [rows, draws, features]);
      const slope = tf.sub(ofEach, tf.reshape(x, [rows, 1, features]));
      return [tf.reshape(tf.mul(slope, tf.reshape(dy, [rows, draws, 1])), logits.shape)];
    },
  );
}

/** sum_j x_j l_j of each row of logits, [rows x draws]: of several draws as products, so that no tensor of all numbers is made for the sums. */
function productsWith(x: tf.Tensor2D, logits: tf.Tensor2D, draws: number): tf.Tensor1D {
  if (draws === 1) return tf.sum(tf.mul(x, logits), 1);
  const [rows, features] = x.shape;
  const products = tf.matMul(tf.reshape(logits, [rows, draws, features]), tf.reshape(x, [rows, features, 1]));
  return tf.reshape(products, [rows * draws]);
}
