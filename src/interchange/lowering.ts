import { paddingOf } from '../graph/padding';
import type { BinaryName, Operation, ReductionName, UnaryName, Window } from './program';

/** A call of a kernel of tfjs, with numbers for all dimensions. */
export interface KernelCall {
  readonly kernel: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

const unary: Readonly<Record<string, UnaryName>> = {
  Abs: 'abs',
  Elu: 'elu',
  Exp: 'exp',
  Floor: 'floor',
  IsNan: 'isNan',
  Log: 'log',
  LogicalNot: 'not',
  Neg: 'negative',
  Relu: 'relu',
  Round: 'round',
  Rsqrt: 'rsqrt',
  Sigmoid: 'sigmoid',
  Softplus: 'softplus',
  Sqrt: 'sqrt',
  Square: 'square',
  Tanh: 'tanh',
};

const binary: Readonly<Record<string, BinaryName>> = {
  Add: 'add',
  Equal: 'equal',
  Greater: 'greater',
  GreaterEqual: 'greaterEqual',
  Less: 'less',
  LessEqual: 'lessEqual',
  LogicalAnd: 'and',
  Maximum: 'maximum',
  Minimum: 'minimum',
  Multiply: 'multiply',
  RealDiv: 'divide',
  Sub: 'subtract',
};

const reductions: Readonly<Record<string, ReductionName>> = { Sum: 'sum', Mean: 'mean', Max: 'max', Min: 'min' };

type Lowering = (call: KernelCall) => Operation;

const others: Readonly<Record<string, Lowering>> = {
  Select: () => ({ op: 'select' }),
  BatchMatMul: ({ attributes }) => ({
    op: 'product',
    transposeA: attributes.transposeA === true,
    transposeB: attributes.transposeB === true,
  }),
  Conv2D: ({ attributes, inputs: [image, kernel], outputs: [result] }) => ({
    op: 'convolution',
    ...windowOf(attributes, image, kernel, result),
  }),
  Conv2DBackpropInput: ({ attributes, inputs: [image, kernel], outputs: [result] }) => ({
    op: 'transposedConvolution',
    ...windowOf(attributes, result, kernel, image),
  }),
  Reshape: () => ({ op: 'reshape' }),
  ExpandDims: () => ({ op: 'reshape' }),
  Transpose: ({ attributes }) => ({ op: 'transpose', order: numbers(attributes.perm) }),
  Concat: ({ attributes, outputs: [{ length }] }) => ({ op: 'concat', axis: axisOf(attributes.axis, length) }),
  SplitV: ({ attributes, inputs: [{ length }] }) => ({ op: 'split', axis: axisOf(attributes.axis, length) }),
  Pack: ({ attributes, outputs: [{ length }] }) => ({ op: 'stack', axis: axisOf(attributes.axis, length) }),
  Unpack: ({ attributes, inputs: [{ length }] }) => ({ op: 'unstack', axis: axisOf(attributes.axis, length) }),
  Slice: ({ attributes, outputs: [{ length }] }) => {
    const begin = numbers(attributes.begin);
    return { op: 'slice', begin: Array.from({ length }, (_, axis) => begin[axis] ?? 0) };
  },
  Tile: ({ attributes }) => ({ op: 'tile', times: numbers(attributes.reps) }),
  ArgMax: ({ attributes, inputs: [{ length }] }) => ({ op: 'argMax', axis: axisOf(attributes.axis, length) }),
  ArgMin: ({ attributes, inputs: [{ length }] }) => ({ op: 'argMin', axis: axisOf(attributes.axis, length) }),
  OneHot: ({ attributes }) => ({ op: 'oneHot', depth: Number(attributes.depth) }),
  Cast: () => ({ op: 'cast' }),
  GatherV2: ({ attributes, inputs: [{ length }] }) => ({ op: 'gather', axis: axisOf(attributes.axis, length) }),
  Softmax: () => ({ op: 'softmax' }),
  ClipByValue: ({ attributes }) => ({
    op: 'clip',
    low: Number(attributes.clipValueMin),
    high: Number(attributes.clipValueMax),
  }),
};

/** What a kernel of tfjs does. @throws Error for one that no model computes with outside of training. */
export function lowered(call: KernelCall): Operation {
  const { kernel, attributes, inputs } = call;
  if (Object.hasOwn(unary, kernel)) return { op: unary[kernel] };
  if (Object.hasOwn(binary, kernel)) return { op: binary[kernel] };
  if (Object.hasOwn(reductions, kernel)) {
    const rank = inputs[0].length;
    const axes = attributes.axis ?? attributes.reductionIndices;
    const all = axes === undefined || axes === null ? [...inputs[0].keys()] : numbers(axes);
    const keepDims = attributes.keepDims === true;
    return { op: reductions[kernel], axes: all.map((axis) => axisOf(axis, rank)), keepDims };
  }
  if (Object.hasOwn(others, kernel)) return others[kernel](call);
  throw new Error(`No format has the operation ${kernel}`);
}

/** @param image The larger side. @param steps The smaller one, where each number is of one position of the kernel. */
function windowOf(
  { strides, pad }: KernelCall['attributes'],
  image: readonly number[],
  kernel: readonly number[],
  steps: readonly number[],
): Window {
  const [vertical, horizontal] = typeof strides === 'number' ? [strides, strides] : numbers(strides);
  const along = (axis: 1 | 2, stride: number) => {
    const reach = (steps[axis] - 1) * stride + kernel[axis - 1];
    const margin = paddingOf(image[axis], steps[axis], kernel[axis - 1], stride, pad === 'same');
    // The kernel's last position ends within the image.
    return margin ?? ([0, reach - image[axis]] as const);
  };
  return {
    strides: [vertical, horizontal],
    margins: [along(1, vertical), along(2, horizontal)],
    isSame: pad === 'same',
  };
}

function numbers(value: unknown): number[] {
  return typeof value === 'number' ? [value] : Array.from(value as ArrayLike<number>);
}

function axisOf(axis: unknown, rank: number): number {
  const own = Number(axis ?? 0);
  return own < 0 ? own + rank : own;
}
