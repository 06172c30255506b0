import type { Graph, Operation, Output, Shape } from './graph';
import { addAll, pad, reshape, slice, transpose, typeAttribute } from './operations';
import { paddingOf } from './padding';

/** With more channels than these the library's own operation is as fast. */
const mostChannels = 4;

/**
 * The gradient of a convolution by its input, which is a transposed convolution, for images of few channels and kernels
 * of `taps` strides to each side:
 *
 *   dX[s (y + i) + a, s (x + j) + b, c] = sum over i, j < taps, and k of dY[y, x, k] W[s i + a, s j + b, c, k]
 *
 * as a product of dY with all of W's rows, of which the blocks of s x s pixels are moved to their places and added up.
 * The library's own operation takes five times as long for one channel, as it computes sixteen at a time.
 * Undefined where the shapes are of another kind.
 */
export function transposedConvolution(graph: Graph, operation: Operation): Output | undefined {
  const [, filter, dy] = operation.inputs;
  const [{ shape: image }] = operation.outputs;
  const { strides, padding, data_format: format, dilations } = operation.attributes;
  if (strides?.kind !== 'ints' || format?.value !== 'NHWC') return undefined;
  if (dilations?.kind === 'ints' && dilations.value.some((dilation) => dilation !== 1)) return undefined;
  const [batch, height, width, channels] = image;
  const [kernelHeight, kernelWidth, , filters] = filter.shape;
  const [, rows, columns] = dy.shape;
  const [, stride, strideX] = strides.value;
  const taps = kernelHeight / stride;
  const isSquare = strideX === stride && kernelWidth === kernelHeight;
  if (channels > mostChannels || !isSquare || !Number.isInteger(taps)) return undefined;
  const isSame = padding?.value === 'SAME';
  const top = paddingOf(height, rows, kernelHeight, stride, isSame);
  const left = paddingOf(width, columns, kernelWidth, stride, isSame);
  if (!top || !left) return undefined;

  const block = stride * stride * channels;
  const weights = transpose(
    graph,
    reshape(graph, filter, [taps, stride, taps, stride, channels, filters]),
    [5, 0, 2, 1, 3, 4],
  );
  const products = reshape(
    graph,
    product(
      graph,
      reshape(graph, dy, [batch * rows * columns, filters]),
      reshape(graph, weights, [filters, taps * taps * block]),
    ),
    [batch, rows, columns, taps * taps * block],
  );
  const moved: Output[] = [];
  for (let i = 0; i < taps; i++) {
    for (let j = 0; j < taps; j++) {
      const begin = [0, 0, 0, (i * taps + j) * block];
      const blocks = slice(graph, products, begin, [batch, rows, columns, block]);
      moved.push(
        pad(graph, blocks, [
          [0, 0],
          [i, taps - 1 - i],
          [j, taps - 1 - j],
          [0, 0],
        ]),
      );
    }
  }
  const [blockRows, blockColumns] = [rows + taps - 1, columns + taps - 1];
  const pixels: Shape = [batch, blockRows * stride, blockColumns * stride, channels];
  const apart = reshape(graph, addAll(graph, moved), [batch, blockRows, blockColumns, stride, stride, channels]);
  const padded = reshape(graph, transpose(graph, apart, [0, 1, 3, 2, 4, 5]), pixels);
  return slice(graph, padded, [0, top[0], left[0], 0], image);
}

function product(graph: Graph, a: Output, b: Output): Output {
  const no = { kind: 'bool', value: false } as const;
  const attributes = { T: typeAttribute(a.dtype), transpose_a: no, transpose_b: no };
  return graph.output('MatMul', { dtype: a.dtype, shape: [a.shape[0], b.shape[1]] }, { inputs: [a, b], attributes });
}
