import { UserError } from '../../protocol/errors';
import { largestBytes } from '../files/byte-reader';
import type { Task } from '../task';
import { type ArrayHead, arrayBytes } from './array-head';
import { elementBytes } from './array-values';
import { decodeElements, type NumericData } from './elements';

/**
 * The numbers of some examples, row-major. Reads the array from its begin to its end, and holds a piece of it beside
 * what is asked for.
 * @param indices Ascending, from 0.
 * @throws UserError data.tooLarge, or as `readArray`.
 */
export async function readExamples(head: ArrayHead, indices: ArrayLike<number>, task: Task): Promise<NumericData> {
  const exampleBytes = arrayBytes(head) / head.shape[0];
  const size = exampleBytes * indices.length;
  if (size > largestBytes) throw new UserError('data.tooLarge', { path: head.path, gigabytes: 4 });
  const kept = new Uint8Array(size);
  let pieceBegin = 0;
  let next = 0;
  for await (const piece of elementBytes(head, task)) {
    const pieceEnd = pieceBegin + piece.length;
    while (next < indices.length) {
      // An example may lie in several pieces: of each the part that it holds.
      const begin = indices[next] * exampleBytes;
      const end = begin + exampleBytes;
      if (begin >= pieceEnd) break;
      const from = Math.max(begin, pieceBegin);
      const part = piece.subarray(from - pieceBegin, Math.min(end, pieceEnd) - pieceBegin);
      kept.set(part, next * exampleBytes + from - begin);
      if (end > pieceEnd) break;
      next++;
    }
    pieceBegin = pieceEnd;
  }
  return decodeElements(kept.buffer, head.dtype, true);
}
