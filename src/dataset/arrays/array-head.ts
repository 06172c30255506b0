import { UserError } from '../../protocol/errors';
import { largestBytes, type Member, withReader } from '../files/byte-reader';
import type { Task } from '../task';
import { decodeElements, type ElementName, elementTypes, type NumericArray, product, toRowMajor } from './elements';

/** An array in a file, before its numbers are read. */
export interface ArrayHead {
  readonly path: string;
  /** Where it lies in an archive. */
  readonly member?: Member;
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  readonly littleEndian: boolean;
  /** Column-major. */
  readonly fortran: boolean;
  /** Bytes before the numbers. */
  readonly offset: number;
}

/** Bytes from the start of the head to the last number. */
export function announcedBytes(head: Pick<ArrayHead, 'shape' | 'dtype' | 'offset'>): number {
  return head.offset + product(head.shape) * elementTypes[head.dtype].bytes;
}

/** @throws UserError data.truncated when a file announces more than it can hold, before anything is allocated. */
export function checkRoom(path: string, announced: number, stored: { mostBytes: number; storedBytes: number }): void {
  if (announced > stored.mostBytes || !Number.isSafeInteger(announced)) {
    throw new UserError('data.truncated', { path, expected: announced, actual: stored.storedBytes });
  }
}

/**
 * Reads the numbers, of the first `examples` examples only where that is given.
 * @throws UserError data.truncated, data.tooLarge, or as the file system has it.
 */
export async function readArray(head: ArrayHead, task: Task, examples = head.shape[0] ?? 1): Promise<NumericArray> {
  const all = head.shape[0] ?? 1;
  const shape = head.shape.length === 0 ? [] : [Math.min(all, examples), ...head.shape.slice(1)];
  const size = product(head.fortran ? head.shape : shape) * elementTypes[head.dtype].bytes;
  if (size > largestBytes) throw new UserError('data.tooLarge', { path: head.path, gigabytes: 4 });
  const buffer = await withReader(
    head.path,
    task.signal,
    async (reader) => {
      await reader.take(head.offset);
      const bytes = new Uint8Array(size);
      const filled = await reader.fill(bytes, task.onProgress);
      if (filled < size) {
        throw new UserError('data.truncated', {
          path: head.path,
          expected: announcedBytes(head),
          actual: head.offset + filled,
        });
      }
      return bytes.buffer;
    },
    head.member,
  );
  const stored = decodeElements(buffer, head.dtype, head.littleEndian);
  if (!head.fortran || head.shape.length < 2) return { shape, dtype: head.dtype, data: stored };
  return {
    shape,
    dtype: head.dtype,
    data: toRowMajor(stored, head.shape).subarray(0, product(shape)) as typeof stored,
  };
}
