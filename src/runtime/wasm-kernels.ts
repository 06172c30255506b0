import * as tf from '@tensorflow/tfjs';

type Shape4D = [number, number, number, number];
type Convolution = Pick<tf.Conv2DBackpropInputAttrs, 'strides' | 'pad' | 'dimRoundingMode'>;

/**
 * Teaches the WebAssembly backend the gradient of convolutions by their filters, which it lacks, and replaces kernels
 * that are ten and more times slower than what can be composed of its optimised ones (convolution, plain product).
 * The backend has to be initialised.
 */
export function registerWasmKernels(): void {
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

/**
 * The gradient of a convolution by its filter, which the WebAssembly backend lacks, as a convolution in its own right:
 *
 *   dW[i, j, c, k] = sum over b, y, x of X[b, s y + i, s x + j, c] dY[b, y, x, k]
 *
 * is X with channels and batch exchanged, convolved with dY as a filter whose taps lie s apart.
 * `x`: [batch, height, width, channels]; `dy`: [batch, rows, columns, filters]; the result has `filterShape`.
 */
export function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode }: Convolution,
): tf.Tensor4D {
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const images: tf.Tensor4D = tf.transpose(padded, [3, 1, 2, 0]);
  const taps: tf.Tensor4D = tf.transpose(dy, [1, 2, 0, 3]);
  const gradient = tf.conv2d(images, taps, 1, 'valid', 'NHWC', [info.strideHeight, info.strideWidth]);
  // Where the stride does not divide the size, the convolution finds room for more than the filter.
  const [height, width, channels, filters] = filterShape;
  return tf.transpose(tf.slice4d(gradient, [0, 0, 0, 0], [channels, height, width, filters]), [1, 2, 0, 3]);
}

/**
 * The gradient of a convolution by its input, or a transposed convolution, with equal strides s. In one dimension, with
 * u the place in the padded input, u = s q + r:
 *
 *   dX[s q + r] = sum over t of dY[q - t] W[r + s t]
 *
 * a convolution of dY with stride 1 that gives the s (in two dimensions s^2) neighbours r as channels, which
 * depth-to-space puts in their places. No product has a zero for a factor, as it has where dY is spread out instead.
 */
export function inputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape4D,
  { strides, pad, dimRoundingMode }: Convolution,
): tf.Tensor4D {
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
  const s = info.strideHeight;
  const [height, width, channels, filters] = filter.shape;
  const rows = Math.ceil(height / s);
  const columns = Math.ceil(width / s);
  const whole = tf.pad(filter, [
    [0, rows * s - height],
    [0, columns * s - width],
    [0, 0],
    [0, 0],
  ]);
  // [t, r, t', r', channel, filter] to [t, t', filter, r, r', channel], with t backwards.
  const ordered = tf.transpose(tf.reshape(whole, [rows, s, columns, s, channels, filters]), [0, 2, 5, 1, 3, 4]);
  const taps = tf.reverse(tf.reshape<tf.Rank.R4>(ordered, [rows, columns, filters, s * s * channels]), [0, 1]);
  const padded = tf.pad(dy, [
    [0, 0],
    [rows - 1, rows - 1],
    [columns - 1, columns - 1],
    [0, 0],
  ]);
  const neighbours = tf.conv2d(padded, taps, 1, 'valid');
  const gradient = s === 1 ? neighbours : tf.depthToSpace(neighbours, s);
  return cut(gradient, info.padInfo.top, info.padInfo.left, inputShape);
}

/** The part of `shape` that begins at row `top` and column `left`; zero where there is nothing. */
function cut(x: tf.Tensor4D, top: number, left: number, [batch, height, width, channels]: Shape4D): tf.Tensor4D {
  const below = Math.max(0, top + height - x.shape[1]);
  const beyond = Math.max(0, left + width - x.shape[2]);
  const padded = tf.pad(x, [
    [0, 0],
    [0, below],
    [0, beyond],
    [0, 0],
  ]);
  return tf.slice4d(padded, [0, top, left, 0], [batch, height, width, channels]);
}
