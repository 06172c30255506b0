import type { Graph, Operation, Output } from './graph';
import { integers, typeAttribute } from './operations';

/**
 * The gradient of a convolution by its filter, as a convolution in its own right:
 *
 *   dW[i, j, c, k] = sum over b, y, x of X[b, s y + i, s x + j, c] dY[b, y, x, k]
 *
 * is X, with channels for batch, convolved with dY, whose taps lie the stride s apart. TensorFlow's own operation spends
 * half of its time on the order in which a product of matrices reads memory; this one has the other order.
 * Undefined where the shapes are of another kind.
 */
export function filterGradient(graph: Graph, { inputs, attributes, outputs }: Operation): Output | undefined {
  const [x, , dy] = inputs;
  const [{ shape }] = outputs;
  const { strides, padding, data_format: format } = attributes;
  if (strides?.kind !== 'ints' || format?.value !== 'NHWC') return undefined;
  const [, strideY, strideX] = strides.value;
  const isSame = padding?.value === 'SAME';
  const rows = paddingOf(x.shape[1], dy.shape[1], shape[0], strideY, isSame);
  const columns = paddingOf(x.shape[2], dy.shape[2], shape[1], strideX, isSame);
  if (!rows || !columns) return undefined;
  const images = transpose(graph, x, [3, 1, 2, 0]);
  const taps = transpose(graph, dy, [1, 2, 0, 3]);
  const [height, width, channels, filters] = shape;
  const gradient = graph.output(
    'Conv2D',
    { dtype: x.dtype, shape: [channels, height, width, filters] },
    {
      inputs: [images, taps],
      attributes: {
        T: typeAttribute(x.dtype),
        strides: { kind: 'ints', value: [1, 1, 1, 1] },
        dilations: { kind: 'ints', value: [1, strideY, strideX, 1] },
        padding: { kind: 'text', value: 'EXPLICIT' },
        explicit_paddings: { kind: 'ints', value: [0, 0, ...rows, ...columns, 0, 0] },
        data_format: format,
      },
    },
  );
  return transpose(graph, gradient, [1, 2, 0, 3]);
}

/**
 * What one dimension of the images was padded by, cut at its end to what the gradient's convolution reaches, so that it
 * gives as many numbers as the filter has. Undefined if that end lies inside of the image.
 */
function paddingOf(
  size: number,
  positions: number,
  taps: number,
  stride: number,
  isSame: boolean,
): readonly [number, number] | undefined {
  const reach = (positions - 1) * stride + taps;
  const before = isSame ? Math.floor(Math.max(0, reach - size) / 2) : 0;
  const after = reach - size - before;
  return after < 0 ? undefined : [before, after];
}

function transpose(graph: Graph, x: Output, order: readonly number[]): Output {
  const shape = order.map((dimension) => x.shape[dimension]);
  const attributes = { T: typeAttribute(x.dtype), Tperm: typeAttribute('int32') };
  return graph.output('Transpose', { dtype: x.dtype, shape }, { inputs: [x, integers(graph, order)], attributes });
}
