import * as tf from '@tensorflow/tfjs';
import { withGradient } from './gradient';

/**
 * p(x|z) for a batch. Bernoulli: the logits of each feature, [batch, features]. Gaussian: the mean of each feature,
 * [batch, features], and the log-variance: one for all (a number if fixed, a scalar if learned), or one per feature,
 * [features].
 */
export type Output =
  | { readonly likelihood: 'bernoulli'; readonly logits: tf.Tensor2D }
  | {
      readonly likelihood: 'gaussian';
      readonly mean: tf.Tensor2D;
      readonly logVariance: number | tf.Scalar | tf.Tensor1D;
    };

const logTwoPi = Math.log(2 * Math.PI);

/** E[x|z], [batch, features]; pixels in 0..1. */
export function outputMean(output: Output): tf.Tensor2D {
  return output.likelihood === 'bernoulli' ? tf.sigmoid(output.logits) : output.mean;
}

/** -log p(x|z) of each example, [batch], nats: summed over the features. */
export function negativeLogLikelihood(output: Output, x: tf.Tensor2D): tf.Tensor1D {
  return output.likelihood === 'bernoulli'
    ? crossEntropy(output.logits, x)
    : gaussian(output.mean, output.logVariance, x);
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
  const scaled = tf.mul(tf.squaredDifference(mean, x), precision);
  return tf.mul(tf.sum(tf.add(scaled, tf.add(logVariance, logTwoPi)), 1), 0.5);
}
