import * as tf from '@tensorflow/tfjs';
import { learnedLog, softCeiling } from './learned-log';
import type { Purpose } from './likelihood';

/** The total count of each example, its library size, [batch, 1]; 1 of an example without any count, so that it has a logarithm. */
export function librarySize(x: tf.Tensor2D): tf.Tensor2D {
  return tf.maximum(tf.sum(x, 1, true), 1);
}

/** log(1 + x): what an encoder sees of counts, whose sizes differ by orders of magnitude. */
export function logCounts(x: tf.Tensor2D): tf.Tensor2D {
  return tf.log(tf.add(x, 1));
}

/** log softmax of each row, [batch, features]: the logarithms of what each feature takes of an example's counts. */
export function logShares(logits: tf.Tensor2D): tf.Tensor2D {
  const shifted = tf.sub<tf.Tensor2D>(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
}

/** The gradient by the logits, from that by the logarithms of the shares, both [batch, features]: g - share sum(g). */
export function byLogits(byLogShares: tf.Tensor, shares: tf.Tensor): tf.Tensor {
  return tf.sub(byLogShares, tf.mul(shares, tf.sum(byLogShares, 1, true)));
}

/** library x share, [batch, features]: of each example's own counts, or, where none are given, of one library for all. */
export function expectedCounts(logits: tf.Tensor2D, library: number, x: tf.Tensor2D | undefined): tf.Tensor2D {
  return tf.mul(tf.softmax(logits), x ? librarySize(x) : library);
}

export const logDispersionName = 'decoder/log_dispersion';

/**
 * Beyond e^7 theta is of little consequence: a negative binomial varies by 3 % then, where a Poisson does not vary at all. And
 * float32 has lost what distinguishes log Gamma(x + theta) from log Gamma(theta).
 */
const [leastLogDispersion, mostLogDispersion] = [-8, 7];

/** The logarithm of the inverse dispersion theta of each feature, [features]; 0 before anything is learned. */
export function learnedLogDispersion({ parameters, shape }: Purpose): () => tf.Tensor1D {
  const range = { initial: 0, least: leastLogDispersion };
  const log = learnedLog<tf.Rank.R1>(parameters, logDispersionName, [tf.util.sizeFromShape([...shape])], range);
  return () => softCeiling(log(), mostLogDispersion);
}
