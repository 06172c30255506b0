import * as tf from '@tensorflow/tfjs';
import { stopGradient, withGradient } from '../gradient';
import { horner } from '../special-functions';
import type { Likelihood, Output } from './likelihood';

/**
 * x_j in 0..1 of the density C(lambda) lambda^x (1 - lambda)^(1 - x) with lambda = sigmoid(l): the Bernoulli made a
 * distribution of shades (Loaiza-Ganem & Cunningham 2019, arXiv 1907.06845).
 */
export const continuousBernoulli: Likelihood = { create: () => continuousBernoulliOutput };

/** @param logits [batch, features]. */
export function continuousBernoulliOutput(logits: tf.Tensor2D): Output {
  return {
    negativeLogLikelihood: (x) => minusLogDensity(logits, x),
    mean: () => meanOf(logits),
  };
}

/**
 * In logits the density is exp(x l) l / (e^l - 1): an exponential family whose log-normaliser is A(l) = log((e^l - 1) / l).
 * So -log p = sum_j A(l_j) - x_j l_j, with the gradient A'(l_j) - x_j = mean_j - x_j. `x` is a constant.
 */
function minusLogDensity(logits: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [logits],
    () => ({ value: tf.sum(tf.sub(logNormaliser(logits), tf.mul(x, logits)), 1), saved: [logits, x] }),
    (dy, [logits, x]) => [tf.mul(tf.sub(meanOf(logits as tf.Tensor2D), x), tf.expandDims(dy, 1))],
  );
}

/**
 * A(l) = log((e^l - 1) / l) = max(l, 0) + log((1 - e^-|l|) / |l|); about l = 0, which is lambda = 1/2, where that is 0 / 0,
 * by Taylor: l/2 + l^2/24 - l^4/2880 + l^6/181440 - l^8/9676800, of which the next term is below 3e-9 for |l| < 1.
 */
function logNormaliser(logits: tf.Tensor2D): tf.Tensor2D {
  const { isNear, far } = apart(logits);
  const size = tf.abs(far);
  const exact = tf.add(tf.relu(far), tf.log(tf.div(tf.sub(1, tf.exp(tf.neg(size))), size)));
  const square = tf.square(logits);
  const even = tf.mul(square, horner(square, [1 / 24, -1 / 2880, 1 / 181440, -1 / 9676800]));
  return tf.where(isNear, tf.add(tf.mul(logits, 0.5), even), exact as tf.Tensor2D);
}

/**
 * E[x] = A'(l) = 1 / (1 - e^-l) - 1 / l, which is not lambda; about l = 0, where both terms are infinite, by Taylor:
 * 1/2 + l/12 - l^3/720 + l^5/30240 - l^7/1209600, of which the next term is below 3e-8 for |l| < 1.
 */
function meanOf(logits: tf.Tensor2D): tf.Tensor2D {
  const { isNear, far } = apart(logits);
  const exact = tf.sub(tf.div(1, tf.sub(1, tf.exp(tf.neg(far)))), tf.div(1, far));
  const odd = tf.mul(logits, horner(tf.square(logits), [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600]));
  return tf.where(isNear, tf.add(odd, 0.5), exact as tf.Tensor2D);
}

/** Where the series are to be taken, and the logits with 1 in those places, so that nothing there is divided by 0. */
function apart(logits: tf.Tensor2D): { readonly isNear: tf.Tensor2D; readonly far: tf.Tensor2D } {
  // tfjs has no gradient of comparisons, and looks for one on every way to the logits.
  const isNear = tf.less(tf.abs(stopGradient(logits)), 1) as tf.Tensor2D;
  return { isNear, far: tf.where(isNear, tf.onesLike(logits), logits) };
}
