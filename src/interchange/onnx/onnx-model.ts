import type { Named, Program } from '../program';
import { OnnxGraph } from './graph';
import { encodeOnnx, type OnnxModel, type OnnxPort } from './messages';
import { addStep } from './operations';

/** What a model says of itself. */
export type OnnxTitle = Pick<OnnxModel, 'name' | 'version' | 'description' | 'metadata'>;

/** A program as an ONNX model: one file, with named inputs and outputs and any number of examples. */
export function onnxModel(program: Program, title: OnnxTitle): Uint8Array {
  const graph = new OnnxGraph(program.inputs[0].name);
  for (const { name, value } of program.inputs) graph.call(value, name);
  for (const step of program.steps) {
    const names = addStep(graph, step);
    for (const [i, value] of step.outputs.entries()) graph.call(value, names[i]);
  }
  for (const { name, value } of program.outputs) {
    graph.nodes.push({
      name: `output_${name}`,
      op: 'Identity',
      inputs: [graph.nameOf(value)],
      outputs: [name],
      attributes: {},
    });
  }
  return encodeOnnx({
    ...title,
    nodes: graph.nodes,
    tensors: graph.tensors,
    inputs: program.inputs.map(port),
    outputs: program.outputs.map(port),
  });
}

function port({ name, value: { type, shape } }: Named): OnnxPort {
  return { name, type, shape };
}
