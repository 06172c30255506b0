import * as tf from '@tensorflow/tfjs';
import { priorStream } from '../../priors/prior';
import type { Penalty } from '../penalty';

export type KernelName = 'inverse-multiquadric' | 'gaussian';

/** A kernel of squared distances in so many dimensions. */
type Kernel = (squares: tf.Tensor2D, latent: number) => tf.Tensor2D;

/** Scales that inverse multiquadrics are summed over. */
const scales = [0.1, 0.2, 0.5, 1, 2, 5, 10];

const kernels: Readonly<Record<KernelName, Kernel>> = {
  // sum_s c / (c + |a - b|^2), c = 2 s latent: the expected square of the distance of two draws from N(0, I), scaled.
  'inverse-multiquadric': (squares, latent) =>
    tf.addN(scales.map((scale) => tf.div(2 * scale * latent, tf.add(squares, 2 * scale * latent)))) as tf.Tensor2D,
  // exp(-|a - b|^2 / (2 latent)).
  gaussian: (squares, latent) => tf.exp(tf.mul(squares, -0.5 / latent)),
};

/**
 * The maximum mean discrepancy between codes and as many draws from the prior N(0, I), MMD^2 (Gretton et al. 2012), as
 * WAE-MMD (Tolstikhin et al. 2018, arXiv 1711.01558, algorithm 2) and InfoVAE (Zhao et al. 2019, arXiv 1706.02262) have it,
 * by the unbiased estimate: of equal distributions it is 0 in expectation, and a batch's may be below.
 */
export function meanDiscrepancy(weight: number, kernel: KernelName): Penalty {
  return {
    term: 'mmd',
    weight,
    of: (batch) => squaredDiscrepancy(batch.z, batch.draw('normal', priorStream, batch.latent), kernels[kernel]),
  };
}

/** E[k(a, a')] + E[k(b, b')] - 2 E[k(a, b)] of two sets of points, [n, latent] each, pairs of different points alone. */
function squaredDiscrepancy(a: tf.Tensor2D, b: tf.Tensor2D, kernel: Kernel): tf.Scalar {
  const [n, latent] = a.shape;
  // Of a batch of one there are no pairs: the biased estimate stands in.
  const pairs = n > 1 ? n * (n - 1) : 1;
  const others = n > 1 ? tf.sub(1, tf.eye(n)) : tf.ones([1, 1]);
  const within = (x: tf.Tensor2D) => tf.div(tf.sum(tf.mul(kernel(squaredDistances(x, x), latent), others)), pairs);
  const between = tf.mean(kernel(squaredDistances(a, b), latent));
  return tf.sub(tf.add(within(a), within(b)), tf.mul(between, 2));
}

/** |a_i - b_j|^2, [n, m], never below 0. */
function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const norms = (x: tf.Tensor2D) => tf.sum(tf.square(x), 1);
  const sums = tf.add(tf.expandDims(norms(a), 1), tf.expandDims(norms(b), 0));
  return tf.relu(tf.sub(sums, tf.mul(tf.matMul(a, b, false, true), 2)));
}
