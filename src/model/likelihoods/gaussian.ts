import * as tf from '@tensorflow/tfjs';
import { logTwoPi } from '../log-two-pi';
import { learnedLogVariance } from './learned-variance';
import type { Likelihood, Output } from './likelihood';
import { squaredError, weightedSquaredError } from './squared-error';

/** x_j ~ N(mean_j, v), of the variance that is set. */
export const gaussian: Likelihood = {
  create({ config }) {
    const logVariance = Math.log(config.variance);
    return (mean) => gaussianOutput(mean, logVariance);
  },
};

/** The same with a variance that is learned: one for all pixels of images, one for each feature of tables and vectors. */
export const gaussianLearned: Likelihood = {
  create(purpose) {
    const logVariance = learnedLogVariance(purpose);
    return (mean) => gaussianOutput(mean, logVariance());
  },
};

/** @param logVariance One for all features (a number if fixed, a scalar if learned), or one for each, [features]. */
export function gaussianOutput(mean: tf.Tensor2D, logVariance: number | tf.Scalar | tf.Tensor1D): Output {
  return {
    negativeLogLikelihood: (x) => minusLogDensity(mean, logVariance, x),
    mean: () => mean,
  };
}

/** -sum_j log N(x_j; mean_j, v_j) = 1/2 sum_j ((x_j - mean_j)^2 / v_j + log v_j + log 2 pi). */
function minusLogDensity(
  mean: tf.Tensor2D,
  logVariance: number | tf.Scalar | tf.Tensor1D,
  x: tf.Tensor2D,
): tf.Tensor1D {
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
export function someGaussian(
  mean: tf.Tensor2D,
  logVariance: number | tf.Tensor1D,
  x: tf.Tensor2D,
  counts: tf.Tensor1D,
): tf.Tensor1D {
  const precision: tf.Tensor1D = tf.mul(counts, tf.exp(tf.neg(logVariance)));
  const determinant: tf.Scalar = tf.sum(tf.mul(counts, tf.add(logVariance, logTwoPi)));
  return tf.mul(tf.add(weightedSquaredError(mean, precision, x), determinant), 0.5);
}
