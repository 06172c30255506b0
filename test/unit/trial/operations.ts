import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeBackend } from '../../../src/graph/native';

interface Operations {
  readonly alone: ReadonlySet<string>;
  readonly inGraphs: ReadonlySet<string>;
}

interface ExecutingBinding {
  executeOp(operation: string, ...rest: unknown[]): unknown;
  loadSavedModel(folder: string, tags: string): number;
}

/** What a graph is refused with that is only to be seen. */
const onlySeen = new Error('This graph is only seen');

/** Whether somebody only wants to see the graphs that are loaded: it takes long to make them run. */
let seesOnly = false;

/** Makes a graph that `use` asks for, and has its operations seen by `watchOperations`, but does not run it. */
export function seeGraph(use: () => void): void {
  seesOnly = true;
  try {
    assert.throws(use, (error: Error) => error.cause === onlySeen);
  } finally {
    seesOnly = false;
  }
}

/** The operations of the native library that run meanwhile, one by one, and in the graphs that are loaded or only seen. */
export function watchOperations(run: () => void): Operations {
  const backend: { binding: unknown } = nativeBackend();
  const binding = backend.binding as ExecutingBinding;
  const alone = new Set<string>();
  const inGraphs = new Set<string>();
  const watching: ExecutingBinding = {
    executeOp(operation, ...rest) {
      alone.add(operation);
      return binding.executeOp(operation, ...rest);
    },
    loadSavedModel(folder, tags) {
      for (const operation of operationsOf(readFileSync(join(folder, 'saved_model.pb')))) inGraphs.add(operation);
      if (seesOnly) throw onlySeen;
      return binding.loadSavedModel(folder, tags);
    },
  };
  // The functions of a binding cannot be replaced in it.
  backend.binding = Object.create(binding as object, Object.getOwnPropertyDescriptors(watching));
  try {
    run();
  } finally {
    backend.binding = binding;
  }
  return { alone, inGraphs };
}

/** SavedModel.meta_graphs, MetaGraphDef.graph_def, GraphDef.node and NodeDef.op, by the numbers of their fields. */
function operationsOf(savedModel: Uint8Array): string[] {
  const nodes = [2, 2, 1].reduce(
    (messages, field) => messages.flatMap((message) => fields(message, field)),
    [savedModel],
  );
  return nodes.flatMap((node) => fields(node, 2).map((text) => Buffer.from(text).toString()));
}

/** The values of a field with a length, in a message of the protocol buffer format. */
function fields(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [field, type] = [tag >>> 3, tag & 7];
    if (type === 0) varint();
    else if (type === 5) at += 4;
    else {
      const length = varint();
      if (field === wanted) found.push(message.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}
