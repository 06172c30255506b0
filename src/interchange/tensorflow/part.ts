import { typeAttribute } from '../../graph/operations';
import type { ElementType, Program, Shape } from '../program';
import type { TensorFlowGraph } from './graph';
import { addStep } from './operations';

/** A tensor that is given to a graph or fetched from it. */
export interface Port {
  /** What it is called by whoever calls. */
  readonly name: string;
  readonly node: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** Of a part of a graph: what TensorFlow calls a signature. */
export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** Adds a part of a model to a graph. @param prefix Of its nodes' names, those of its inputs and outputs among them. */
export function addPart(graph: TensorFlowGraph, program: Program, prefix = ''): Signature {
  graph.begin(prefix, program.inputs);
  for (const step of program.steps) {
    const names = addStep(graph, step);
    for (const [i, value] of step.outputs.entries()) graph.call(value, names[i]);
  }
  const inputs = program.inputs.map(({ name, value: { type, shape } }) => ({
    name,
    node: `${prefix}${name}`,
    type,
    shape,
  }));
  const outputs = program.outputs.map(({ name, value }) => {
    const { type, shape } = value;
    const node = graph.add(`${prefix}${name}`, 'Identity', [graph.nameOf(value)], { T: typeAttribute(type) });
    return { name, node, type, shape };
  });
  return { inputs, outputs };
}
