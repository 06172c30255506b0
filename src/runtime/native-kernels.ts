import * as tf from '@tensorflow/tfjs';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';

/**
 * Replaces the kernel that takes rows by indices, which reads them first to look whether there are such rows: computed
 * indices cannot be read while a graph is recorded. TensorFlow looks itself. Once per process, when tfjs-node is loaded.
 */
export function registerGather(): void {
  const kernelName = tf.GatherV2;
  const original = tf.getKernel(kernelName, 'tensorflow');
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...original,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, indices } = inputs as unknown as { readonly x: tf.Tensor; readonly indices: tf.Tensor };
      const { axis, batchDims } = attrs as unknown as { readonly axis: number; readonly batchDims: number };
      const native = backend as NodeJSKernelBackend;
      const { TF_ATTR_INT, TF_ATTR_TYPE, TF_FLOAT, TF_INT32, TF_BOOL } = native.binding;
      const types = { float32: TF_FLOAT, int32: TF_INT32, bool: TF_BOOL };
      const place = tf.scalar(axis, 'int32');
      const attributes = [
        { name: 'batch_dims', type: TF_ATTR_INT, value: batchDims },
        { name: 'Tparams', type: TF_ATTR_TYPE, value: types[x.dtype as keyof typeof types] },
        { name: 'Tindices', type: TF_ATTR_TYPE, value: TF_INT32 },
        { name: 'Taxis', type: TF_ATTR_TYPE, value: TF_INT32 },
      ];
      const rows = native.executeSingleOutput(kernelName, attributes, [x, indices, place]);
      place.dispose();
      return rows;
    },
  });
}

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
