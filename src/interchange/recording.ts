import * as tf from '@tensorflow/tfjs';
import type { Noise } from '../model/noise';
import type { Variables } from '../model/parameters';
import { lowered } from './lowering';
import type { Elements, ElementType, Program, Step, Value } from './program';

/** Where a part of a model gets what it is given. The inputs are in the order in which they are first asked for. */
export interface Ports {
  /** How many examples there are while it is recorded. */
  readonly rows: number;
  /** [rows, ...shape]. */
  input(name: string, shape: readonly number[], type?: 'float32' | 'int32'): tf.Tensor;
  /** Whose numbers are given: `noise` from N(0, 1), `uniform` from [0, 1). */
  readonly noise: Noise;
}

/** A part of a model: what it gives, by name. */
export type Part = (ports: Ports) => Readonly<Record<string, tf.Tensor>>;

/** By the shape of what they read alone they say what they give. */
const ofShapes: ReadonlySet<string> = new Set(['ZerosLike', 'OnesLike']);

/**
 * Runs a part once for so many examples, on whichever backend there is, and notes what it computes from its inputs. What it computes
 * from weights alone are constants.
 */
export function recordPart(part: Part, rows: number, variables: Variables): Program {
  const engine = tf.engine();
  const recording = new Recording(variables);
  const { runKernel } = engine;
  let depth = 0;
  engine.runKernel = ((kernel, inputs, attributes) => {
    depth++;
    try {
      const result = runKernel.call(engine, kernel, inputs, attributes);
      if (depth === 1) recording.note(kernel, Object.values(inputs), attributes ?? {}, result);
      return result;
    } finally {
      depth--;
    }
  }) as typeof runKernel;
  engine.startScope();
  try {
    const results = part(recording.ports(rows));
    return recording.program(results);
  } finally {
    engine.endScope();
    Reflect.deleteProperty(engine, 'runKernel');
  }
}

class Recording {
  /** By the tensors' numbers: what depends on inputs. */
  private readonly values = new Map<number, Value>();
  /** Weights and constants. */
  private readonly held = new Map<number, Value>();
  private readonly names = new Map<number, string>();
  private readonly inputs = new Map<string, tf.Tensor>();
  private readonly steps: Step[] = [];

  constructor(variables: Variables) {
    for (const [name, { id }] of variables) this.names.set(id, name);
  }

  ports(rows: number): Ports {
    const input: Ports['input'] = (name, shape, type = 'float32') => {
      const known = this.inputs.get(name);
      if (known) return known;
      const tensor = tf.fill([rows, ...shape], type === 'float32' ? 0.5 : 0, type);
      this.inputs.set(name, tensor);
      this.values.set(tensor.id, { shape: tensor.shape, type, source: { kind: 'input', name } });
      return tensor;
    };
    const noise: Noise = {
      normal: (_, width) => input('noise', [width]) as tf.Tensor2D,
      uniform: (_, width) => input('uniform', [width]) as tf.Tensor2D,
    };
    return { rows, input, noise };
  }

  note(kernel: string, given: readonly tf.Tensor[], attributes: object, result: tf.Tensor | tf.Tensor[]): void {
    const results = Array.isArray(result) ? result : [result];
    if (ofShapes.has(kernel) || !given.some(({ id }) => this.values.has(id))) return;
    if (hasNoEffect(kernel, given[0], results[0])) {
      this.values.set(results[0].id, this.valueOf(given[0]));
      return;
    }
    const operation = lowered({
      kernel,
      attributes: attributes as Readonly<Record<string, unknown>>,
      inputs: given.map(({ shape }) => shape),
      outputs: results.map(({ shape }) => shape),
    });
    const outputs = results.map(({ shape, dtype }): Value => {
      return { shape, type: typeOf(dtype), source: { kind: 'computed' } };
    });
    this.steps.push({ operation, inputs: given.map((tensor) => this.valueOf(tensor)), outputs });
    for (const [i, { id }] of results.entries()) this.values.set(id, outputs[i]);
  }

  program(results: Readonly<Record<string, tf.Tensor>>): Program {
    const outputs = Object.entries(results).map(([name, tensor]) => ({ name, value: this.valueOf(tensor) }));
    const needed = new Set(outputs.map(({ value }) => value));
    const steps = this.steps.toReversed().filter((step) => {
      const isNeeded = step.outputs.some((output) => needed.has(output));
      if (isNeeded) for (const input of step.inputs) needed.add(input);
      return isNeeded;
    });
    const inputs = [...this.inputs].map(([name, { id }]) => ({ name, value: this.values.get(id)! }));
    return { inputs: inputs.filter(({ value }) => needed.has(value)), steps: steps.reverse(), outputs };
  }

  private valueOf(tensor: tf.Tensor): Value {
    const known = this.values.get(tensor.id);
    if (known) return known;
    const held = this.held.get(tensor.id);
    if (held) return held;
    const name = this.names.get(tensor.id);
    const elements = elementsOf(tensor);
    const source = name
      ? ({ kind: 'weight', name, elements: elements as Float32Array } as const)
      : ({ kind: 'constant', elements } as const);
    const value: Value = { shape: tensor.shape, type: typeOf(tensor.dtype), source };
    this.held.set(tensor.id, value);
    return value;
  }
}

/** A copy. Backends may have whole numbers where floats are asked for. */
function elementsOf(tensor: tf.Tensor): Elements {
  const elements = tensor.dataSync();
  switch (typeOf(tensor.dtype)) {
    case 'float32':
      return Float32Array.from(elements);
    case 'int32':
      return Int32Array.from(elements);
    case 'bool':
      return Uint8Array.from(elements);
  }
}

function hasNoEffect(kernel: string, before: tf.Tensor, after: tf.Tensor): boolean {
  if (kernel === 'Identity') return true;
  if (kernel === 'Cast') return before.dtype === after.dtype;
  return kernel === 'Reshape' && tf.util.arraysEqual(before.shape, after.shape);
}

function typeOf(dtype: tf.DataType): ElementType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`No part of a model is of the type ${dtype}`);
}
