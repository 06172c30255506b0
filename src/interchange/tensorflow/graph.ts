import type { Attribute, Attributes } from '../../graph/graph';
import { typeAttribute } from '../../graph/operations';
import type { NodeDefinition } from '../../graph/saved-model';
import type { Elements, ElementType, Shape, Value } from '../program';

/** A graph of TensorFlow under construction, of one part of a model or of several. Tensors are known by their names. */
export class TensorFlowGraph {
  readonly nodes: NodeDefinition[] = [];
  /** Nodes that hold weights and constants. */
  private readonly names = new Map<Value, string>();
  /** Weights are held once, whatever parts read them. */
  private readonly weights = new Map<string, string>();
  private readonly integersKnown = new Map<string, string>();
  private count = 0;
  private prefix = '';
  private first = '';

  /** Begins a part. @param prefix Of its nodes' names. */
  begin(prefix: string, inputs: readonly { readonly name: string; readonly value: Value }[]): void {
    this.prefix = prefix;
    for (const { name, value } of inputs) {
      const shape: Attribute = { kind: 'shape', value: value.shape.map((length) => lengthOf(length, -1)) };
      this.add(`${prefix}${name}`, 'Placeholder', [], { dtype: typeAttribute(value.type), shape });
      this.names.set(value, `${prefix}${name}`);
    }
    this.first = `${prefix}${inputs[0].name}`;
  }

  /** Of a value that is there already; of a weight or a constant, which becomes a node of the graph now. */
  nameOf(value: Value): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const { source, shape, type } = value;
    if (source.kind !== 'weight' && source.kind !== 'constant') throw new Error('A step reads what no step has given');
    const held = source.kind === 'weight' ? this.weights.get(source.name) : undefined;
    const own = source.kind === 'weight' ? source.name : this.fresh('constant');
    const name = held ?? this.constant(own, type, shape as readonly number[], source.elements);
    if (source.kind === 'weight') this.weights.set(source.name, name);
    this.names.set(value, name);
    return name;
  }

  call(value: Value, name: string): void {
    this.names.set(value, name);
  }

  constant(name: string, dtype: ElementType, shape: readonly number[], values: Elements): string {
    const value: Attribute = { kind: 'tensor', value: { dtype, shape, values } };
    return this.add(name, 'Const', [], { dtype: typeAttribute(dtype), value });
  }

  integers(values: readonly number[]): string {
    const key = values.join();
    const known = this.integersKnown.get(key);
    if (known !== undefined) return known;
    const name = this.constant(this.fresh('integers'), 'int32', [values.length], Int32Array.from(values));
    this.integersKnown.set(key, name);
    return name;
  }

  integer(value: number): string {
    return this.constant(this.fresh('integer'), 'int32', [], Int32Array.of(value));
  }

  float(value: number): string {
    return this.constant(this.fresh('number'), 'float32', [], Float32Array.of(value));
  }

  /** A shape as a tensor. @param canInfer Whether one length may be left to be inferred. */
  lengths(shape: Shape, canInfer: boolean): string {
    const free = shape.filter((length) => typeof length !== 'number').length;
    if (free === 0 || (free === 1 && canInfer)) return this.integers(shape.map((length) => lengthOf(length, -1)));
    const parts = shape.map((length) =>
      typeof length === 'number' ? this.integer(length) : this.examples(length.perExample),
    );
    return this.operation('Pack', parts, {
      N: { kind: 'int', value: parts.length },
      T: typeAttribute('int32'),
      axis: { kind: 'int', value: 0 },
    });
  }

  /** Adds an operation of a part. Returns its name, which is that of its first output. */
  operation(op: string, inputs: readonly string[], attributes: Attributes): string {
    return this.add(this.fresh(op), op, inputs, attributes);
  }

  add(name: string, op: string, inputs: readonly string[], attributes: Attributes): string {
    this.nodes.push({ name, op, inputs, attributes });
    return name;
  }

  fresh(words: string): string {
    return `${this.prefix}${words}_${this.count++}`;
  }

  /** A multiple of how many examples there are, a scalar. */
  private examples(multiple: number): string {
    const shape = this.operation('Shape', [this.first], {
      T: typeAttribute(this.firstType),
      out_type: typeAttribute('int32'),
    });
    const none: Attribute = { kind: 'int', value: 0 };
    const count = this.operation('StridedSlice', [shape, this.integers([0]), this.integers([1]), this.integers([1])], {
      T: typeAttribute('int32'),
      Index: typeAttribute('int32'),
      begin_mask: none,
      end_mask: none,
      ellipsis_mask: none,
      new_axis_mask: none,
      shrink_axis_mask: { kind: 'int', value: 1 },
    });
    if (multiple === 1) return count;
    return this.operation('Mul', [count, this.integer(multiple)], { T: typeAttribute('int32') });
  }

  private get firstType(): ElementType {
    for (const [{ type }, name] of this.names) if (name === this.first) return type;
    throw new Error('A part has no input');
  }
}

function lengthOf(length: Shape[number], free: number): number {
  return typeof length === 'number' ? length : free;
}
