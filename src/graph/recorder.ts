import * as tf from '@tensorflow/tfjs';
import { readAttributes } from './attributes';
import { CompileError } from './errors';
import { type Fold, type Folded, type FoldStep, foldInGraph } from './fold';
import type { Frame, Graph, Output } from './graph';
import { KnownResults } from './known-results';
import { type NativeAttribute, type NativeBackend, nativeBackend, nativeTypeOf } from './native';
import { constant } from './operations';
import { foldingBy } from './scan';
import { scoped } from './scope';
import { addSimplified } from './simplify';

/** How a recorded function meets the world outside of it. */
export interface Surroundings {
  /** What is recorded, for errors. */
  readonly name: string;
  /** The tensors that the function is called with, and what they are in the graph. */
  readonly bindings: readonly (readonly [tf.Tensor, Output])[];
  /** Called when a variable's value is first used. */
  readVariable(variable: tf.Variable): Output;
}

/**
 * Runs `trace` once and adds every native operation that it performs to a graph. Tensors that it did not compute from
 * `bindings` and variables become constants: their values when they are used.
 *
 * `trace` is given a function that says what a tensor is in the graph. It may dispose its tensors, as they are only
 * examples. Throws a CompileError if it reads values, or draws random numbers in JavaScript: they would be the same in
 * each run.
 */
export function record<T>(graph: Graph, surroundings: Surroundings, trace: (outputOf: OutputOf) => T): T {
  const backend = nativeBackend();
  const recording = new Recording(graph, backend, surroundings);
  const restore = [...interceptBackend(backend, recording), interceptRandom(surroundings.name)];
  try {
    return foldingBy(
      (fold, step) => recording.fold(fold, step),
      () => scoped(() => trace((tensor) => recording.outputOf(tensor))),
    );
  } finally {
    for (const undo of restore) undo();
  }
}

type OutputOf = (tensor: tf.TensorInfo) => Output;

/** Native operations that give another result each time, or keep state of their own. */
const impure = /^(Multinomial|Random|ParameterizedTruncatedNormal|TruncatedNormal|DecodeGif|.*Summary.*)/;

class Recording {
  /** Of computed tensors. */
  private readonly outputs = new Map<object, Output>();
  private readonly constants = new Map<object, Output>();
  private readonly known = new KnownResults();
  private readonly variables: ReadonlyMap<object, tf.Variable>;
  /** Where values from outside belong: a loop that is recorded is not the only one to read them. */
  private readonly home: Frame | null;

  constructor(
    private readonly graph: Graph,
    private readonly backend: NativeBackend,
    private readonly surroundings: Surroundings,
  ) {
    this.home = graph.within;
    for (const [{ dataId }, output] of surroundings.bindings) this.outputs.set(dataId, output);
    const variables = Object.values(tf.engine().registeredVariables);
    this.variables = new Map(variables.map((variable) => [variable.dataId, variable]));
  }

  operation(op: string, attributes: readonly NativeAttribute[], inputs: readonly tf.TensorInfo[]): PendingOperation {
    if (impure.test(op)) this.refuse(`${op} gives other numbers in each run; give them as an argument`);
    // Before the operation runs, for it may dispose what it reads.
    const read = inputs.map((input) => this.outputOf(input));
    return (results) => {
      const recorded = {
        op,
        inputs: read,
        attributes: readAttributes(attributes, this.backend.binding),
        outputs: results.map((result) => ({ dtype: nativeTypeOf(result), shape: result.shape })),
      };
      const outputs = this.known.ofOperation(this.graph.within, recorded, () => addSimplified(this.graph, recorded));
      for (const [i, { dataId }] of results.entries()) this.outputs.set(dataId, outputs[i]);
    };
  }

  outputOf(tensor: tf.TensorInfo): Output {
    const { dataId, shape } = tensor;
    const known = this.outputs.get(dataId) ?? this.constants.get(dataId);
    if (known) return known;
    const variable = this.variables.get(dataId);
    if (variable) {
      const value = this.graph.inside(this.home, () => this.surroundings.readVariable(variable));
      this.outputs.set(dataId, value);
      return value;
    }
    // Read now: the tensor may be gone when recording ends.
    const values = this.backend.readSync(dataId).slice();
    const given = { dtype: nativeTypeOf(tensor), shape, values };
    const value = this.known.ofConstant(this.home, given, () =>
      this.graph.inside(this.home, () => constant(this.graph, given)),
    );
    this.constants.set(dataId, value);
    return value;
  }

  /**
   * A fold as a loop of the graph. `step` runs once, with examples; what the fold gives are examples too, of the right types and
   * shapes.
   */
  fold(fold: Fold<tf.Tensor>, step: FoldStep<tf.Tensor>): Folded<tf.Tensor> {
    const examples = (outputs: readonly Output[]) => outputs.map((output) => this.exampleOf(output));
    const outputsOf = (tensors: readonly tf.Tensor[]) => tensors.map((tensor) => this.outputOf(tensor));
    const inGraph = { ...fold, sequences: outputsOf(fold.sequences), carried: outputsOf(fold.carried) };
    const folded = foldInGraph(this.graph, inGraph, (places, carried) =>
      scoped(() => {
        const next = step(examples(places), examples(carried));
        return { carried: outputsOf(next.carried), outputs: outputsOf(next.outputs) };
      }),
    );
    return { carried: examples(folded.carried), outputs: examples(folded.outputs) };
  }

  private exampleOf(output: Output): tf.Tensor {
    const example = tf.zeros([...output.shape], output.dtype as tf.DataType);
    this.outputs.set(example.dataId, output);
    return example;
  }

  forbidReading(dataId: object): void {
    if (this.outputs.has(dataId) || this.variables.has(dataId)) {
      this.refuse(
        'it reads the values of a tensor, which differ from run to run; choose by tf.where, or outside of it',
      );
    }
  }

  failed(op: string, error: unknown): never {
    if (error instanceof CompileError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CompileError(this.surroundings.name, `the operation ${op} failed (${reason})`, { cause: error });
  }

  private refuse(reason: string): never {
    throw new CompileError(this.surroundings.name, reason);
  }
}

type PendingOperation = (results: readonly tf.Tensor[]) => void;

/** Lets a recording see all operations. Returns what ends that. */
function interceptBackend(backend: NativeBackend, recording: Recording): (() => void)[] {
  const { executeSingleOutput, executeMultipleOutputs, readSync, read } = backend;
  const recorded = (
    op: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
    execute: () => tf.Tensor[],
  ) => {
    try {
      const finish = recording.operation(op, attributes, inputs);
      const results = execute();
      finish(results);
      return results;
    } catch (error) {
      return recording.failed(op, error);
    }
  };
  return [
    replace(backend, 'executeSingleOutput', (op, attributes, inputs) => {
      const execute = () => [executeSingleOutput.call(backend, op, attributes, inputs)];
      return recorded(op, attributes, inputs, execute)[0];
    }),
    replace(backend, 'executeMultipleOutputs', (op, attributes, inputs, count) => {
      const execute = () => executeMultipleOutputs.call(backend, op, attributes, inputs, count);
      return recorded(op, attributes, inputs, execute);
    }),
    replace(backend, 'readSync', (dataId) => {
      recording.forbidReading(dataId);
      return readSync.call(backend, dataId);
    }),
    replace(backend, 'read', (dataId) => {
      recording.forbidReading(dataId);
      return read.call(backend, dataId);
    }),
  ];
}

/** tfjs draws its random numbers in JavaScript, from `Math.random` unless they are seeded. */
function interceptRandom(name: string): () => void {
  return replace(Math, 'random', () => {
    throw new CompileError(
      name,
      'it draws random numbers, which would be the same in each run; give them as an argument',
    );
  });
}

/** Puts a method in the place of an object's own or inherited one. Returns what undoes it. */
function replace<T extends object, K extends keyof T>(object: T, key: K, method: T[K]): () => void {
  const own = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, { value: method, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(object, key, own);
    else Reflect.deleteProperty(object, key);
  };
}
