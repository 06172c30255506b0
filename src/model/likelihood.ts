import * as tf from '@tensorflow/tfjs';
import { groupCrossEntropy, oneHot, symbolCrossEntropy, symbolProbabilities } from './categorical';
import type { FeatureGroups } from './feature-groups';
import { withGradient } from './gradient';

/**
 * p(x|z) for a batch. Bernoulli: the logits of each feature, [batch, features]. Gaussian: the mean of each feature,
 * [batch, features], and the log-variance: one for all (a number if fixed, a scalar if learned), or one per feature,
 * [features]. Categorical: the logits of each symbol at each place of a text, [batch, length x symbols]. Mixed: for each
 * number of a row its mean, for each category its logit, [batch, features], and the log-variances of the numbers.
 */
export type Output =
  | { readonly likelihood: 'bernoulli'; readonly logits: tf.Tensor2D }
  | {
      readonly likelihood: 'gaussian';
      readonly mean: tf.Tensor2D;
      readonly logVariance: number | tf.Scalar | tf.Tensor1D;
    }
  | { readonly likelihood: 'categorical'; readonly logits: tf.Tensor2D; readonly symbols: number }
  | {
      readonly likelihood: 'mixed';
      readonly values: tf.Tensor2D;
      /** One for all numbers, or [features], of which those of categories have no effect. */
      readonly logVariance: number | tf.Tensor1D;
      readonly groups: FeatureGroups;
    };

const logTwoPi = Math.log(2 * Math.PI);

/** E[x|z], [batch, features]; pixels in 0..1; the probabilities of symbols and categories. */
export function outputMean(output: Output): tf.Tensor2D {
  switch (output.likelihood) {
    case 'bernoulli':
      return tf.sigmoid(output.logits);
    case 'gaussian':
      return output.mean;
    case 'categorical':
      return symbolProbabilities(output.logits, output.symbols);
    case 'mixed': {
      const { values, groups } = output;
      const isNumber = tf.cast(groups.numeric, 'bool');
      return tf.where(isNumber, values, tf.exp(groups.logSoftmax(values)));
    }
  }
}

/** -log p(x|z) of each example, [batch], nats: summed over the features. `x` is a batch as it is stored. */
export function negativeLogLikelihood(output: Output, x: tf.Tensor2D): tf.Tensor1D {
  switch (output.likelihood) {
    case 'bernoulli':
      return crossEntropy(output.logits, x);
    case 'gaussian':
      return gaussian(output.mean, output.logVariance, x);
    case 'categorical':
      return symbolCrossEntropy(output.logits, oneHot(x, output.symbols), output.symbols);
    case 'mixed': {
      const { values, logVariance, groups } = output;
      return tf.add(someGaussian(values, logVariance, x, groups.numeric), groupCrossEntropy(values, x, groups));
    }
  }
}

/**
 * -sum_j log Bernoulli(x_j; sigmoid(l_j)) = sum_j softplus(l_j) - x_j l_j, with the gradient sigmoid(l_j) - x_j by l_j.
 * Stable for logits of any size. `x` in 0..1 is a constant: it gets no gradient.
 */
export function crossEntropy(logits: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [logits],
    () => ({ value: tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1), saved: [logits, x] }),
    (dy, [logits, x]) => [tf.mul(tf.sub(tf.sigmoid(logits), x), tf.expandDims(dy, 1))],
  );
}

/** ||x - mean||^2 of each example, [batch], with the gradient -2 (x - mean) by the mean. `x` is a constant. */
export function squaredError(mean: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [mean],
    () => {
      const difference = tf.sub(mean, x);
      return { value: tf.sum(tf.square(difference), 1), saved: [difference] };
    },
    (dy, [difference]) => [tf.mul(difference, tf.expandDims(tf.mul(dy, 2), 1))],
  );
}

/** -sum_j log N(x_j; mean_j, v_j) = 1/2 sum_j ((x_j - mean_j)^2 / v_j + log v_j + log 2 pi). */
function gaussian(mean: tf.Tensor2D, logVariance: number | tf.Scalar | tf.Tensor1D, x: tf.Tensor2D): tf.Tensor1D {
  const features = mean.shape[1];
  if (typeof logVariance === 'number') {
    const constant = (features / 2) * (logVariance + logTwoPi);
    return tf.add(tf.mul(squaredError(mean, x), 0.5 * Math.exp(-logVariance)), constant);
  }
  const precision = tf.exp(tf.neg(logVariance));
  if (logVariance.rank === 0) {
    const determinant = tf.mul(tf.add(logVariance, logTwoPi), features);
    return tf.mul(tf.add(tf.mul(squaredError(mean, x), precision), determinant), 0.5);
  }
  const determinant = tf.sum(tf.add(logVariance, logTwoPi));
  return tf.mul(tf.add(weightedSquaredError(mean, precision as tf.Tensor1D, x), determinant), 0.5);
}

/** The same over those features j alone that count: `counts`, [features], is 1 or 0. */
function someGaussian(
  mean: tf.Tensor2D,
  logVariance: number | tf.Tensor1D,
  x: tf.Tensor2D,
  counts: tf.Tensor1D,
): tf.Tensor1D {
  const precision: tf.Tensor1D = tf.mul(counts, tf.exp(tf.neg(logVariance)));
  const determinant: tf.Scalar = tf.sum(tf.mul(counts, tf.add(logVariance, logTwoPi)));
  return tf.mul(tf.add(weightedSquaredError(mean, precision, x), determinant), 0.5);
}

/** sum_j w_j (x_j - mean_j)^2 of each example, [batch], by weights [features], with its gradients by both. */
function weightedSquaredError(mean: tf.Tensor2D, weights: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [mean, weights],
    () => {
      const difference = tf.sub(mean, x);
      const scaled = tf.mul(difference, weights);
      return { value: tf.sum(tf.mul(scaled, difference), 1), saved: [difference, scaled] };
    },
    (dy, [difference, scaled]) => {
      const column = tf.expandDims(dy, 1);
      return [tf.mul(scaled, tf.mul(column, 2)), tf.sum(tf.mul(tf.square(difference), column), 0)];
    },
  );
}
