import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { DataConfig } from '../protocol/config';
import type { DataFormat, DataSummary } from '../protocol/data';
import { type Sentence, UserError } from '../protocol/errors';
import { product } from './arrays/elements';
import { largestBytes } from './files/byte-reader';

const megabyte = 2 ** 20;
/** More examples than these are not shown, encoded and compared at once, however small they are. */
const mostShown = 200_000;
/** What can be read from disk in pieces. */
const streamable: ReadonlySet<DataFormat> = new Set(['idx', 'npy', 'npz', 'safetensors']);

/** The memory that examples may take where nothing is said about it, MB: a quarter of the machine's. */
export function defaultMemory(): number {
  // A container may have less than its machine; without a bound of its own it claims more than there can be.
  const bound = process.constrainedMemory?.() || Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor(Math.min(totalmem(), bound) / 4 / megabyte));
}

/** The memory that examples may take, bytes. */
export function memoryBytes({ memory }: Pick<DataConfig, 'memory'>): number {
  return memory === undefined ? Number.POSITIVE_INFINITY : memory * megabyte;
}

/** How examples that memory does not hold are divided between what is shown and what is read while training. */
export interface Division {
  /** Those that are in memory throughout. */
  readonly shown: number;
  /** For pieces of all of them, bytes. */
  readonly streamMemory: number;
}

/** Bytes of an example, as it is stored and as it is given to a model. */
export interface ExampleBytes {
  readonly stored: number;
  readonly encoded: number;
}

/** Null where all examples fit in `memory`, bytes. */
export function divide(examples: number, { stored, encoded }: ExampleBytes, memory: number): Division | null {
  const larger = Math.max(stored, encoded);
  const isReadable = examples * larger <= largestBytes;
  if (examples * encoded <= memory && (isReadable || memory === Number.POSITIVE_INFINITY)) return null;
  const half = memory / 2;
  // What is shown is there twice: as it was stored and encoded, then for us and for the native library.
  const fitting = Math.floor(Math.min(half / (encoded + larger), largestBytes / larger));
  return { shown: Math.min(examples, mostShown, Math.max(2, fitting)), streamMemory: half };
}

/** The place among `examples` of the `index`-th of `shown` that are spread evenly over them. */
export function spreadPlace(index: number, shown: number, examples: number): number {
  return Math.floor((index * examples) / shown);
}

/** Which of the examples from `begin` to `end` are shown: their index among those, and their row counted from `begin`. */
export function* shownWithin(
  { shown }: Pick<Division, 'shown'>,
  examples: number,
  begin: number,
  end: number,
): Generator<{ readonly index: number; readonly row: number }> {
  for (let index = Math.ceil((begin * shown) / examples); index < shown; index++) {
    const place = spreadPlace(index, shown, examples);
    if (place >= end) return;
    if (place >= begin) yield { index, row: place - begin };
  }
}

/** Says that what is shown is a sample. */
export function streamedWarning(path: string, { shown }: Division, examples: number, config: DataConfig): Sentence {
  return { code: 'data.streamed', params: { path, examples, shown, megabytes: config.memory ?? 0 } };
}

/**
 * Refuses examples that memory does not hold and that cannot be read in pieces.
 * @param convert The arguments of `latent-lens convert` after which they can be; absent where nothing helps.
 */
export function checkMemory(
  path: string,
  bytes: number,
  config: Pick<DataConfig, 'memory'>,
  convert?: Conversion,
): void {
  if (bytes <= memoryBytes(config)) return;
  const params = { path, needed: Math.ceil(bytes / megabyte), megabytes: config.memory ?? 0 };
  throw convert
    ? new UserError('data.memory.convert', { ...params, ...convert })
    : new UserError('data.memory.exceeded', params);
}

interface Conversion {
  readonly [name: string]: string;
  readonly arguments: string;
  readonly out: string;
}

/** How to make an array of data that can be read anywhere, with their labels where they are looked for. */
export function conversionOf(path: string, { array }: Pick<DataConfig, 'array'>, hasLabels: boolean): Conversion {
  const stem = basename(path)
    .replace(/\.gz$/i, '')
    .replace(/\.[a-z]+$/i, '');
  const beside = (ending: string) => join(dirname(path), `${stem}-converted${ending}.npy`);
  const words = ['--data', path, ...(array === undefined ? [] : ['--array', array]), '--out', beside('')];
  return { arguments: [...words, ...(hasLabels ? ['--labels', beside('_labels')] : [])].join(' '), out: beside('') };
}

/**
 * Refuses what a source would load and memory does not hold. Arrays see to that themselves.
 * @throws UserError data.memory.convert or data.memory.exceeded.
 */
export function checkSource(summary: DataSummary, config: DataConfig): void {
  const { source, format, kind, examples, shape, label } = summary;
  if (streamable.has(format) || format === 'builtin' || kind === 'images' || kind === 'table') return;
  const numbers = kind === 'text' ? shape[0] : product(shape);
  const bytes = examples * numbers * (kind === 'vectors' ? 4 : 1);
  const isNumeric = kind === 'vectors';
  checkMemory(source, bytes, config, isNumeric ? conversionOf(source, config, label !== undefined) : undefined);
}
