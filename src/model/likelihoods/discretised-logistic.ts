import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { learnedLog } from './learned-log';
import type { Likelihood, Output } from './likelihood';
import { leastLogScale, logScaleName, shade } from './shades';

/** Of the logistic before anything is learned: a variance of 0.1, about that of natural images. */
const initialScale = Math.sqrt(0.3) / Math.PI;

/**
 * 8-bit pixels: the probability that a logistic distribution, of the mean that the network gives and one learned scale for all
 * pixels, gives to the bin of half a shade to either side; to the darkest and the brightest the rest on their side, too
 * (Kingma et al. 2016, arXiv 1606.04934, section 4; Salimans et al. 2017, arXiv 1701.05517, of one component). So it is a
 * probability, and -log p / (d log 2) are bits per dimension.
 */
export const discretisedLogistic: Likelihood = {
  create({ parameters }) {
    const range = { initial: Math.log(initialScale), least: leastLogScale };
    const logScale = learnedLog<tf.Rank.R0>(parameters, logScaleName, [], range);
    return (mean) => discretisedLogisticOutput(mean, logScale());
  },
};

/** @param mean Of the logistic, [batch, features], unbounded; shades are 0..1. */
export function discretisedLogisticOutput(mean: tf.Tensor2D, logScale: tf.Scalar): Output {
  return {
    negativeLogLikelihood: (x) => minusLogMass(mean, logScale, x),
    mean: () => clippedMean(mean, logScale),
  };
}

/**
 * The mean of the logistic clipped to 0..1, s (softplus(m / s) - softplus((m - 1) / s)): that of the bins to half a shade,
 * which would take a sum over all of them.
 */
function clippedMean(mean: tf.Tensor2D, logScale: tf.Scalar): tf.Tensor2D {
  const precision = tf.exp(tf.neg(logScale));
  const above = tf.softplus(tf.mul(mean, precision));
  const beyond = tf.softplus(tf.mul(tf.sub(mean, 1), precision));
  return tf.mul(tf.sub(above, beyond), tf.exp(logScale));
}

/**
 * With a and b the upper and the lower edge of the bin, less the mean and in units of the scale, and w = a - b,
 *
 *   sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - e^-w)
 *
 * so -log p = softplus(-a) + softplus(b) - log(1 - e^-w): no difference of near numbers anywhere. The brightest bin has no
 * upper edge, and only softplus(b); the darkest only softplus(-a). `x` is a constant. The gradients, by hand:
 *
 *   d/dm = (sigmoid(-a) - sigmoid(b)) / s,   d/d log s = a sigmoid(-a) - b sigmoid(b) + w / (e^w - 1)
 */
function minusLogMass(mean: tf.Tensor2D, logScale: tf.Scalar, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [mean, logScale],
    () => {
      const precision = tf.exp(tf.neg(logScale));
      const centred = tf.mul(tf.sub(x, mean), precision);
      const half = tf.mul(precision, shade / 2);
      const [a, b] = [tf.add(centred, half), tf.sub(centred, half)];
      const hasUpper = tf.cast(tf.less(x, 1 - shade / 2), 'float32');
      const hasLower = tf.cast(tf.greater(x, shade / 2), 'float32');
      const edges = tf.add(tf.mul(hasUpper, tf.softplus(tf.neg(a))), tf.mul(hasLower, tf.softplus(b)));
      const inner: tf.Tensor1D = tf.sum(tf.mul(hasUpper, hasLower), 1);
      const width = tf.mul(half, 2);
      const logWidth = tf.log(tf.neg(tf.expm1(tf.neg(width))));
      const value: tf.Tensor1D = tf.sub(tf.sum(edges, 1), tf.mul(inner, logWidth));
      return { value, saved: [a, b, hasUpper, hasLower, inner, precision, width] };
    },
    (dy, [a, b, hasUpper, hasLower, inner, precision, width]) => {
      const upper = tf.mul(hasUpper, tf.sigmoid(tf.neg(a)));
      const lower = tf.mul(hasLower, tf.sigmoid(b));
      const byMean = tf.mul(tf.mul(tf.sub(upper, lower), precision), tf.expandDims(dy, 1));
      const ofEdges = tf.sum(tf.sub(tf.mul(upper, a), tf.mul(lower, b)), 1);
      const ofWidth = tf.mul(inner, tf.div(width, tf.expm1(width)));
      return [byMean, tf.sum(tf.mul(dy, tf.add(ofEdges, ofWidth)))];
    },
  );
}
