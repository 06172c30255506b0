import * as tf from '@tensorflow/tfjs';

/**
 * Replaces a kernel that TensorFlow 2.21, by oneDNN, computes wrong: the gradient of a convolution by its input,
 * which is a transposed convolution, from one channel to one. With a second filter of zeros it is right. Later releases
 * than 1 are treated alike. Once per process, when tfjs-node is loaded.
 */
export function registerNativeKernels(): void {
  const kernelName = tf.Conv2DBackpropInput;
  const original = tf.getKernel(kernelName, 'tensorflow');
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => {
      // The engine hands tensors to kernels, whatever the type says.
      const { dy, filter } = call.inputs as unknown as { readonly dy: tf.Tensor4D; readonly filter: tf.Tensor4D };
      const [, , channels, filters] = filter.shape;
      if (channels !== 1 || filters !== 1) return original.kernelFunc(call);
      return tf.tidy(() => {
        const inputs = { dy: withSecondChannel(dy), filter: withSecondChannel(filter) };
        return original.kernelFunc({ ...call, inputs }) as tf.Tensor;
      });
    },
  });
}

/** Of zeros, in the last dimension. */
function withSecondChannel(x: tf.Tensor4D): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
  ]);
}
