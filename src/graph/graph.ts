import type { DataType } from './data-type';

/** Dimensions; -1 is one that varies from call to call. */
export type Shape = readonly number[];

export interface TensorSpec {
  readonly dtype: DataType;
  readonly shape: Shape;
}

export interface TensorValue extends TensorSpec {
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** An attribute of an operation, by its kind (tensorflow/core/framework/attr_value.proto). */
export type Attribute =
  | { readonly kind: 'type'; readonly value: DataType }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'bools'; readonly value: readonly boolean[] }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'shape'; readonly value: Shape }
  | { readonly kind: 'tensor'; readonly value: TensorValue };

export type Attributes = Readonly<Record<string, Attribute>>;

/** An operation of a graph. `inputs` grows only where a loop is closed. */
export interface Node {
  readonly op: string;
  readonly inputs: Output[];
  /** Operations that run before this one, whatever it reads. */
  readonly controls: readonly Node[];
  readonly attributes: Attributes;
  readonly outputs: readonly Output[];
}

/** A tensor of a graph: one of the outputs of an operation. */
export interface Output extends TensorSpec {
  readonly node: Node;
  readonly index: number;
}

export interface NodeOptions {
  readonly inputs?: readonly Output[];
  readonly controls?: readonly Node[];
  readonly attributes?: Attributes;
  readonly outputs?: readonly TensorSpec[];
}

/** The inside of a loop: which operations belong to it, and how tensors from outside come in. */
export interface Frame {
  owns(node: Node): boolean;
  adopt(node: Node): void;
  enter(outside: Output): Output;
  /** What begins each turn. Operations without inputs wait for it, or they would run outside of the loop. */
  readonly pivot: Node;
}

/** An operation about to be added to a graph. */
export interface Operation {
  readonly op: string;
  readonly inputs: readonly Output[];
  readonly attributes: Attributes;
  readonly outputs: readonly TensorSpec[];
}

/**
 * Operations under construction. While a frame is entered all new ones belong to it, and tensors from outside that they
 * read are let in. What no fetched tensor depends on is never written, so that nothing has to be removed.
 */
export class Graph {
  private frame: Frame | null = null;
  private frames = 0;

  /** The inside of the loop that is being built; null outside of any. */
  get within(): Frame | null {
    return this.frame;
  }

  /** By which TensorFlow tells loops apart. */
  nextFrameName(): string {
    return `loop_${this.frames++}`;
  }

  /** A tensor as it is where operations are being added. */
  reach(output: Output): Output {
    const { frame } = this;
    return !frame || frame.owns(output.node) ? output : frame.enter(output);
  }

  add(op: string, options: NodeOptions = {}): Node {
    const { frame } = this;
    const inputs = (options.inputs ?? []).map((input) => this.reach(input));
    const controls = [...(options.controls ?? [])];
    if (frame && inputs.length === 0) controls.push(frame.pivot);
    const node = createNode(op, { ...options, inputs, controls });
    frame?.adopt(node);
    return node;
  }

  /** Adds an operation with one output. */
  output(op: string, spec: TensorSpec, options: Omit<NodeOptions, 'outputs'> = {}): Output {
    return this.add(op, { ...options, outputs: [spec] }).outputs[0];
  }

  inside<T>(frame: Frame | null, build: () => T): T {
    const outer = this.frame;
    this.frame = frame;
    try {
      return build();
    } finally {
      this.frame = outer;
    }
  }
}

/** An operation on its own, outside of any frame. */
export function createNode(
  op: string,
  { inputs = [], controls = [], attributes = {}, outputs = [] }: NodeOptions,
): Node {
  const made: Output[] = [];
  const node: Node = { op, inputs: [...inputs], controls, attributes, outputs: made };
  for (const [index, { dtype, shape }] of outputs.entries()) made.push({ node, index, dtype, shape });
  return node;
}

/** All operations that the results depend on, in no particular order. */
export function reachable(results: readonly Output[]): Node[] {
  const found = new Set<Node>();
  const pending: Node[] = results.map(({ node }) => node);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    pending.push(...node.inputs.map((input) => input.node), ...node.controls);
  }
  return [...found];
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}
