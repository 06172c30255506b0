import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { decodeElements, type NumericData } from '../../bytes/elements';
import { allocate } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import type { Kept } from '../../examples/limit';
import { type ArrayHead, arrayBytes } from './array-head';
import { ArrayRows } from './array-rows';
import { elementBytes } from './array-values';

/** As much of the examples is handed out at once, if that is enough for one. */
const blockBytes = 1 << 20;

/**
 * The numbers of some examples, row-major. Reads the array from its begin to its end, and holds a piece of it beside
 * what is asked for.
 * @param indices Ascending, from 0.
 * @throws UserError data.tooLarge, or as `readArray`.
 */
export async function readExamples(
  head: ArrayHead,
  indices: NonNullable<Kept['indices']>,
  task: Task,
): Promise<NumericData> {
  const size = (arrayBytes(head) / head.shape[0]) * indices.length;
  if (size > largestBytes) throw new UserError('data.tooLarge', { path: head.path, gigabytes: 4 });
  if (head.rows) return pickRows(head, indices, task);
  const kept = allocate(size);
  let filled = 0;
  for await (const block of exampleBlocks(head, { count: indices.length, indices }, task)) {
    kept.set(block, filled);
    filled += block.length;
  }
  return decodeElements(kept, head.dtype, true);
}

async function pickRows(head: ArrayHead, indices: NonNullable<Kept['indices']>, task: Task): Promise<NumericData> {
  const rows = await ArrayRows.of(head, task);
  try {
    return rows ? await rows.pick(indices, task) : decodeElements(new Uint8Array(), head.dtype, true);
  } finally {
    await rows?.close();
  }
}

/**
 * The bytes of some examples in their order, row-major and little-endian, in blocks of whole ones. A block is valid until
 * the next. Reads the array from its begin to the last of them.
 * @param largestBand As `elementBytes` has it.
 * @throws UserError as `readArray`.
 */
export async function* exampleBlocks(
  head: ArrayHead,
  { count, indices }: Kept,
  task: Task,
  largestBand?: number,
): AsyncGenerator<Uint8Array> {
  const all = arrayBytes(head);
  const exampleBytes = all / head.shape[0];
  const block = new Uint8Array(Math.min(count, Math.max(1, Math.floor(blockBytes / exampleBytes))) * exampleBytes);
  // What follows each other is one stretch: it may lie in several pieces, and of each there is the part that it holds.
  const stretches = indices ? count : 1;
  const size = indices ? exampleBytes : count * exampleBytes;
  const beginOf = (stretch: number) => (indices ? indices[stretch] * exampleBytes : 0);
  const isWhole = beginOf(stretches - 1) + size === all;
  let filled = 0;
  let pieceBegin = 0;
  let next = 0;
  for await (const piece of elementBytes(head, task, largestBand)) {
    const pieceEnd = pieceBegin + piece.length;
    for (; next < stretches; next++) {
      const begin = beginOf(next);
      const end = Math.min(begin + size, pieceEnd);
      for (let from = Math.max(begin, pieceBegin); from < end; ) {
        const part = piece.subarray(from - pieceBegin, Math.min(end, from + block.length - filled) - pieceBegin);
        block.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === block.length) {
          yield block;
          filled = 0;
        }
      }
      if (begin + size > pieceEnd) break;
    }
    // Only to its end does anything have a checksum.
    if (next === stretches && !isWhole) break;
    pieceBegin = pieceEnd;
  }
  if (filled > 0) yield block.subarray(0, filled);
}
