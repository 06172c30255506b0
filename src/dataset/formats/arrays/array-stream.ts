import type { Task } from '../../../task';
import { decodeElements, type NumericData } from '../../bytes/elements';
import { bytesOf } from '../../bytes/memory';
import type { ExampleStream } from '../../examples/dataset';
import { type Division, spreadPlace } from '../../examples/memory';
import { spoolExamples } from '../../examples/spooled-examples';
import { type ArrayChoice, placesIn } from './array-choice';
import type { EncodedExamples } from './array-encoder';
import { type ArrayHead, arrayBytes } from './array-head';
import { ArrayRows } from './array-rows';
import { exampleBlocks } from './array-sample';

/** The used examples of an array that memory does not hold, as they are stored. */
export interface StreamedExamples {
  /** Those that are in memory, row-major. */
  readonly held: NumericData;
  /** The used ones from `begin` to `end` (exclusive), row-major. @throws UserError when they cannot be read any more. */
  read(begin: number, end: number): Promise<NumericData>;
  /** Lets go of files, until the next `read`. */
  close(): Promise<void>;
}

/**
 * Reads examples where they lie; those that can be had only by reading all before them (compressed, or column-major), from
 * a temporary file that is made of them now.
 * @throws UserError data.spool.failed, or as `readArray`.
 */
export async function streamExamples(
  head: ArrayHead,
  choice: ArrayChoice,
  division: Division,
  task: Task,
): Promise<StreamedExamples> {
  const rows = await ArrayRows.of(head, task);
  return rows ? inPlace(rows, choice, task) : spooled(head, choice, division, task);
}

async function inPlace(rows: ArrayRows, { used, held }: ArrayChoice, task: Task): Promise<StreamedExamples> {
  try {
    return {
      held: await rows.pick(held.indices ?? [], task),
      read: (begin, end) => (used.indices ? rows.pick(used.indices.subarray(begin, end), {}) : rows.read(begin, end)),
      close: () => rows.close(),
    };
  } finally {
    await rows.close();
  }
}

async function spooled(
  head: ArrayHead,
  { used }: ArrayChoice,
  division: Division,
  task: Task,
): Promise<StreamedExamples> {
  const { path, dtype, shape } = head;
  const format = { width: arrayBytes(head) / shape[0], type: 'bytes' } as const;
  const blocks = exampleBlocks(head, used, task, division.streamMemory);
  const { values, stream } = await spoolExamples(path, used.count, division, format, blocks);
  return {
    held: decodeElements(bytesOf(values), dtype, true),
    read: async (begin, end) => decodeElements(bytesOf(await stream.read(begin, end)), dtype, true),
    close: () => stream.close(),
  };
}

/** The used examples of an array, encoded piece by piece as those in memory are. */
export function arrayStream(
  { read, close }: StreamedExamples,
  { used, held }: ArrayChoice,
  { values, encode }: Pick<EncodedExamples, 'values' | 'encode'>,
  memory: number,
): ExampleStream {
  const width = values.length / held.count;
  const placeIn = placesIn(used);
  return {
    examples: used.count,
    width,
    bytesPerExample: width * values.BYTES_PER_ELEMENT,
    memory,
    placeOf: (index) => spreadPlace(index, held.count, used.count),
    read: async (begin, end) => encode(await read(begin, end), (index) => placeIn(begin + index)),
    close,
  };
}
