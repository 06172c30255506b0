import * as tf from '@tensorflow/tfjs';

/**
 * Gradients of all variables, scaled down together where their norm is larger (Pascanu et al. 2013, arXiv 1211.5063):
 * g min(1, norm / |g|), |g| over all numbers of all of them.
 */
export function clipByNorm(gradients: readonly tf.Tensor[], norm: number): tf.Tensor[] {
  const squares = tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))));
  // Of no gradient at all, norm / 0 is infinite and not less than 1.
  const scale = tf.minimum(1, tf.div(norm, tf.sqrt(squares)));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
