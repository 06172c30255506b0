import type * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Output } from './graph';
import { after, integer, placeholder, typeAttribute } from './operations';
import type { Call } from './session';

/** A variable of TensorFlow, which stands for a tfjs variable. */
interface Resident {
  /** A value to take over. */
  readonly given: Output;
  readonly handle: Output;
  readonly loaded: Node;
}

/**
 * The variables of a graph that it changes in place, step after step, each for a tfjs variable. They belong to the graph's
 * session, and keep their values from one call to the next.
 */
export class ResidentVariables {
  private readonly residents: ReadonlyMap<tf.Variable, Resident>;

  constructor(
    private readonly graph: Graph,
    private readonly variables: readonly tf.Variable[],
  ) {
    this.residents = new Map(variables.map((variable, i) => [variable, declare(graph, variable, `variable_${i}`)]));
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

  /** Takes over a value for each variable; gives a number, when all are there. */
  get loading(): Call {
    const residents = [...this.residents.values()];
    const loaded = residents.map((resident) => resident.loaded);
    return { feeds: residents.map(({ given }) => given), fetches: [after(this.graph, integer(this.graph, 0), loaded)] };
  }

  /** Gives all values as they are. */
  get reading(): Call {
    return { feeds: [], fetches: this.variables.map((variable) => this.read(variable, [])) };
  }
}

function declare(graph: Graph, { dtype, shape }: tf.Variable, name: string): Resident {
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
