import type { Elements, Shape, Value } from '../program';
import type { OnnxAttributes, OnnxNode, OnnxTensor, OnnxType } from './messages';

/** A graph of ONNX under construction. Tensors are known by their names. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  private readonly names = new Map<Value, string>();
  private readonly known = new Map<string, string>();
  private count = 0;

  /** @param first An input, of which the number of examples is known. */
  constructor(private readonly first: string) {}

  /** Of a value that is there already; of a weight or a constant, which becomes a tensor of the graph now. */
  nameOf(value: Value): string {
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const { source, shape, type } = value;
    if (source.kind !== 'weight' && source.kind !== 'constant') throw new Error('A step reads what no step has given');
    const name = source.kind === 'weight' ? source.name : this.fresh('constant');
    this.call(value, this.tensor(name, type, shape as readonly number[], source.elements));
    return name;
  }

  call(value: Value, name: string): void {
    this.names.set(value, name);
  }

  /** A name that nothing has. */
  fresh(words: string): string {
    return `${words}_${this.count++}`;
  }

  tensor(name: string, type: OnnxType, shape: readonly number[], elements: Elements | BigInt64Array): string {
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    this.tensors.push({ name, type, shape, bytes });
    return name;
  }

  /** int64, as shapes and axes are. */
  integers(values: readonly number[]): string {
    const key = values.join();
    const name = this.known.get(key) ?? this.fresh('integers');
    if (!this.known.has(key)) this.tensor(name, 'int64', [values.length], BigInt64Array.from(values, BigInt));
    this.known.set(key, name);
    return name;
  }

  float(value: number): string {
    return this.tensor(this.fresh('number'), 'float32', [], Float32Array.of(value));
  }

  /** A shape as a tensor. @param canInfer Whether one length may be left to be inferred. */
  lengths(shape: Shape, canInfer: boolean): string {
    const free = shape.filter((length) => typeof length !== 'number').length;
    if (free === 0 || (free === 1 && canInfer))
      return this.integers(shape.map((length) => (typeof length === 'number' ? length : -1)));
    const parts = shape.map((length) =>
      typeof length === 'number' ? this.integers([length]) : this.examples(length.perExample),
    );
    return parts.length === 1 ? parts[0] : this.one('Concat', parts, { axis: 0 });
  }

  one(op: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return this.many(op, inputs, 1, attributes)[0];
  }

  many(op: string, inputs: readonly string[], count: number, attributes: OnnxAttributes = {}): string[] {
    const name = this.fresh(op);
    const outputs = Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name}_${i}`));
    this.nodes.push({ name, op, inputs, outputs, attributes });
    return outputs;
  }

  /** A multiple of how many examples there are, [1]. */
  private examples(multiple: number): string {
    const count = this.one('Shape', [this.first], { start: 0, end: 1 });
    return multiple === 1 ? count : this.one('Mul', [count, this.integers([multiple])]);
  }
}
