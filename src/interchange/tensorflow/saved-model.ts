import { dataTypes } from '../../graph/data-type';
import { MessageWriter } from '../../graph/protobuf';
import { producer, servingTag, writeNode, writeShape } from '../../graph/saved-model';
import type { Parts } from '../parts';
import type { Program } from '../program';
import { TensorFlowGraph } from './graph';
import { addPart, type Port, type Signature } from './part';

/** What the parts are called, and the one that is run where none is named. */
const signatures: Readonly<Record<keyof Parts<unknown>, string>> = {
  encoder: 'encode',
  decoder: 'decode',
  sampler: 'sample',
  autoencoder: 'serving_default',
};

const method = 'tensorflow/serving/predict';

/** A model in TensorFlow's SavedModel format, with its weights as constants: the content of `saved_model.pb`. */
export function savedModel(parts: Parts<Program>): Uint8Array {
  const graph = new TensorFlowGraph();
  const all = Object.entries(signatures).map(([part, key]) => {
    return [key, addPart(graph, parts[part as keyof Parts<unknown>], `${part}.`)] as const;
  });
  return new MessageWriter()
    .integer(1, 1)
    .message(2, (meta) => {
      meta.message(1, (info) => info.text(4, servingTag));
      meta.message(2, (own) => {
        for (const node of graph.nodes) own.message(1, (definition) => writeNode(definition, node));
        own.message(4, (versions) => versions.integer(1, producer));
      });
      for (const [key, signature] of all) {
        meta.message(5, (entry) => entry.text(1, key).message(2, (own) => writeSignature(own, signature)));
      }
    })
    .finish();
}

function writeSignature(message: MessageWriter, { inputs, outputs }: Signature): void {
  for (const port of inputs) message.message(1, (entry) => writePort(entry, port));
  for (const port of outputs) message.message(2, (entry) => writePort(entry, port));
  message.text(3, method);
}

function writePort(message: MessageWriter, { name, node, type, shape }: Port): void {
  const lengths = shape.map((length) => (typeof length === 'number' ? length : -1));
  message.text(1, name).message(2, (info) => {
    info.text(1, `${node}:0`).integer(2, dataTypes[type]);
    info.message(3, (own) => writeShape(own, lengths));
  });
}
