import * as tf from '@tensorflow/tfjs';
import { type ActivationName, activations } from '../model/activation';
import { type Bilinear, convolution, product, sums, transposedConvolution } from './bilinear';
import type { Check } from './check';
import { wholeNumbers } from './numbers';

/** Values and derivatives in float64. */
const references: Readonly<Record<ActivationName, { f(x: number): number; slope(x: number): number }>> = {
  linear: { f: (x) => x, slope: () => 1 },
  relu: { f: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) },
  elu: { f: (x) => (x >= 0 ? x : Math.expm1(x)), slope: (x) => (x >= 0 ? 1 : Math.exp(x)) },
  softplus: {
    f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: (x) => 1 / (1 + Math.exp(-x)),
  },
  tanh: { f: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
};

/** The operations of an activation, and of its gradient. */
const activationKernels: Readonly<Record<ActivationName, string>> = {
  linear: '',
  relu: 'Relu',
  elu: 'Elu',
  softplus: 'Softplus',
  tanh: 'Tanh',
};

/** activation(x W + b) with its gradients by x, W and b, as the layers of models are. */
function layer(map: Bilinear, activation: ActivationName): Check {
  const [x, w, dy] = [map.input, map.weights, map.output].map((shape, i) => wholeNumbers(shape, i));
  const units = map.output[map.output.length - 1];
  const bias = wholeNumbers([units], 3);
  const { f, slope } = references[activation];
  const before = sums(map, 'output', [x.values, w.values]).map((sum, i) => sum + bias.values[i % units]);
  const inner = before.map((value, i) => slope(value) * dy.values[i]);
  const byBias = new Float64Array(units);
  for (const [i, value] of inner.entries()) byBias[i % units] += value;
  const apply = activations[activation];
  const forward = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) => apply(tf.add(map.compute(x, w), bias));
  const [output, byInput, byWeights] = map.kernels.map((kernel) =>
    [kernel, activationKernels[activation]].filter(Boolean).join(' + '),
  );
  return {
    sizes: map.sizes,
    given: [x, w, bias, dy],
    compute: (x, w, bias, dy) => {
      const { value, grads } = tf.valueAndGrads(forward)([x, w, bias], dy);
      return [value, ...grads];
    },
    expected: [
      { kernel: output, values: before.map(f) },
      { kernel: byInput, values: sums(map, 'input', [w.values, inner]) },
      { kernel: byWeights, values: sums(map, 'weights', [x.values, inner]) },
      { kernel: 'Sum', values: byBias },
    ],
  };
}

/** [batch, height, width, channels, filters]: even and odd sizes, some smaller than the kernel. */
const images = [
  [1, 7, 7, 1, 1],
  [2, 8, 6, 1, 1],
  [3, 2, 5, 1, 2],
  [1, 7, 7, 2, 1],
  [1, 1, 1, 3, 1],
  [2, 6, 7, 1, 3],
  [3, 4, 4, 2, 3],
  [2, 5, 5, 3, 2],
  [5, 10, 10, 1, 32],
  [2, 9, 9, 16, 17],
] as const;

/** Text is one row, of which the stride leaves out none: the kernel has one row, too. */
const rows = [
  [1, 1, 7, 1, 1],
  [2, 1, 8, 2, 1],
  [3, 1, 12, 5, 3],
  [2, 1, 9, 26, 8],
] as const;

/** [batch, inputs, units] */
const matrices = [
  [1, 1, 1],
  [3, 1, 2],
  [1, 5, 1],
  [2, 3, 7],
  [5, 17, 3],
  [64, 50, 10],
] as const;

/** Layers as models have them: each kernel at each of its sizes, and each activation. */
export function layerChecks(): Check[] {
  const convolutions = [
    ...images.map(([b, h, w, c, filters]) => convolution([b, h, w, c], [4, 4], filters)),
    ...rows.map(([b, h, w, c, filters]) => convolution([b, h, w, c], [1, 4], filters)),
  ];
  const maps = [
    ...matrices.map(([batch, inputs, units]) => product(batch, inputs, units)),
    ...convolutions,
    // Those of residual networks.
    convolution([2, 5, 7, 3], [3, 3], 4, 1),
    convolution([1, 6, 6, 1], [3, 3], 1, 1),
    convolution([2, 1, 9, 4], [1, 3], 5, 1),
    convolution([3, 5, 7, 2], [1, 1], 4),
    // Of even sizes the last row and column are seen by nothing.
    convolution([2, 8, 6, 2], [1, 1], 3),
    transposedConvolution([3, 5, 7, 2], [2, 2], 4),
    // By the same kernels as the gradients of convolutions.
    transposedConvolution([1, 7, 7, 1], [4, 4], 1),
    transposedConvolution([2, 8, 6, 1], [4, 4], 17),
    transposedConvolution([3, 5, 4, 3], [4, 4], 2),
    transposedConvolution([2, 1, 7, 1], [1, 4], 1),
    transposedConvolution([1, 1, 8, 5], [1, 4], 3),
  ];
  const activated = [product(3, 2, 5), convolution([2, 5, 5, 3], [4, 4], 2)];
  return [
    ...maps.map((map, i) => layer(map, i % 2 === 0 ? 'linear' : 'relu')),
    ...activated.flatMap((map) => (['elu', 'softplus', 'tanh'] as const).map((activation) => layer(map, activation))),
    layer(transposedConvolution([2, 6, 5, 1], [4, 4], 3), 'tanh'),
  ];
}
