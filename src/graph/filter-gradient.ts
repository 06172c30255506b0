import type { Graph, Operation, Output } from './graph';
import { transpose, typeAttribute } from './operations';
import { paddingOf } from './padding';

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
