import { MessageWriter } from '../../graph/protobuf';
import type { ElementType, Shape } from '../program';

/** Numbers of the types of elements (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type OnnxType = keyof typeof elementTypes;

/** Whole numbers, all of them. */
export type OnnxAttributes = Readonly<Record<string, number | readonly number[]>>;

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface OnnxPort {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

export interface OnnxModel {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** Of the format of models, and of the set of operations: those of ONNX 1.12, which runtimes of 2022 and later read. */
const irVersion = 8;
export const opset = 17;

/** What a dimension of any length is called. */
const batch = 'batch';

const attributeTypes = { int: 2, ints: 7 } as const;

/** A model in one file, its weights in it. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const { name, version, description, metadata } = model;
  const message = new MessageWriter()
    .integer(1, irVersion)
    .text(2, 'Latent Lens')
    .text(3, version)
    .text(6, description)
    .message(7, (graph) => writeGraph(graph, name, model))
    .message(8, (operators) => operators.text(1, '').integer(2, opset));
  for (const [key, value] of Object.entries(metadata)) {
    message.message(14, (property) => property.text(1, key).text(2, value));
  }
  return message.finish();
}

function writeGraph(message: MessageWriter, name: string, { nodes, tensors, inputs, outputs }: OnnxModel): void {
  for (const node of nodes) message.message(1, (own) => writeNode(own, node));
  message.text(2, name);
  for (const tensor of tensors) message.message(5, (own) => writeTensor(own, tensor));
  for (const port of inputs) message.message(11, (own) => writePort(own, port));
  for (const port of outputs) message.message(12, (own) => writePort(own, port));
}

function writeNode(message: MessageWriter, { name, op, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name).text(4, op);
  for (const [key, value] of Object.entries(attributes)) {
    message.message(5, (attribute) => writeAttribute(attribute.text(1, key), value));
  }
}

function writeAttribute(message: MessageWriter, value: OnnxAttributes[string]): void {
  if (typeof value === 'number') message.integer(3, value).integer(20, attributeTypes.int);
  else {
    for (const item of value) message.integer(8, item);
    message.integer(20, attributeTypes.ints);
  }
}

function writeTensor(message: MessageWriter, { name, type, shape, bytes }: OnnxTensor): void {
  for (const length of shape) message.integer(1, length);
  message.integer(2, elementTypes[type]).text(8, name).bytes(9, bytes);
}

function writePort(message: MessageWriter, { name, type, shape }: OnnxPort): void {
  const writeShape = (own: MessageWriter) => {
    for (const length of shape) {
      own.message(1, (dimension) =>
        typeof length === 'number'
          ? dimension.integer(1, length)
          : dimension.text(2, length.perExample === 1 ? batch : `${length.perExample} ${batch}`),
      );
    }
  };
  message.text(1, name).message(2, (own) => {
    own.message(1, (tensor) => tensor.integer(1, elementTypes[type]).message(2, writeShape));
  });
}
