import * as tf from '@tensorflow/tfjs';
import { filterGradient, inputGradient } from './wasm-convolution';

/**
 * Teaches the WebAssembly backend the gradient of convolutions by their filters, which it lacks, and replaces kernels
 * that are many times slower than what can be composed of others. The backend has to be initialised.
 */
export function registerWasmKernels(): void {
  if (tf.getKernel(tf.Conv2DBackpropFilter, 'wasm')) return;
  replaceKernel(tf.Conv2DBackpropFilter, ({ x, dy }, attributes) => {
    const { filterShape, ...convolution } = attributes as unknown as tf.Conv2DBackpropFilterAttrs;
    return filterGradient(x as tf.Tensor4D, dy as tf.Tensor4D, filterShape, convolution);
  });
  replaceKernel(tf.Conv2DBackpropInput, ({ dy, filter }, attributes, original) => {
    const { inputShape, ...convolution } = attributes as unknown as tf.Conv2DBackpropInputAttrs;
    const { strides } = convolution;
    if (Array.isArray(strides) && strides[0] !== strides[1]) return original();
    return inputGradient(dy as tf.Tensor4D, filter as tf.Tensor4D, inputShape, convolution);
  });
  replaceKernel(tf.BatchMatMul, ({ a, b }, attributes, original) => {
    const { transposeA, transposeB } = attributes as unknown as tf.BatchMatMulAttrs;
    if (!transposeA && !transposeB) return original();
    return tf.matMul(transposeA ? transposeMatrices(a) : a, transposeB ? transposeMatrices(b) : b);
  });
}

/** `kernel` may use tfjs operations; what they make on the way is disposed. `original` runs the kernel there was. */
function replaceKernel(
  kernelName: string,
  kernel: (inputs: Record<string, tf.Tensor>, attributes: tf.NamedAttrMap, original: () => tf.Tensor) => tf.Tensor,
): void {
  const replaced = tf.getKernel(kernelName, 'wasm');
  if (replaced) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    ...replaced,
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      // The engine hands tensors to kernels, whatever the type says, and takes a bare description back.
      const original = () => replaced.kernelFunc(call) as tf.Tensor;
      return tf.tidy(() => kernel(call.inputs as Record<string, tf.Tensor>, call.attrs ?? {}, original));
    },
  });
}

/** Exchanges the last two dimensions. */
function transposeMatrices(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}
