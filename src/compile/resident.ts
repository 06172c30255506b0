import type * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Output } from './graph';
import { type NativeTensor, nativeBackend } from './native';
import { placeholder, typeAttribute } from './operations';

/** A variable of TensorFlow, which stands for a tfjs variable while a graph runs. */
interface Resident {
  /** The value to begin with. */
  readonly given: Output;
  readonly handle: Output;
  readonly loaded: Node;
}

/**
 * tfjs variables that a graph changes in place, step after step. When a call begins their values are loaded into
 * variables of TensorFlow, and when it ends they get the new ones: they are always as current as if each step had been
 * taken on its own, for everyone who uses them.
 */
export class ResidentVariables {
  private readonly residents: ReadonlyMap<tf.Variable, Resident>;

  constructor(
    private readonly graph: Graph,
    private readonly variables: readonly tf.Variable[],
  ) {
    this.residents = new Map(variables.map((variable, i) => [variable, load(graph, variable, `variable_${i}`)]));
  }

  /** To be fed with the variables' values. */
  get feeds(): Output[] {
    return [...this.residents.values()].map(({ given }) => given);
  }

  /** What must have run before any use. */
  get loaded(): Node[] {
    return [...this.residents.values()].map(({ loaded }) => loaded);
  }

  handle(variable: tf.Variable): Output {
    const resident = this.residents.get(variable);
    if (resident === undefined) throw new Error(`The variable ${variable.name} is not among those of this graph`);
    return resident.handle;
  }

  /** The value at the time when `controls` have run. */
  read(variable: tf.Variable, controls: readonly Node[]): Output {
    const attributes = { dtype: typeAttribute(variable.dtype) };
    return this.graph.output('ReadVariableOp', variable, { inputs: [this.handle(variable)], controls, attributes });
  }

  /** All values when `last` has run, to be fetched and given to `assign`. */
  fetches(last: Node): Output[] {
    return this.variables.map((variable) => this.read(variable, [last]));
  }

  assign(values: readonly NativeTensor[]): void {
    const backend = nativeBackend();
    for (const [i, variable] of this.variables.entries()) {
      const value = backend.createOutputTensor(values[i]);
      variable.assign(value);
      value.dispose();
    }
  }
}

function load(graph: Graph, { dtype, shape }: tf.Variable, name: string): Resident {
  const type = typeAttribute(dtype);
  const given = placeholder(graph, { dtype, shape });
  // A variable keeps the memory that it is assigned, and the given value's may be JavaScript's.
  const own = graph.output('DeepCopy', given, { inputs: [given], attributes: { T: type } });
  const handle = graph.output(
    'VarHandleOp',
    { dtype: 'resource', shape: [] },
    { attributes: { dtype: type, shape: { kind: 'shape', value: shape }, shared_name: { kind: 'text', value: name } } },
  );
  const loaded = graph.add('AssignVariableOp', { inputs: [handle, own], attributes: { dtype: type } });
  return { given, handle, loaded };
}
