import * as tf from '@tensorflow/tfjs';
import { withGradient } from './gradient';

/** log sum_i exp(x_i) along an axis, stable for numbers of any size, with the gradient softmax(x). */
export function logSumExp(x: tf.Tensor, axis: number): tf.Tensor {
  return withGradient(
    [x],
    () => {
      const most = tf.max(x, axis, true);
      const exponentials = tf.exp(tf.sub(x, most));
      const sum = tf.sum(exponentials, axis, true);
      const value = tf.squeeze(tf.add(most, tf.log(sum)), [axis]);
      return { value, saved: [tf.div(exponentials, sum)] };
    },
    (dy, [shares]) => [tf.mul(shares, tf.expandDims(dy, axis))],
  );
}
