import * as tf from '@tensorflow/tfjs';
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
  const pairs = (x: tf.Tensor2D): tf.Tensor3D => tf.reshape(x, [1, batch, latent]);
  const deviation = tf.sub(tf.reshape(z, [batch, 1, latent]), pairs(mean));
  const precision = tf.exp(tf.neg(logVar));
  // log q(z_ij | x_k) for each i, k and j, [batch, batch, latent].
  const exponent = tf.add(tf.mul(tf.square(deviation), pairs(precision)), pairs(tf.add(logVar, logTwoPi)));
  const logDensities = tf.mul(exponent, -0.5);
  const logWeights = tf.tensor2d(stratifiedLogWeights(batch, Math.max(examples, batch)), [batch, batch]);
  const joint = logSumExp(tf.add(tf.sum(logDensities, 2), logWeights), 1);
  const marginals = logSumExp(tf.add(logDensities, tf.expandDims(logWeights, 2)), 1);
  return tf.mean(tf.sub(joint, tf.sum(marginals, 1)));
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
