import * as tf from '@tensorflow/tfjs';
import { withGradient } from './gradient';

/** |x|, with the gradient 1 from 0 on and -1 below. */
export function absolute<T extends tf.Tensor>(x: T): T {
  return withGradient<T>(
    [x],
    () => ({ value: tf.abs(x), saved: [x] }),
    (dy, [x]) => [tf.where(tf.greaterEqual(x, 0), dy, tf.neg(dy))],
  );
}
