import {
  type BinaryName,
  fixed,
  isBinary,
  isUnary,
  type Margin,
  type OperationOf,
  type ReductionName,
  type Step,
  type UnaryName,
  type Value,
  type Window,
} from '../program';
import type { OnnxGraph } from './graph';
import { elementTypes } from './messages';

const unary: Readonly<Record<Exclude<UnaryName, 'rsqrt' | 'square'>, string>> = {
  abs: 'Abs',
  elu: 'Elu',
  exp: 'Exp',
  floor: 'Floor',
  isNan: 'IsNaN',
  log: 'Log',
  negative: 'Neg',
  not: 'Not',
  relu: 'Relu',
  round: 'Round',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  sqrt: 'Sqrt',
  tanh: 'Tanh',
};

const binary: Readonly<Record<BinaryName, string>> = {
  add: 'Add',
  and: 'And',
  divide: 'Div',
  equal: 'Equal',
  greater: 'Greater',
  greaterEqual: 'GreaterOrEqual',
  less: 'Less',
  lessEqual: 'LessOrEqual',
  maximum: 'Max',
  minimum: 'Min',
  multiply: 'Mul',
  subtract: 'Sub',
};

const reductions: Readonly<Record<Exclude<ReductionName, 'sum'>, string>> = {
  mean: 'ReduceMean',
  max: 'ReduceMax',
  min: 'ReduceMin',
};

/** Beyond the end of every dimension. */
const end = 2 ** 31 - 1;

/** Adds what a step does. Returns the names of its outputs. */
export function addStep(graph: OnnxGraph, step: Step): readonly string[] {
  const { operation, inputs, outputs } = step;
  const names = () => inputs.map((value) => graph.nameOf(value));
  if (operation.op === 'square') return [graph.one('Mul', [graph.nameOf(inputs[0]), graph.nameOf(inputs[0])])];
  if (operation.op === 'rsqrt') return [graph.one('Reciprocal', [graph.one('Sqrt', names())])];
  if (isUnary(operation)) return [graph.one(unary[operation.op as keyof typeof unary], names())];
  if (isBinary(operation)) return [graph.one(binary[operation.op], names())];
  switch (operation.op) {
    case 'select':
      return [graph.one('Where', names())];
    case 'product':
      return [product(graph, operation, inputs)];
    case 'convolution':
      return [convolution(graph, operation, inputs)];
    case 'transposedConvolution':
      return [transposedConvolution(graph, operation, inputs)];
    case 'reshape':
      return [graph.one('Reshape', [...names(), graph.lengths(outputs[0].shape, true)])];
    case 'transpose':
      return [graph.one('Transpose', names(), { perm: operation.order })];
    case 'concat':
      return [graph.one('Concat', names(), { axis: operation.axis })];
    case 'split':
      return split(graph, step, operation.axis);
    case 'stack': {
      const axis = graph.integers([operation.axis]);
      const parts = names().map((name) => graph.one('Unsqueeze', [name, axis]));
      return [graph.one('Concat', parts, { axis: operation.axis })];
    }
    case 'unstack': {
      const axis = graph.integers([operation.axis]);
      const sizes = graph.integers(outputs.map(() => 1));
      const parts = graph.many('Split', [...names(), sizes], outputs.length, { axis: operation.axis });
      return parts.map((part) => graph.one('Squeeze', [part, axis]));
    }
    case 'slice': {
      const ends = outputs[0].shape.map((size, i) => (typeof size === 'number' ? operation.begin[i] + size : end));
      return [graph.one('Slice', [...names(), graph.integers(operation.begin), graph.integers(ends)])];
    }
    case 'tile':
      return [graph.one('Tile', [...names(), graph.lengths(operation.times, false)])];
    case 'sum': {
      const { axes, keepDims } = operation;
      return [graph.one('ReduceSum', [...names(), graph.integers(axes)], { keepdims: Number(keepDims) })];
    }
    case 'mean':
    case 'max':
    case 'min': {
      const { op, axes, keepDims } = operation;
      return [graph.one(reductions[op], names(), { axes, keepdims: Number(keepDims) })];
    }
    case 'argMax':
    case 'argMin': {
      const op = operation.op === 'argMax' ? 'ArgMax' : 'ArgMin';
      const found = graph.one(op, names(), { axis: operation.axis, keepdims: 0 });
      return [graph.one('Cast', [found], { to: elementTypes.int32 })];
    }
    case 'oneHot': {
      // ONNX's own OneHot counts negative indices from the end.
      const places = Int32Array.from({ length: operation.depth }, (_, i) => i);
      const range = graph.tensor(graph.fresh('constant'), 'int32', [operation.depth], places);
      const column = graph.one('Unsqueeze', [...names(), graph.integers([-1])]);
      return [graph.one('Cast', [graph.one('Equal', [column, range])], { to: elementTypes[outputs[0].type] })];
    }
    case 'cast':
      return [graph.one('Cast', names(), { to: elementTypes[outputs[0].type] })];
    case 'gather':
      return [graph.one('Gather', names(), { axis: operation.axis })];
    case 'softmax':
      return [graph.one('Softmax', names(), { axis: -1 })];
    case 'clip':
      return [graph.one('Clip', [...names(), graph.float(operation.low), graph.float(operation.high)])];
  }
}

function split(graph: OnnxGraph, { inputs: [x], outputs }: Step, axis: number): string[] {
  const sizes = graph.integers(outputs.map(({ shape }) => fixed(shape[axis])));
  return graph.many('Split', [graph.nameOf(x), sizes], outputs.length, { axis });
}

function product(
  graph: OnnxGraph,
  { transposeA, transposeB }: OperationOf<'product'>,
  [a, b]: readonly Value[],
): string {
  const side = (value: Value, isTransposed: boolean) => {
    const name = graph.nameOf(value);
    if (!isTransposed) return name;
    const order = [...value.shape.keys()];
    return graph.one('Transpose', [name], { perm: [...order.slice(0, -2), order.at(-1)!, order.at(-2)!] });
  };
  return graph.one('MatMul', [side(a, transposeA), side(b, transposeB)]);
}

/** ONNX has channels before height and width, and kernels as [filters, channels, rows, columns]. */
const channelsFirst = [0, 3, 1, 2];
const channelsLast = [0, 2, 3, 1];
const kernelOrder = [3, 2, 0, 1];

function convolution(graph: OnnxGraph, window: Window, [x, kernel]: readonly Value[]): string {
  const image = graph.one('Transpose', [graph.nameOf(x)], { perm: channelsFirst });
  const filters = graph.one('Transpose', [graph.nameOf(kernel)], { perm: kernelOrder });
  const result = graph.one('Conv', [image, filters], { strides: window.strides, pads: padsOf(window) });
  return graph.one('Transpose', [result], { perm: channelsLast });
}

function transposedConvolution(graph: OnnxGraph, window: Window, [x, kernel]: readonly Value[]): string {
  const image = graph.one('Transpose', [graph.nameOf(x)], { perm: channelsFirst });
  const filters = graph.one('Transpose', [graph.nameOf(kernel)], { perm: kernelOrder });
  const result = graph.one('ConvTranspose', [image, filters], {
    strides: window.strides,
    pads: padsOf(window),
    output_padding: window.margins.map(([, after]) => Math.max(0, -after)),
  });
  return graph.one('Transpose', [result], { perm: channelsLast });
}

/** Before and after: a kernel that ends within the image needs nothing after it. */
function padsOf({ margins }: Window): readonly number[] {
  const at = (side: 0 | 1) => margins.map((margin: Margin) => Math.max(0, margin[side]));
  return [...at(0), ...at(1)];
}
