import * as tf from '@tensorflow/tfjs';

/**
 * A function of `inputs` whose gradient is written by hand: for stability, or because the formula needs fewer operations
 * than the chain rule. `forward` gives the value, and the tensors that the gradient needs; `backward` gets the gradient
 * of the loss by the value, and those tensors, and gives the gradient by each input.
 */
export function withGradient<V extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: () => { readonly value: V; readonly saved: readonly tf.Tensor[] },
  backward: (dy: V, saved: readonly tf.Tensor[]) => tf.Tensor[],
): V {
  const operation = tf.customGrad<V>((...args) => {
    const save = args[inputs.length] as tf.GradSaveFunc;
    const { value, saved } = forward();
    save([...saved]);
    return { value, gradFunc: backward };
  });
  return operation(...inputs);
}

/** The same tensor as a constant: no gradient reaches what it was computed from. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  // What an operation without inputs gives is on no gradient's way, and costs none.
  return tf.customGrad<T>(() => ({ value: x.clone(), gradFunc: () => [] }))();
}

/** Clips to [low, high], and lets the gradient through, so that what lies beyond finds its way back. */
export function keepWithin(x: tf.Tensor2D, low: number, high: number): tf.Tensor2D {
  return withGradient(
    [x],
    () => ({ value: tf.clipByValue(x, low, high), saved: [] }),
    (dy) => [dy],
  );
}
