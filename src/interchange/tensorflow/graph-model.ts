import type { dataTypes } from '../../graph/data-type';
import type { Attribute, Attributes, TensorValue } from '../../graph/graph';
import { producer } from '../../graph/saved-model';
import type { Program } from '../program';
import { TensorFlowGraph } from './graph';
import { addPart, type Port } from './part';

/** A model in the format of tfjs: a graph in JSON, and its weights and constants one after another. */
export interface GraphModel {
  readonly json: string;
  readonly weights: Uint8Array;
}

export const weightsFile = 'weights.bin';

const typeNames = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const;

/** @param metadata What the model says of itself. */
export function graphModel(program: Program, version: string, metadata: object): GraphModel {
  const graph = new TensorFlowGraph();
  const { inputs, outputs } = addPart(graph, program);
  const held: { readonly name: string; readonly value: TensorValue }[] = [];
  const node = graph.nodes.map(({ name, op, inputs, attributes }) => {
    const { value } = attributes;
    if (op === 'Const' && value?.kind === 'tensor') held.push({ name, value: value.value });
    return { name, op, ...(inputs.length > 0 && { input: inputs }), attr: attributesOf(attributes) };
  });
  const portsOf = (ports: readonly Port[]) => Object.fromEntries(ports.map((port) => [port.name, portOf(port)]));
  const json = JSON.stringify({
    format: 'graph-model',
    generatedBy: `Latent Lens ${version}`,
    convertedBy: null,
    signature: { inputs: portsOf(inputs), outputs: portsOf(outputs) },
    userDefinedMetadata: metadata,
    modelTopology: { node, versions: { producer } },
    weightsManifest: [
      {
        paths: [weightsFile],
        weights: held.map(({ name, value: { dtype, shape } }) => ({ name, shape, dtype })),
      },
    ],
  });
  return { json, weights: Buffer.concat(held.map(({ value: { values } }) => bytesOf(values))) };
}

function bytesOf({ buffer, byteOffset, byteLength }: TensorValue['values']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function portOf({ node, type, shape }: Port) {
  const dim = shape.map((length) => ({ size: String(typeof length === 'number' ? length : -1) }));
  return { name: `${node}:0`, dtype: typeNames[type], tensorShape: { dim } };
}

function attributesOf(attributes: Attributes) {
  return Object.fromEntries(Object.entries(attributes).map(([key, attribute]) => [key, attributeOf(attribute)]));
}

/** As protocol buffers are written in JSON: whole numbers as text, texts in base64. Values of tensors are among the weights. */
function attributeOf({ kind, value }: Attribute): object {
  switch (kind) {
    case 'type':
      return { type: typeName(value) };
    case 'int':
      return { i: String(value) };
    case 'ints':
      return { list: { i: value.map(String) } };
    case 'float':
      return { f: value };
    case 'floats':
      return { list: { f: value } };
    case 'bool':
      return { b: value };
    case 'bools':
      return { list: { b: value } };
    case 'text':
      return { s: Buffer.from(value).toString('base64') };
    case 'shape':
      return { shape: { dim: value.map((size) => ({ size: String(size) })) } };
    case 'tensor':
      return {
        tensor: {
          dtype: typeName(value.dtype),
          tensorShape: { dim: value.shape.map((size) => ({ size: String(size) })) },
        },
      };
  }
}

function typeName(type: keyof typeof dataTypes): string {
  if (type === 'float32' || type === 'int32' || type === 'bool') return typeNames[type];
  throw new Error(`No graph model has the type ${type}`);
}
