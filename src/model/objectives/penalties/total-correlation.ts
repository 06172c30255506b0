import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../../gradient';
import { logSumExp } from '../../log-sum-exp';
import { logTwoPi } from '../../log-two-pi';
import type { Batch } from '../batch';
import type { Penalty } from '../penalty';

/**
 * beta-TCVAE (Chen et al. 2018, arXiv 1802.04942): the total correlation KL(q(z) || prod_j q(z_j)) of the aggregated
 * posterior. The paper's beta weighs it within the KL, which is mutual information + total correlation + the KL of each
 * dimension; the KL is known in closed form here, so that this weight is the paper's beta - 1.
 * @param examples How many the data set has.
 */
export function totalCorrelation(weight: number, examples: number): Penalty {
  return { term: 'totalCorrelation', weight, of: (batch) => sampledTotalCorrelation(batch, examples) };
}

/**
 * E[log q(z) - sum_j log q(z_j)] by minibatch-stratified sampling (the paper's appendix C.2): z_i is taken as drawn from
 * q(z|x_i), and
 *
 *   q(z_i) = 1/N q(z_i|x_i) + 1/M sum_{k != i, s} q(z_i|x_k) + (N - M) / (N M) q(z_i|x_s)
 *
 * for M + 1 examples of N in a batch, where s is one of the others: the next.
 */
export function sampledTotalCorrelation(
  { z, mean, logVar, latent, examples: batch }: Batch,
  examples: number,
): tf.Scalar {
  if (logVar === null) throw new Error('A point has no density');
  // (z - mu)^2 / 2 var is the square of z scale - mu scale: products of two numbers each.
  const scale: tf.Tensor2D = tf.mul(tf.exp(tf.mul(logVar, -0.5)), Math.SQRT1_2);
  const peak: tf.Tensor2D = tf.mul(tf.add(logVar, logTwoPi), -0.5);
  const drawn = tf.stack([tf.transpose(z), tf.fill([latent, batch], -1)], 2) as tf.Tensor3D;
  const given = tf.stack([tf.transpose(scale), tf.transpose(tf.mul(mean, scale))], 1) as tf.Tensor3D;
  const logWeights = tf.tensor2d(stratifiedLogWeights(batch, Math.max(examples, batch)), [batch, batch]);
  return tf.mean(logRatio(drawn, given, tf.reshape(tf.transpose(peak), [latent, 1, batch]), logWeights));
}

/**
 * log q(z_i) - sum_j log q(z_ij) of each i, [batch], by log q(z_ij|x_k) = peak_jk - (drawn_ji . given_jk)^2. Its gradient by log q(z_ij|x_k) is
 * the share that x_k has in q(z_i) less its share in q(z_ij): written by hand, it takes half of the passes over all pairs.
 * @param drawn [latent, batch, 2]
 * @param given [latent, 2, batch]
 * @param peak [latent, 1, batch]
 * @param logWeights What q(z_i|x_k) counts, [batch, batch].
 */
function logRatio(drawn: tf.Tensor3D, given: tf.Tensor3D, peak: tf.Tensor3D, logWeights: tf.Tensor2D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [drawn, given, peak],
    () => {
      const distance = tf.matMul(drawn, given);
      // A factor for each dimension, which the ratio does not depend on, lets no density exceed 1. Variances are within e^-20 and e^20, so
      // that z_i's own, at least, is far from the smallest number: no other maximum is to be looked for.
      const logDensities = tf.sub(tf.sub(peak, tf.max(peak, 2, true)), tf.square(distance));
      const parts = tf.exp(tf.add(logDensities, logWeights));
      const sums = tf.sum(parts, 2, true);
      const joint = tf.add<tf.Tensor2D>(tf.sum(logDensities, 0), logWeights);
      const value: tf.Tensor1D = tf.sub(logSumExp(joint, 1), tf.sum(tf.log(sums), [0, 2]));
      return { value, saved: [distance, tf.softmax(joint), parts, sums, drawn, given] };
    },
    (dy, [distance, shares, parts, sums, drawn, given]) => {
      const byRow = tf.reshape(dy, [-1, 1]);
      const byDensity = tf.sub(tf.mul(shares, byRow), tf.mul(parts, tf.div(byRow, sums)));
      const byDistance = tf.mul(byDensity, distance);
      return [
        tf.mul(tf.matMul(byDistance, given, false, true), -2),
        tf.mul(tf.matMul(drawn, byDistance, true), -2),
        tf.sum(byDensity, 1, true),
      ];
    },
  );
}

/** Row i: the logarithms of the weights of q(z_i|x_k), batch x batch. */
function stratifiedLogWeights(batch: number, examples: number): Float32Array {
  const others = batch - 1;
  const weights = new Float32Array(batch * batch).fill(-Math.log(Math.max(1, others)));
  for (let i = 0; i < batch; i++) {
    weights[i * batch + i] = -Math.log(examples);
    if (others > 0) {
      const next = (i + 1) % batch;
      weights[i * batch + next] = Math.log(Math.max((examples - others) / (examples * others), 1e-12));
    }
  }
  return weights;
}
