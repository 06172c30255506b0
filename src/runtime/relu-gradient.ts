import * as tf from '@tensorflow/tfjs';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';

/** The kernel that gives dL/dx = dL/dy where y > 0, and 0 elsewhere, of y = relu(x). */
const kernelName = 'ReluGrad';

interface Inputs {
  readonly dy: tf.Tensor;
  readonly y: tf.Tensor;
}

/**
 * Gives the gradient of relu a kernel of its own. TensorFlow has one; tfjs composes a step function of ten operations,
 * which take longer than the rest of the layer.
 */
export function registerReluGradient(): void {
  if (tf.getKernel(kernelName, 'cpu')) return;
  tf.registerGradient({
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => tf.engine().runKernel<tf.Tensor>(kernelName, { dy: dy as tf.Tensor, y }) }),
  });
  tf.registerKernel({
    kernelName,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend }) => {
      const { dy, y } = inputs as unknown as Inputs;
      const native = backend as NodeJSKernelBackend;
      const { binding } = native;
      const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      return native.executeSingleOutput(kernelName, [type], [dy, y]);
    },
  });
  for (const backendName of ['wasm', 'cpu']) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs }) => {
        const { dy, y } = inputs as unknown as Inputs;
        return tf.tidy(() => tf.mul(dy, tf.step(y)));
      },
    });
  }
}
