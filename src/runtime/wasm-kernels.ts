import * as tf from '@tensorflow/tfjs';

interface Convolution {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The gradient of a convolution by its filter, which the WebAssembly backend lacks, as a convolution in its own right:
 *
 *   dW[i, j, c, k] = sum over b, y, x of X[b, s y + i, s x + j, c] dY[b, y, x, k]
 *
 * is X with channels and batch exchanged, convolved with dY as a filter whose taps lie s apart.
 * `x`: [batch, height, width, channels]; `dy`: [batch, rows, columns, filters]; the result has `filterShape`.
 */
export function convolutionFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: [number, number, number, number],
  { strides, pad, dimRoundingMode }: Convolution,
): tf.Tensor4D {
  return tf.tidy(() => {
    const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    const padded = tf.pad4d(x, [
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
  });
}

/** Gives the WebAssembly backend the kernels that training needs beyond its own. */
export function registerWasmKernels(): void {
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as tf.Conv2DBackpropFilterInputs & Record<'x' | 'dy', tf.Tensor4D>;
      const { filterShape, ...convolution } = attrs as unknown as Convolution &
        Pick<tf.Conv2DBackpropFilterAttrs, 'filterShape'>;
      return convolutionFilterGradient(x, dy, filterShape, convolution);
    },
  });
}
