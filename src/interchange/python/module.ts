import type { StoredTensor } from '../../model/weights';
import type { Parts } from '../parts';
import { leavesOf, type Program, type Value } from '../program';
import { identifier } from './dialect';
import { keras } from './keras';
import type { PythonLayer } from './layers';
import { Members, methodOf } from './method';
import { kerasPrelude, kerasTail, torchPrelude, torchTail } from './text';
import { torch } from './torch';

/** A model as Python's code, and what it reads its numbers from. */
export interface PythonModule {
  readonly code: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

export interface PythonTitle {
  /** Of the run. */
  readonly name: string;
  readonly version: string;
}

type Methods = Pick<Parts<Program>, 'encoder' | 'decoder' | 'sampler'>;

/** A class of PyTorch or Keras, with a method for each part, and its weights by the names and in the order that the library has. */
export function pythonModule(library: 'torch' | 'keras', parts: Methods, title: PythonTitle): PythonModule {
  const dialect = library === 'torch' ? torch : keras;
  const members = new Members();
  const methods = [
    methodOf('encode', 'Raw data to q(z|x).', parts.encoder, dialect, members),
    methodOf('decode', 'Codes to raw data: the mean of p(x|z).', parts.decoder, dialect, members),
    methodOf('sample', 'Noise to draws from p(z), decoded.', parts.sampler, dialect, members),
  ];
  const values = new Map([parts.encoder, parts.decoder, parts.sampler].flatMap(weightsOf));
  const build = [
    ...[...members.layers.values()].map((layer) => `self.${identifier(layer.name)} = ${dialect.layer(layer)}`),
    ...[...members.held].map(([name, value]) => dialect.held(heldKind(value), name, value)),
  ];
  const tensors = library === 'torch' ? torchTensors(members, values) : kerasTensors(members, values);
  const [prelude, tail] =
    library === 'torch'
      ? [torchPrelude(title, example(parts)), torchTail]
      : [kerasPrelude(title, example(parts)), kerasTail];
  const body = [...indented(build, 2), '', ...methods.flatMap((method) => [...indented(method, 1), ''])];
  return { code: [...prelude, ...body, ...tail, ''].join('\n'), tensors };
}

function heldKind({ source }: Value): 'weight' | 'constant' {
  return source.kind === 'weight' ? 'weight' : 'constant';
}

/** What a call of each method is given, for whoever reads the top of the file. */
function example({ encoder, decoder, sampler }: Methods) {
  const call = ({ inputs }: Program) => inputs.map(({ name }) => name).join(', ');
  return { encode: call(encoder), decode: call(decoder), sample: call(sampler) };
}
export type ExampleCalls = ReturnType<typeof example>;

function indented(lines: readonly string[], depth: number): string[] {
  return lines.map((line) => (line === '' ? '' : `${'    '.repeat(depth)}${line}`));
}

function weightsOf(program: Program): (readonly [string, StoredTensor])[] {
  return leavesOf(program).flatMap(({ source, shape }) =>
    source.kind === 'weight'
      ? [[source.name, { shape: shape as readonly number[], values: source.elements }] as const]
      : [],
  );
}

type Weights = ReadonlyMap<string, StoredTensor>;

/** As a state_dict has them. */
function torchTensors({ layers, held }: Members, weights: Weights): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const layer of layers.values()) {
    const name = identifier(layer.name);
    tensors.set(`${name}.weight`, permuted(weights.get(`${layer.name}/kernel`)!, torchOrder(layer)));
    if (layer.hasBias) tensors.set(`${name}.bias`, weights.get(`${layer.name}/bias`)!);
  }
  for (const [name, value] of held) tensors.set(name, stored(value));
  return tensors;
}

/** Outputs first, or of a transposed convolution inputs. */
function torchOrder({ kind }: PythonLayer): readonly number[] {
  return kind === 'dense' ? [1, 0] : [3, 2, 0, 1];
}

/** As the run has them. */
function kerasTensors({ layers, held }: Members, weights: Weights): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, hasBias } of layers.values()) {
    for (const part of hasBias ? ['kernel', 'bias'] : ['kernel']) {
      tensors.set(`${name}/${part}`, weights.get(`${name}/${part}`)!);
    }
  }
  for (const [name, value] of held)
    tensors.set(value.source.kind === 'weight' ? value.source.name : name, stored(value));
  return tensors;
}

/** Whole numbers and truth values as floats: they are turned back where they are read. */
function stored({ source, shape }: Value): StoredTensor {
  if (source.kind !== 'weight' && source.kind !== 'constant') throw new Error('Only what is known is stored');
  return { shape: shape as readonly number[], values: Float32Array.from(source.elements) };
}

/** With the dimensions in another order, row-major again. */
export function permuted({ shape, values }: StoredTensor, order: readonly number[]): StoredTensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const result = new Float32Array(values.length);
  const to = order.map((axis) => shape[axis]);
  const place = to.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[place.reduce((at, index, axis) => at + index * strides[order[axis]], 0)];
    for (let axis = to.length - 1; axis >= 0 && ++place[axis] === to[axis]; axis--) place[axis] = 0;
  }
  return { shape: to, values: result };
}
