import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { digamma, lgamma } from '../special-functions';
import { byLogits, expectedCounts, learnedLogDispersion, librarySize, logCounts, logShares } from './counts';
import type { Likelihood, Output } from './likelihood';

/**
 * Counts x_j ~ NB(mu_j, theta_j) of the mean mu_j = library rho_j and the variance mu_j + mu_j^2 / theta_j, with the shares
 * rho = softmax(l), the library the total count of the example, and theta learned, one for each feature (scVI, Lopez et al.
 * 2018, doi 10.1038/s41592-018-0229-2): counts that vary by more than chance.
 */
export const negativeBinomial: Likelihood = {
  create(purpose) {
    const logDispersion = learnedLogDispersion(purpose);
    return (logits) => negativeBinomialOutput(logits, logDispersion(), purpose.library);
  },
  seen: logCounts,
};

/**
 * @param logits [batch, features]. @param logDispersion log theta, [features].
 * @param library That of means whose example is not known.
 */
export function negativeBinomialOutput(logits: tf.Tensor2D, logDispersion: tf.Tensor1D, library: number): Output {
  return {
    negativeLogLikelihood: (x) => minusLogMass(logits, logDispersion, x),
    mean: (x) => expectedCounts(logits, library, x),
  };
}

function minusLogMass(logits: tf.Tensor2D, logDispersion: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [logits, logDispersion],
    () => {
      const { value, saved } = surprise(logits, logDispersion, x);
      return { value: tf.sum(value, 1), saved: [x, ...saved] };
    },
    (dy, [x, ...saved]) => {
      const { byLogRate, byLogDispersion, shares } = surpriseGradient(saved, x);
      const column = tf.expandDims(dy, 1);
      return [tf.mul(byLogits(byLogRate, shares), column), tf.sum(tf.mul(byLogDispersion, column), 0)];
    },
  );
}

/**
 * -log p of each count, [batch, features]. With t = log mu - log theta
 *
 *   -log p = theta softplus(t) + x softplus(-t) - log Gamma(x + theta) + log Gamma(theta) + log x!
 *
 * where theta softplus(t) alone, `ofNone`, is that of no count at all.
 */
export function surprise(logits: tf.Tensor2D, logDispersion: tf.Tensor1D, x: tf.Tensor2D) {
  const logRates = tf.add(logShares(logits), tf.log(librarySize(x)));
  const t: tf.Tensor2D = tf.sub(logRates, logDispersion);
  const theta = tf.exp(logDispersion);
  const ofNone: tf.Tensor2D = tf.mul(theta, tf.softplus(t));
  const ofCounts = tf.mul(x, tf.softplus(tf.neg(t)));
  const orders = tf.sub(lgamma(tf.add(x, 1)), tf.sub(lgamma(tf.add(x, theta)), lgamma(theta)));
  const value: tf.Tensor2D = tf.add(tf.add(ofNone, ofCounts), orders);
  return { value, ofNone, saved: [logits, t, theta, ofNone] };
}

/**
 * Its gradients, [batch, features]: by log mu theta sigmoid(t) - x sigmoid(-t), and by log theta
 * theta softplus(t) - theta (psi(x + theta) - psi(theta)) less the former. And the shares.
 */
export function surpriseGradient([logits, t, theta, ofNone]: readonly tf.Tensor[], x: tf.Tensor) {
  const byLogRate = tf.sub(tf.mul(theta, tf.sigmoid(t)), tf.mul(x, tf.sigmoid(tf.neg(t))));
  const orders = tf.mul(theta, tf.sub(digamma(tf.add(x, theta)), digamma(theta)));
  const byLogDispersion = tf.sub(tf.sub(ofNone, orders), byLogRate);
  return { byLogRate, byLogDispersion, shares: tf.softmax(logits) };
}
