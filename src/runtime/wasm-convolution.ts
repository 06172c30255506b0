import * as tf from '@tensorflow/tfjs';

// Gradients of convolutions from what the WebAssembly backend does fast: convolutions, and transpositions of up to four
// dimensions that keep the last one or are a matrix's own. Its general transposition, depth-to-space and gradient by
// the input take ten to a hundred times as long.

export type Shape4D = [number, number, number, number];
export type Convolution = Pick<tf.Conv2DBackpropInputAttrs, 'strides' | 'pad' | 'dimRoundingMode'>;

/**
 * The gradient by the filter as a convolution in its own right:
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
  const images = exchangeBatchAndChannels(padImages(x, [top, bottom], [left, right]));
  const taps: tf.Tensor4D = tf.transpose(dy, [1, 2, 0, 3]);
  const gradient = tf.conv2d(images, taps, 1, 'valid', 'NHWC', [info.strideHeight, info.strideWidth]);
  // Where the stride does not divide the size, the convolution finds room for more than the filter.
  const [height, width, channels, filters] = filterShape;
  return tf.transpose(tf.slice4d(gradient, [0, 0, 0, 0], [channels, height, width, filters]), [1, 2, 0, 3]);
}

/**
 * The gradient by the input, or a transposed convolution, with equal strides s. In one dimension, with u the place in
 * the padded input, u = s q + r:
 *
 *   dX[s q + r] = sum over t of dY[q - t] W[r + s t]
 *
 * a convolution of dY with stride 1 that gives the s (in two dimensions s^2) neighbours r as channels, to be put in
 * their places. No product has a zero for a factor, as it has where dY is spread out instead.
 */
export function inputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape4D,
  { strides, pad, dimRoundingMode }: Convolution,
): tf.Tensor4D {
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
  const { strideHeight: s, padInfo } = info;
  const taps = phases(filter, s);
  const [rows, columns] = taps.shape;
  const padded = padImages(dy, [rows - 1, rows - 1], [columns - 1, columns - 1]);
  const neighbours = tf.conv2d(padded, taps, 1, 'valid');
  return cut(interleave(neighbours, s), padInfo.top, padInfo.left, inputShape);
}

/** W[r + s t] as [t, t', filter, (r, r', channel)], t backwards: a filter for each of the s^2 phases r of the output. */
function phases(filter: tf.Tensor4D, s: number): tf.Tensor4D {
  const [height, width, channels, filters] = filter.shape;
  const rows = Math.ceil(height / s);
  const columns = Math.ceil(width / s);
  const whole = padImages(
    tf.reshape(filter, [1, height, width, channels * filters]),
    [0, rows * s - height],
    [0, columns * s - width],
  );
  const taps = tf.transpose(tf.reshape(whole, [rows, s, columns, s * channels * filters]), [0, 2, 1, 3]);
  const backwards = tf.reverse(tf.reshape(taps, [rows * columns, s * s * channels, filters]), 0);
  return tf.reshape(tf.transpose(backwards, [0, 2, 1]), [rows, columns, filters, s * s * channels]);
}

/** [batch, h, w, (r, r', channel)] to [batch, s h, s w, channel]. */
function interleave(x: tf.Tensor4D, s: number): tf.Tensor4D {
  const [batch, height, width, depth] = x.shape;
  const rows = tf.transpose(tf.reshape(x, [batch * height, width, s, depth / s]), [0, 2, 1, 3]);
  return tf.reshape(rows, [batch, height * s, width * s, depth / s ** 2]);
}

/** [batch, h, w, channels] to [channels, h, w, batch]. */
function exchangeBatchAndChannels(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const last = tf.transpose(tf.reshape(x, [batch, height * width * channels]));
  const first = tf.transpose(tf.reshape(last, [height * width, channels, batch]), [1, 0, 2]);
  return tf.reshape(first, [channels, height, width, batch]);
}

/** The part of `shape` that begins at row `top` and column `left`; zero where there is nothing. */
function cut(x: tf.Tensor4D, top: number, left: number, [batch, height, width, channels]: Shape4D): tf.Tensor4D {
  const below = Math.max(0, top + height - x.shape[1]);
  const beyond = Math.max(0, left + width - x.shape[2]);
  return tf.slice4d(padImages(x, [0, below], [0, beyond]), [0, top, left, 0], [batch, height, width, channels]);
}

function padImages(x: tf.Tensor4D, rows: [number, number], columns: [number, number]): tf.Tensor4D {
  if ([...rows, ...columns].every((count) => count === 0)) return x;
  return tf.pad(x, [[0, 0], rows, columns, [0, 0]]);
}
