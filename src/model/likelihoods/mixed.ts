import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import type { FeatureGroups } from './feature-groups';
import { someGaussian } from './gaussian';
import { logVariancePerFeature } from './learned-variance';
import type { Likelihood, Output } from './likelihood';

/**
 * Rows of a table: numbers x_j ~ N(mean_j, v_j), and categories with the probabilities softmax(l_g), all independent given z.
 * The variances are learned; those of a plain autoencoder, which has none to learn, are set.
 */
export const mixed: Likelihood = {
  create(purpose) {
    const { config, groups } = purpose;
    if (config.kind === 'ae') {
      const logVariance = Math.log(config.variance);
      return (values) => mixedOutput(values, logVariance, groups);
    }
    const logVariance = logVariancePerFeature(purpose);
    return (values) => mixedOutput(values, logVariance(), groups);
  },
};

/**
 * @param values For each number of a row its mean, for each category its logit, [batch, features].
 * @param logVariance One for all numbers, or [features], of which those of categories have no effect.
 */
export function mixedOutput(values: tf.Tensor2D, logVariance: number | tf.Tensor1D, groups: FeatureGroups): Output {
  return {
    negativeLogLikelihood: (x) =>
      tf.add(someGaussian(values, logVariance, x, groups.numeric), groupCrossEntropy(values, x, groups)),
    mean() {
      const isNumber = tf.cast(groups.numeric, 'bool');
      return tf.where(isNumber, values, tf.exp(groups.logSoftmax(values)));
    },
  };
}

/**
 * -log p of the categories of rows, [batch], nats: -sum_g log softmax(l_g)[k_g] over the groups g, with the gradient
 * softmax(l_g) - onehot(k_g). `logits` and the constant `x`, one-hot: [batch, features], numbers among them, which do
 * not count. Neither does a group without a 1 in it: that is a missing or unknown category.
 */
export function groupCrossEntropy(logits: tf.Tensor2D, x: tf.Tensor2D, groups: FeatureGroups): tf.Tensor1D {
  return withGradient(
    [logits],
    () => {
      const target: tf.Tensor2D = tf.mul(x, tf.sub(1, groups.numeric));
      const logProbabilities = groups.logSoftmax(logits);
      const value: tf.Tensor1D = tf.neg(tf.sum(tf.mul(target, logProbabilities), 1));
      return { value, saved: [logProbabilities, target] };
    },
    (dy, [logProbabilities, saved]) => {
      const target = saved as tf.Tensor2D;
      const known = groups.spread(groups.sum(target));
      const slope = tf.sub(tf.mul(tf.exp(logProbabilities), known), target);
      return [tf.mul(slope, tf.expandDims(dy, 1))];
    },
  );
}
