import { totalmem } from 'node:os';
import type { DataConfig } from '../../protocol/config';
import type { DataSummary } from '../../protocol/data';
import type { Sentence } from '../../protocol/errors';
import { largestBytes, megabyte } from '../bytes/sizes';

/** More examples than these are not shown, encoded and compared at once, however small they are. */
const mostShown = 200_000;

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

/** How many examples there are, and how many of them are shown. */
export function countsOf(
  examples: number,
  division: Pick<Division, 'shown'> | null,
): Pick<DataSummary, 'examples' | 'streamed'> {
  return division ? { examples: division.shown, streamed: examples } : { examples };
}

/** Says that what is shown is a sample, where it is. */
export function streamedWarnings(
  path: string,
  division: Pick<Division, 'shown'> | null,
  examples: number,
  { memory: megabytes = 0 }: Pick<DataConfig, 'memory'>,
): Sentence[] {
  if (!division) return [];
  return [{ code: 'data.streamed', params: { path, examples, shown: division.shown, megabytes } }];
}
