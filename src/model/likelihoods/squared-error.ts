import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';

/** ||x - mean||^2 of each example, [batch], with the gradient -2 (x - mean) by the mean. `x` is a constant. */
export function squaredError(mean: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [mean],
    () => {
      const difference = tf.sub(mean, x);
      return { value: tf.sum(tf.square(difference), 1), saved: [difference] };
    },
    (dy, [difference]) => [tf.mul(difference, tf.expandDims(tf.mul(dy, 2), 1))],
  );
}

/** sum_j w_j (x_j - mean_j)^2 of each example, [batch], by weights [features], with its gradients by both. */
export function weightedSquaredError(mean: tf.Tensor2D, weights: tf.Tensor1D, x: tf.Tensor2D): tf.Tensor1D {
  return withGradient(
    [mean, weights],
    () => {
      const difference = tf.sub(mean, x);
      const scaled = tf.mul(difference, weights);
      return { value: tf.sum(tf.mul(scaled, difference), 1), saved: [difference, scaled] };
    },
    (dy, [difference, scaled]) => {
      const column = tf.expandDims(dy, 1);
      return [tf.mul(scaled, tf.mul(column, 2)), tf.sum(tf.mul(tf.square(difference), column), 0)];
    },
  );
}
