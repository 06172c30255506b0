import { dataTypes } from './data-type';
import {
  type Attribute,
  type Attributes,
  type Node,
  type Output,
  reachable,
  type Shape,
  type TensorValue,
} from './graph';
import { MessageWriter } from './protobuf';

/** The tag that a loader asks for a graph by. */
export const servingTag = 'serve';

/** The version of TensorFlow's graph format that is written: that of release 1.15, which later ones read. */
export const producer = 134;

export interface SavedModel {
  readonly bytes: Uint8Array;
  /** What sessions call a tensor: `name:index`, or `name` where that is 0. */
  nameOf(output: Output): string;
}

/** Writes the operations that results depend on, and those to be fed, in TensorFlow's SavedModel format. */
export function encodeSavedModel(results: readonly Output[], feeds: readonly Output[]): SavedModel {
  const nodes = reachable([...results, ...feeds]);
  const names = new Map(nodes.map((node, i) => [node, `${node.op.replace(/^_/, '')}_${i}`]));
  // Older builds of the binding lose the text of all names once for each of them, at every call: so these are short.
  for (const [i, node] of [...new Set([...results, ...feeds].map((end) => end.node))].entries()) {
    names.set(node, letters(i));
  }
  const nameOf = ({ node, index }: Output) => (index === 0 ? `${names.get(node)}` : `${names.get(node)}:${index}`);
  const graph = (message: MessageWriter) => {
    for (const node of nodes) message.message(1, (own) => writeNode(own, definitionOf(node, names)));
    message.message(4, (versions) => versions.integer(1, producer));
  };
  const bytes = new MessageWriter()
    .integer(1, 1)
    .message(2, (metaGraph) => metaGraph.message(1, (info) => info.text(4, servingTag)).message(2, graph))
    .finish();
  return { bytes, nameOf };
}

/** a, b, … z, ba, bb, …: without digits, which the binding would take for an index. */
function letters(number: number): string {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26)) + last;
}

/** An operation by names, as TensorFlow's NodeDef has it. */
export interface NodeDefinition {
  readonly name: string;
  readonly op: string;
  /** `name`, `name:index`, or `^name` of one that has to have run. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

function definitionOf(node: Node, names: ReadonlyMap<Node, string>): NodeDefinition {
  const inputs = node.inputs.map((input) => `${names.get(input.node)}:${input.index}`);
  const controls = node.controls.map((control) => `^${names.get(control)}`);
  return { name: names.get(node) ?? '', op: node.op, inputs: [...inputs, ...controls], attributes: node.attributes };
}

export function writeNode(message: MessageWriter, { name, op, inputs, attributes }: NodeDefinition): void {
  message.text(1, name).text(2, op);
  for (const input of inputs) message.text(3, input);
  for (const [key, attribute] of Object.entries(attributes)) {
    message.message(5, (entry) => entry.text(1, key).message(2, (value) => writeAttribute(value, attribute)));
  }
}

function writeAttribute(message: MessageWriter, { kind, value }: Attribute): void {
  switch (kind) {
    case 'type':
      message.integer(6, dataTypes[value]);
      break;
    case 'int':
      message.integer(3, value);
      break;
    case 'float':
      message.float(4, value);
      break;
    case 'bool':
      message.integer(5, value);
      break;
    case 'text':
      message.text(2, value);
      break;
    case 'shape':
      message.message(7, (shape) => writeShape(shape, value));
      break;
    case 'tensor':
      message.message(8, (tensor) => writeTensor(tensor, value));
      break;
    case 'ints':
      message.message(1, (list) => {
        for (const item of value) list.integer(3, item);
      });
      break;
    case 'floats':
      message.message(1, (list) => {
        for (const item of value) list.float(4, item);
      });
      break;
    case 'bools':
      message.message(1, (list) => {
        for (const item of value) list.integer(5, item);
      });
      break;
  }
}

export function writeShape(message: MessageWriter, shape: Shape): void {
  for (const length of shape) message.message(2, (dimension) => dimension.integer(1, length));
}

function writeTensor(message: MessageWriter, { dtype, shape, values }: TensorValue): void {
  message.integer(1, dataTypes[dtype]).message(2, (dimensions) => writeShape(dimensions, shape));
  message.bytes(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
