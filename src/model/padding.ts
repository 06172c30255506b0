import * as tf from '@tensorflow/tfjs';
import { stopGradient } from './gradient';

/** The code of a place beyond the end of a text, as in src/dataset/encoding/text.ts. */
const padding = 0;

/** 1 where a text, one-hot, is over, [batch, length]; of the probabilities of symbols, where that is likelier than not. */
export function paddingOf(x: tf.Tensor2D, length: number): tf.Tensor2D {
  const batch = x.shape[0];
  const chance = tf.slice(tf.reshape(x, [batch, length, -1]), [0, 0, padding], [batch, length, 1]);
  return stopGradient(tf.reshape<tf.Rank.R2>(tf.cast(tf.greaterEqual(chance, 0.5), 'float32'), [batch, length]));
}
