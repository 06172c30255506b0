import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../../gradient';
import { logSumExp } from '../../log-sum-exp';
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
export function sampledTotalCorrelation({ z, mean, logVar, examples: batch }: Batch, examples: number): tf.Scalar {
  if (logVar === null) throw new Error('A point has no density');
  const logWeights = tf.tensor2d(stratifiedLogWeights(batch, Math.max(examples, batch)), [batch, batch]);
  return tf.mean(logRatio(z, mean, logVar, logWeights));
}

/** The tensors of all pairs that one operation makes: more numbers would leave the caches of a core before the next one reads them. */
const mostAtOnce = 2 ** 17;

/** More blocks of dimensions make more operations of them than is gained. */
const mostBlocks = 8;

/**
 * log sum_k w_ik q(z_i|x_k) - sum_j log sum_k w_ik q(z_ij|x_k) of each i, [batch], for weights w, [batch, batch]. In blocks of dimensions j, with
 *
 *   d_jik = (z_ij - m_kj) / sqrt(2 v_kj),   q(z_ij|x_k) = p_kj exp(-d_jik^2),   r_jik = w_ik exp(-d_jik^2)
 *
 * sums over pairs are products of r with what belongs to the codes or to the posteriors alone. So are those of the gradient by hand, which by
 * log q(z_ij|x_k) is g_jik = t_ik - u_ij r_jik p_kj: the share t that x_k has in q(z_i) less its share in q(z_ij). Of means and codes they are sums of
 * g times numbers; of variances, of g d^2, where differences of squares would leave nothing of narrow posteriors.
 */
function logRatio(z: tf.Tensor2D, mean: tf.Tensor2D, logVar: tf.Tensor2D, logWeights: tf.Tensor2D): tf.Tensor1D {
  return withGradient<tf.Tensor1D>(
    [z, mean, logVar],
    () => {
      // Dimensions first, [latent, batch].
      const [codes, means, logVars] = [z, mean, logVar].map((x) => tf.transpose<tf.Tensor2D>(x));
      const scale: tf.Tensor2D = tf.mul(tf.exp(tf.mul(logVars, -0.5)), Math.SQRT1_2);
      const precision = tf.square(scale);
      // A factor for each dimension, which the ratio does not depend on, lets no density exceed 1. Variances are within e^-20 and e^20, so
      // that z_i's own, at least, is far from the smallest number.
      const logPeak: tf.Tensor2D = tf.mul(tf.add(logVars, tf.max(tf.neg(logVars), 1, true)), -0.5);
      const peak = tf.exp(logPeak);
      const ofPosteriors = tf.stack([peak, tf.mul(peak, precision), tf.mul(tf.mul(peak, precision), means)], 2);
      const ofCodes = tf.stack([codes, tf.fill(codes.shape, -1)], 2);
      const scales = tf.stack([scale, tf.mul(means, scale)], 1);
      const blocks = [ofCodes, scales, ofPosteriors].map((x) => inBlocks(x as tf.Tensor3D, z.shape));
      const squares = blocks[0].map((own, i) => tf.square(tf.matMul<tf.Tensor3D>(own, blocks[1][i])));
      const parts = squares.map((own) => tf.exp<tf.Tensor3D>(tf.sub(logWeights, own)));
      const moments = joined(parts.map((own, i) => tf.matMul(own, blocks[2][i])));
      const sums = tf.slice(moments, [0, 0, 0], [-1, -1, 1]);
      const distances = tf.addN(squares.map(sumOverDimensions));
      const joint = tf.sub<tf.Tensor2D>(tf.add(logWeights, tf.sum(logPeak, 0)), distances);
      const value = tf.sub<tf.Tensor1D>(logSumExp(joint, 1), tf.sum(tf.log(sums), [0, 2]));
      const shares = tf.softmax(joint);
      return { value, saved: [codes, means, precision, peak, moments, shares, ...squares, ...parts] };
    },
    (dy, [codes, means, precision, peak, moments, shares, ...pairs]) => {
      const [squares, parts] = [pairs.slice(0, pairs.length / 2), pairs.slice(pairs.length / 2)];
      const [sums, slopes, offsets] = tf.unstack(moments, 2);
      const t = tf.mul(shares, tf.expandDims(dy, 1));
      const u = tf.div(dy, sums);
      const byCode = tf.sub(
        tf.mul(codes, tf.sub(tf.matMul(precision, t, false, true), tf.mul(u, slopes))),
        tf.sub(tf.matMul(tf.mul(precision, means), t, false, true), tf.mul(u, offsets)),
      );
      const ofCodes = inBlocks(tf.stack([u, tf.mul(u, codes)], 2) as tf.Tensor3D, z.shape);
      const of = (number: tf.Tensor, inShares: tf.Tensor) => tf.sub(inShares, tf.mul(peak, number));
      const [count, first] = tf.unstack(joined(parts.map((own, i) => tf.matMul(own, ofCodes[i], true))), 2);
      const total = of(count, tf.sum(t, 0, true));
      const byMean = tf.mul(precision, tf.sub(of(first, tf.matMul(codes, t)), tf.mul(means, total)));
      const rows = inBlocks(tf.expandDims(u, 1) as tf.Tensor3D, z.shape);
      const second = joined(parts.map((own, i) => tf.matMul(rows[i], tf.mul(own, squares[i]))));
      const inShares = joined(squares.map((own) => tf.sum<tf.Tensor2D>(tf.mul(own, t), 1)));
      const byLogVar = tf.sub(of(tf.squeeze(second, [1]), inShares), tf.mul(total, 0.5));
      return [tf.mul(byCode, -2), tf.mul(byMean, 2), byLogVar].map((gradient) => tf.transpose(gradient));
    },
  );
}

/** What is of each dimension, [latent, …], in blocks whose pairs of examples stay in a core's caches. */
function inBlocks(x: tf.Tensor3D, [batch, latent]: readonly number[]): tf.Tensor3D[] {
  const count = Math.min(latent, mostBlocks, Math.ceil((latent * batch ** 2) / mostAtOnce));
  const begins = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * latent) / count));
  return count === 1
    ? [x]
    : tf.split(
        x,
        begins.slice(1).map((end, i) => end - begins[i]),
      );
}

function joined<T extends tf.Tensor>(blocks: readonly T[]): T {
  return blocks.length === 1 ? blocks[0] : (tf.concat([...blocks]) as T);
}

/** Over the first dimension, [latent, batch, batch], as a product: the library adds rows so far apart slowly. */
function sumOverDimensions(x: tf.Tensor3D): tf.Tensor2D {
  const [dimensions, rows, columns] = x.shape;
  const sums = tf.matMul<tf.Tensor2D>(tf.ones([1, dimensions]), tf.reshape(x, [dimensions, rows * columns]));
  return tf.reshape(sums, [rows, columns]);
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
