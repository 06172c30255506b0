import * as tf from '@tensorflow/tfjs';

/** `tf.tidy` for results that hold no tensors: it would walk them element by element. */
export function scoped<T>(compute: () => T): T {
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}
