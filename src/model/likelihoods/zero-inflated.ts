import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { byLogits, expectedCounts, learnedLogDispersion, logCounts } from './counts';
import type { Likelihood, Output } from './likelihood';
import { surprise, surpriseGradient } from './negative-binomial';

/**
 * Counts that are 0 with the probability pi_j = sigmoid(d_j) whatever their rate, and else x_j ~ NB(library rho_j, theta_j)
 * (scVI, Lopez et al. 2018, doi 10.1038/s41592-018-0229-2). The network gives both: the logits of the shares, then the d_j.
 */
export const zeroInflatedNegativeBinomial: Likelihood = {
  create(purpose) {
    const logDispersion = learnedLogDispersion(purpose);
    return (values) => zeroInflatedOutput(values, logDispersion(), purpose.library);
  },
  seen: logCounts,
};

/**
 * @param values Logits of the shares and of the zeros besides, [batch, 2 x features]. @param logDispersion log theta, [features].
 * @param library That of means whose example is not known.
 */
export function zeroInflatedOutput(values: tf.Tensor2D, logDispersion: tf.Tensor1D, library: number): Output {
  return {
    negativeLogLikelihood: (x) => minusLogMass(values, logDispersion, x),
    mean(x) {
      const { logits, dropout } = halves(values);
      return tf.mul(expectedCounts(logits, library, x), tf.sigmoid(tf.neg(dropout)));
    },
  };
}

/**
 * With c = theta softplus(t), the surprise of the negative binomial at 0,
 *
 *   -log p(0) = -log(pi + (1 - pi) e^-c) = softplus(-d) - softplus(-d - c)
 *   -log p(x) = softplus(d) - log NB(x)   for x > 0
 *
 * Let w be the probability that it is the negative binomial that a count comes from: 1 for x > 0, sigmoid(-d - c) for 0.
 * The gradients are w times those of the negative binomial, and w - sigmoid(-d) by d.
 */
function minusLogMass(values: tf.Tensor2D, logDispersion: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [values, logDispersion],
    () => {
      const { logits, dropout } = halves(values);
      const { value, ofNone, saved } = surprise(logits, logDispersion, x);
      const inflated = tf.neg(tf.add(dropout, ofNone));
      const zero: tf.Tensor2D = tf.sub(tf.softplus(tf.neg(dropout)), tf.softplus(inflated));
      const all = tf.where(isCount(x), tf.add<tf.Tensor2D>(tf.softplus(dropout), value), zero);
      return { value: tf.sum(all, 1), saved: [x, dropout, inflated, ...saved] };
    },
    (dy, [x, dropout, inflated, ...saved]) => {
      const weight = tf.where(isCount(x), tf.onesLike(x), tf.sigmoid(inflated));
      const { byLogRate, byLogDispersion, shares } = surpriseGradient(saved, x);
      const column = tf.expandDims(dy, 1);
      const ofLogits = byLogits(tf.mul(weight, byLogRate), shares);
      const ofDropout = tf.sub(weight, tf.sigmoid(tf.neg(dropout)));
      return [
        tf.mul(tf.concat([ofLogits, ofDropout], 1), column),
        tf.sum(tf.mul(tf.mul(weight, byLogDispersion), column), 0),
      ];
    },
  );
}

function isCount(x: tf.Tensor): tf.Tensor {
  return tf.greater(x, 0);
}

function halves(values: tf.Tensor2D): { readonly logits: tf.Tensor2D; readonly dropout: tf.Tensor2D } {
  const [batch, width] = values.shape;
  const half: [number, number] = [batch, width / 2];
  return { logits: tf.slice2d(values, [0, 0], half), dropout: tf.slice2d(values, [0, width / 2], half) };
}
