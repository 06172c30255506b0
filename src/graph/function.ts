import * as tf from '@tensorflow/tfjs';
import { CompileError } from './errors';
import { Graph } from './graph';
import { nativeBackend, nativeTypeOf } from './native';
import { after, placeholder } from './operations';
import { record } from './recorder';
import { Session } from './session';
import { collectTensors, mapTensors } from './structure';

/** A function that runs as one native graph. It belongs to its maker, who disposes it. */
export interface CompiledFunction<A extends readonly tf.Tensor[], R> {
  (...args: A): R;
  /** How many graphs there are: one for each combination of types and shapes of arguments. */
  traceCount(): number;
  dispose(): void;
}

/** One graph, for arguments of one combination of types and shapes. */
interface Trace<R> {
  readonly session: Session<'call'>;
  /** Whose values the function reads. */
  readonly captured: readonly tf.Variable[];
  /** The function's result, with example tensors. */
  readonly pattern: R;
  readonly results: number;
  /** To which the function assigns; their new values follow the results. */
  readonly assigned: readonly tf.Variable[];
}

/**
 * Compiles a function of tensors (and of the variables that it uses), for the backend `tensorflow`: called for the first
 * time with arguments of a type and shape, it is run once to record its native operations; from then on each call runs
 * them all at once. It reads variables, and assigns to them, as if it were called as it is. Gradients of it are not
 * recorded; those that it computes itself are. `name` stands in errors.
 *
 * The first call throws a CompileError if the function depends on values (`dataSync`), is asynchronous, draws random
 * numbers, makes variables, or needs an operation that the library lacks.
 */
export function compile<A extends readonly tf.Tensor[], R>(
  name: string,
  compute: (...args: A) => R,
): CompiledFunction<A, R> {
  const traces = new Map<string, Trace<R>>();
  const call = (...args: A) => {
    const signature = args.map(({ dtype, shape }) => `${dtype}[${shape}]`).join();
    let traced = traces.get(signature);
    if (traced === undefined) {
      traced = trace(name, compute, args);
      traces.set(signature, traced);
    }
    return run(traced, args);
  };
  const dispose = () => {
    for (const { session } of traces.values()) session.dispose();
    traces.clear();
  };
  return Object.assign(call, { dispose, traceCount: () => traces.size });
}

function trace<A extends readonly tf.Tensor[], R>(name: string, compute: (...args: A) => R, args: A): Trace<R> {
  const graph = new Graph();
  const examples = distinct(args);
  const inputs = examples.map((example) => placeholder(graph, { dtype: nativeTypeOf(example), shape: example.shape }));
  const captured: tf.Variable[] = [];
  const surroundings = {
    name,
    bindings: examples.map((example, i) => [example, inputs[i]] as const),
    readVariable(variable: tf.Variable) {
      const { dtype, shape } = variable;
      const input = placeholder(graph, { dtype, shape });
      captured.push(variable);
      inputs.push(input);
      return input;
    },
  };
  try {
    const { pattern, results, assigned } = record(graph, surroundings, (outputOf) => {
      const variables = watchVariables(name);
      try {
        const pattern = compute(...examples);
        if (pattern instanceof Promise) {
          pattern.catch(() => undefined);
          throw new CompileError(name, 'it is asynchronous, and a graph runs without pause');
        }
        const results = collectTensors(pattern).map(outputOf);
        const assigned = variables.assigned().map((variable) => ({ variable, output: outputOf(variable) }));
        return { pattern, results, assigned };
      } finally {
        variables.restore();
      }
    });
    // A tensor cannot be both given to a graph and fetched from it.
    const fetches = [...results, ...assigned.map(({ output }) => output)].map((output) => after(graph, output, []));
    return {
      session: Session.load(name, { call: { feeds: inputs, fetches } }),
      captured,
      pattern,
      results: results.length,
      assigned: assigned.map(({ variable }) => variable),
    };
  } finally {
    for (const [i, example] of examples.entries()) if (example !== args[i]) example.dispose();
  }
}

/** Tensors to record with: the arguments, but others for those that are one tensor, or a variable, by chance. */
function distinct<A extends readonly tf.Tensor[]>(args: A): A {
  const taken = new Set<object>(Object.values(tf.engine().registeredVariables).map(({ dataId }) => dataId));
  return mapTensors(args, (arg) => {
    if (taken.has(arg.dataId)) return tf.zerosLike(arg);
    taken.add(arg.dataId);
    return arg;
  });
}

function run<A extends readonly tf.Tensor[], R>(
  { session, captured, pattern, results, assigned }: Trace<R>,
  args: A,
): R {
  const backend = nativeBackend();
  const outputs = session.run('call', backend.getInputTensorIds([...args, ...captured]));
  const tensors = outputs.map((output) => backend.createOutputTensor(output));
  for (const [i, variable] of assigned.entries()) {
    variable.assign(tensors[results + i]);
    tensors[results + i].dispose();
  }
  return mapTensors(pattern, () => tensors.shift() as tf.Tensor);
}

/** Notices assignments to variables, and undoes them: while a function is recorded its values are not meant. */
function watchVariables(name: string) {
  const before = new Map(
    Object.values(tf.engine().registeredVariables).map((variable) => [variable, { held: variable.clone() }]),
  );
  const assigned = () => {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) {
        throw new CompileError(name, 'it makes a variable; make it before, and once');
      }
    }
    return [...before].filter(([variable, { held }]) => variable.dataId !== held.dataId).map(([variable]) => variable);
  };
  const restore = () => {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    for (const [variable, { held }] of before) {
      if (variable.dataId !== held.dataId) variable.assign(held);
      held.dispose();
    }
  };
  return { assigned, restore };
}
