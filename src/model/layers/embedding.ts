import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';

/** Rows of a table, [rows, width], by int32 `codes`, [count]: one-hot vectors times the table, without the product. */
export function lookUp(table: tf.Tensor2D, codes: tf.Tensor1D): tf.Tensor2D {
  return withGradient(
    [table],
    () => ({ value: tf.gather<tf.Tensor2D>(table, codes), saved: [codes] }),
    (dy: tf.Tensor2D, [codes]) => {
      const chosen: tf.Tensor2D = tf.cast(tf.oneHot(codes, table.shape[0]) as tf.Tensor2D, 'float32');
      return [tf.matMul(chosen, dy, true, false)];
    },
  );
}
