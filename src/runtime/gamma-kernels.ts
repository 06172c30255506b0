import * as tf from '@tensorflow/tfjs';

/** The part of tfjs-node's backend that runs an operation. */
interface NativeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number };
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
}

/** TensorFlow's number of float32. */
const float32 = 1;

/**
 * Gives the backend `tensorflow` two operations of TensorFlow that tfjs has no name for: `Lgamma` and `Digamma`, each of one
 * float32 tensor `x`. Once per process, when tfjs-node is loaded.
 */
export function registerGammaKernels(): void {
  for (const kernelName of ['Lgamma', 'Digamma']) {
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, backend }) => {
        const native = backend as unknown as NativeBackend;
        const attributes = [{ name: 'T', type: native.binding.TF_ATTR_TYPE, value: float32 }];
        return native.executeSingleOutput(kernelName, attributes, [inputs.x as tf.TensorInfo]);
      },
    });
  }
}
