import type { Attribute, Attributes } from '../../graph/graph';
import { typeAttribute } from '../../graph/operations';
import {
  type BinaryName,
  fixed,
  isBinary,
  isUnary,
  type ReductionName,
  type Step,
  type UnaryName,
  type Window,
} from '../program';
import type { TensorFlowGraph } from './graph';

const unary: Readonly<Record<UnaryName, string>> = {
  abs: 'Abs',
  elu: 'Elu',
  exp: 'Exp',
  floor: 'Floor',
  isNan: 'IsNan',
  log: 'Log',
  negative: 'Neg',
  not: 'LogicalNot',
  relu: 'Relu',
  round: 'Round',
  rsqrt: 'Rsqrt',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  sqrt: 'Sqrt',
  square: 'Square',
  tanh: 'Tanh',
};

const binary: Readonly<Record<BinaryName, string>> = {
  add: 'AddV2',
  and: 'LogicalAnd',
  divide: 'RealDiv',
  equal: 'Equal',
  greater: 'Greater',
  greaterEqual: 'GreaterEqual',
  less: 'Less',
  lessEqual: 'LessEqual',
  maximum: 'Maximum',
  minimum: 'Minimum',
  multiply: 'Mul',
  subtract: 'Sub',
};

const reductions: Readonly<Record<ReductionName, string>> = { sum: 'Sum', mean: 'Mean', max: 'Max', min: 'Min' };

const int32 = typeAttribute('int32');

/** Adds what a step does. Returns the names of its outputs. */
export function addStep(graph: TensorFlowGraph, step: Step): readonly string[] {
  const { operation, inputs, outputs } = step;
  const names = inputs.map((value) => graph.nameOf(value));
  const T = typeAttribute((operation.op === 'select' ? inputs[1] : inputs[0]).type);
  const one = (op: string, given: readonly string[], attributes: Attributes = { T }) => [
    graph.operation(op, given, attributes),
  ];
  if (isUnary(operation)) return one(unary[operation.op], names, operation.op === 'not' ? {} : { T });
  if (isBinary(operation)) return one(binary[operation.op], names, operation.op === 'and' ? {} : { T });
  switch (operation.op) {
    case 'select':
      return one('SelectV2', names);
    case 'product': {
      const isPlain = inputs.every(({ shape }) => shape.length === 2);
      const [a, b] = [flag(operation.transposeA), flag(operation.transposeB)];
      return isPlain
        ? one('MatMul', names, { T, transpose_a: a, transpose_b: b })
        : one('BatchMatMulV2', names, { T, adj_x: a, adj_y: b });
    }
    case 'convolution':
      return one('Conv2D', names, { T, ...windowAttributes(operation) });
    case 'transposedConvolution': {
      const [image, kernel] = names;
      const size = graph.lengths(outputs[0].shape, false);
      return one('Conv2DBackpropInput', [size, kernel, image], { T, ...windowAttributes(operation) });
    }
    case 'reshape':
      return one('Reshape', [...names, graph.lengths(outputs[0].shape, true)], { T, Tshape: int32 });
    case 'transpose':
      return one('Transpose', [...names, graph.integers(operation.order)], { T, Tperm: int32 });
    case 'concat':
      return one('ConcatV2', [...names, graph.integer(operation.axis)], { T, N: count(names.length), Tidx: int32 });
    case 'split': {
      const sizes = outputs.map(({ shape }) => fixed(shape[operation.axis]));
      const given = [...names, graph.integers(sizes), graph.integer(operation.axis)];
      return parts(one('SplitV', given, { T, Tlen: int32, num_split: count(sizes.length) })[0], sizes.length);
    }
    case 'stack':
      return one('Pack', names, { T, N: count(names.length), axis: count(operation.axis) });
    case 'unstack': {
      const num = outputs.length;
      return parts(one('Unpack', names, { T, num: count(num), axis: count(operation.axis) })[0], num);
    }
    case 'slice':
      return one('Slice', [...names, graph.integers(operation.begin), graph.lengths(outputs[0].shape, true)], {
        T,
        Index: int32,
      });
    case 'tile':
      return one('Tile', [...names, graph.lengths(operation.times, false)], { T, Tmultiples: int32 });
    case 'sum':
    case 'mean':
    case 'max':
    case 'min':
      return one(reductions[operation.op], [...names, graph.integers(operation.axes)], {
        T,
        Tidx: int32,
        keep_dims: flag(operation.keepDims),
      });
    case 'argMax':
    case 'argMin':
      return one(operation.op === 'argMax' ? 'ArgMax' : 'ArgMin', [...names, graph.integer(operation.axis)], {
        T,
        Tidx: int32,
        output_type: int32,
      });
    case 'oneHot': {
      const [on, off] = [1, 0].map((value) => graph.integer(value));
      const given = [...names, graph.integer(operation.depth), on, off];
      return one('OneHot', given, { T: int32, TI: typeAttribute(inputs[0].type), axis: count(-1) });
    }
    case 'cast':
      return one('Cast', names, { SrcT: T, DstT: typeAttribute(outputs[0].type) });
    case 'gather':
      return one('GatherV2', [...names, graph.integer(operation.axis)], {
        Tparams: T,
        Tindices: typeAttribute(inputs[1].type),
        Taxis: int32,
      });
    case 'softmax':
      return one('Softmax', names);
    case 'clip':
      return one('ClipByValue', [...names, graph.float(operation.low), graph.float(operation.high)]);
  }
}

function windowAttributes({ strides, isSame }: Window): Attributes {
  return {
    strides: { kind: 'ints', value: [1, ...strides, 1] },
    padding: { kind: 'text', value: isSame ? 'SAME' : 'VALID' },
    data_format: { kind: 'text', value: 'NHWC' },
    dilations: { kind: 'ints', value: [1, 1, 1, 1] },
  };
}

function parts(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name}:${i}`));
}

function flag(value: boolean): Attribute {
  return { kind: 'bool', value };
}

function count(value: number): Attribute {
  return { kind: 'int', value };
}
