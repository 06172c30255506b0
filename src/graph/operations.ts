import type { DataType } from './data-type';
import type { Attribute, Graph, Node, Output, Shape, TensorSpec, TensorValue } from './graph';

export function typeAttribute(value: DataType): Attribute {
  return { kind: 'type', value };
}

/** A value given with each call. */
export function placeholder(graph: Graph, { dtype, shape }: TensorSpec): Output {
  const attributes = { dtype: typeAttribute(dtype), shape: { kind: 'shape', value: shape } } as const;
  return graph.output('Placeholder', { dtype, shape }, { attributes });
}

export function constant(graph: Graph, value: TensorValue, controls: readonly Node[] = []): Output {
  const attributes = { dtype: typeAttribute(value.dtype), value: { kind: 'tensor', value } } as const;
  return graph.output('Const', value, { attributes, controls });
}

export function float(graph: Graph, value: number): Output {
  return constant(graph, { dtype: 'float32', shape: [], values: Float32Array.of(value) });
}

export function integer(graph: Graph, value: number, controls: readonly Node[] = []): Output {
  return constant(graph, { dtype: 'int32', shape: [], values: Int32Array.of(value) }, controls);
}

export function integers(graph: Graph, values: readonly number[]): Output {
  return constant(graph, { dtype: 'int32', shape: [values.length], values: Int32Array.from(values) });
}

/** Of two tensors of the same shape, or a tensor and a scalar. */
export function add(graph: Graph, a: Output, b: Output): Output {
  return graph.output('Add', a, { inputs: [a, b], attributes: { T: typeAttribute(a.dtype) } });
}

/** Of tensors of the same shape. */
export function addAll(graph: Graph, terms: readonly Output[]): Output {
  const [{ dtype, shape }] = terms;
  const attributes = { T: typeAttribute(dtype), N: { kind: 'int', value: terms.length } } as const;
  return graph.output('AddN', { dtype, shape }, { inputs: terms, attributes });
}

/** An operation on each number, such as `Exp`. */
export function elementwise(graph: Graph, op: string, x: Output): Output {
  return graph.output(op, x, { inputs: [x], attributes: { T: typeAttribute(x.dtype) } });
}

/** Of two tensors of the same shape. */
export function subtract(graph: Graph, a: Output, b: Output): Output {
  return graph.output('Sub', a, { inputs: [a, b], attributes: { T: typeAttribute(a.dtype) } });
}

/** The larger one of each two numbers, of tensors of the same shape. */
export function maximum(graph: Graph, a: Output, b: Output): Output {
  return graph.output('Maximum', a, { inputs: [a, b], attributes: { T: typeAttribute(a.dtype) } });
}

/** Of two tensors of the same shape, or a tensor and a scalar. */
export function multiply(graph: Graph, a: Output, b: Output): Output {
  return graph.output('Mul', a, { inputs: [a, b], attributes: { T: typeAttribute(a.dtype) } });
}

export function cast(graph: Graph, x: Output, dtype: DataType): Output {
  const attributes = { SrcT: typeAttribute(x.dtype), DstT: typeAttribute(dtype) };
  return graph.output('Cast', { dtype, shape: x.shape }, { inputs: [x], attributes });
}

export function reshape(graph: Graph, x: Output, shape: Shape): Output {
  const attributes = { T: typeAttribute(x.dtype), Tshape: typeAttribute('int32') };
  return graph.output('Reshape', { dtype: x.dtype, shape }, { inputs: [x, integers(graph, shape)], attributes });
}

export function transpose(graph: Graph, x: Output, order: readonly number[]): Output {
  const shape = order.map((dimension) => x.shape[dimension]);
  const attributes = { T: typeAttribute(x.dtype), Tperm: typeAttribute('int32') };
  return graph.output('Transpose', { dtype: x.dtype, shape }, { inputs: [x, integers(graph, order)], attributes });
}

export function slice(graph: Graph, x: Output, begin: readonly number[], size: Shape): Output {
  const attributes = { T: typeAttribute(x.dtype), Index: typeAttribute('int32') };
  const inputs = [x, integers(graph, begin), integers(graph, size)];
  return graph.output('Slice', { dtype: x.dtype, shape: size }, { inputs, attributes });
}

/** With zeros, of which there are so many before and after in each dimension. */
export function pad(graph: Graph, x: Output, paddings: readonly (readonly [number, number])[]): Output {
  const amounts = { dtype: 'int32', shape: [paddings.length, 2], values: Int32Array.from(paddings.flat()) } as const;
  const shape = x.shape.map((length, i) => paddings[i][0] + length + paddings[i][1]);
  const attributes = { T: typeAttribute(x.dtype), Tpaddings: typeAttribute('int32') };
  return graph.output('Pad', { dtype: x.dtype, shape }, { inputs: [x, constant(graph, amounts)], attributes });
}

/** Rows of `table` by int32 `indices`: [...indices.shape, ...row shape]. */
export function gather(graph: Graph, table: Output, indices: Output): Output {
  const attributes = {
    Tparams: typeAttribute(table.dtype),
    Tindices: typeAttribute('int32'),
    Taxis: typeAttribute('int32'),
  };
  const shape = [...indices.shape, ...table.shape.slice(1)];
  return graph.output(
    'GatherV2',
    { dtype: table.dtype, shape },
    { inputs: [table, indices, integer(graph, 0)], attributes },
  );
}

/** In the opposite order of the first dimension. */
export function reverse(graph: Graph, x: Output): Output {
  const attributes = { T: typeAttribute(x.dtype), Tidx: typeAttribute('int32') };
  return graph.output('ReverseV2', x, { inputs: [x, integers(graph, [0])], attributes });
}

/** The tensor itself, once `controls` have run. */
export function after(graph: Graph, x: Output, controls: readonly Node[]): Output {
  return graph.output('Identity', x, { inputs: [x], controls, attributes: { T: typeAttribute(x.dtype) } });
}

/** Whether all of a tensor's values are finite numbers. */
export function allFinite(graph: Graph, x: Output): Output {
  const finite = graph.output(
    'IsFinite',
    { dtype: 'bool', shape: x.shape },
    { inputs: [x], attributes: { T: typeAttribute(x.dtype) } },
  );
  const axes = integers(graph, [...x.shape.keys()]);
  const attributes = { keep_dims: { kind: 'bool', value: false }, Tidx: typeAttribute('int32') } as const;
  return graph.output('All', { dtype: 'bool', shape: [] }, { inputs: [finite, axes], attributes });
}

/** a < b, both scalars. */
export function less(graph: Graph, a: Output, b: Output): Output {
  return graph.output(
    'Less',
    { dtype: 'bool', shape: [] },
    { inputs: [a, b], attributes: { T: typeAttribute(a.dtype) } },
  );
}

export function both(graph: Graph, a: Output, b: Output): Output {
  return graph.output('LogicalAnd', { dtype: 'bool', shape: [] }, { inputs: [a, b] });
}
