import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import { uniformLimit } from '../initialization';
import type { Parameters } from '../parameters';

/** A row for each symbol or place, [rows, width]. */
export function embeddingTable(
  parameters: Parameters,
  name: string,
  rows: number,
  width: number,
): tf.Variable<tf.Rank.R2> {
  return parameters.uniform<tf.Rank.R2>(name, [rows, width], uniformLimit(width));
}

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
