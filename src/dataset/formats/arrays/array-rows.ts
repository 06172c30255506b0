import { type FileHandle, open } from 'node:fs/promises';
import { breathe, type Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { decodeElements, elementTypes, type NumericData, swapBytes } from '../../bytes/elements';
import { fileFailure } from '../../bytes/failure';
import { allocate } from '../../bytes/memory';
import { readAt } from '../../bytes/positioned';
import { locateMember } from '../../bytes/zip-member';
import { type ArrayHead, announcedBytes, arrayBytes, cutOff, rowBytesOf } from './array-head';
import { isColumnMajor, turnRows } from './array-values';
import type { RowReader } from './row-reader';

/** Examples nearer to each other than this are read together, as finding the next takes as long as what lies between. */
const nearBytes = 1 << 16;
const mostTogether = 1 << 22;

/**
 * The examples of an array that lies in its file as it is, read anywhere through one file handle, or of one that has a reader. It is opened when it is
 * first needed, and again after `close`.
 */
export class ArrayRows {
  private opened: Promise<FileHandle> | null = null;

  private constructor(
    private readonly head: ArrayHead,
    private readonly exampleBytes: number,
    private readonly reader: RowReader | null = null,
  ) {}

  /** Null where examples can be had only by reading all before them: compressed, or column-major. */
  static async of(head: ArrayHead, { signal }: Task): Promise<ArrayRows | null> {
    if (head.rows) return new ArrayRows(head, rowBytesOf(head), head.rows());
    const plain = isColumnMajor(head) ? null : await plainArray(head, signal);
    return plain && new ArrayRows(plain, arrayBytes(head) / (head.shape[0] ?? 1));
  }

  /** The examples from `begin` to `end` (exclusive), row-major. @throws UserError when they cannot be read any more. */
  async read(begin: number, end: number): Promise<NumericData> {
    return this.decode(await this.bytes(begin, end));
  }

  /** As they are in the file, in memory of their own. @throws UserError as `read`. */
  async bytes(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = allocate((end - begin) * this.exampleBytes);
    await this.fill(bytes, begin);
    return bytes;
  }

  /** Some examples, row-major. @param indices Ascending. @throws UserError as `read`. */
  async pick(indices: ArrayLike<number>, { signal, onProgress }: Task): Promise<NumericData> {
    const { exampleBytes } = this;
    const picked = allocate(indices.length * exampleBytes);
    let memory = new Uint8Array(0);
    for (let i = 0, end = 1; i < indices.length; i = end++) {
      while (end < indices.length && this.areNear(indices, i, end)) end++;
      const first = indices[i];
      const size = (indices[end - 1] - first + 1) * exampleBytes;
      if (memory.length < size) memory = new Uint8Array(size);
      const stretch = memory.subarray(0, size);
      await this.fill(stretch, first);
      for (let j = i; j < end; j++) {
        const from = (indices[j] - first) * exampleBytes;
        picked.set(stretch.subarray(from, from + exampleBytes), j * exampleBytes);
      }
      onProgress?.(end / indices.length);
      await breathe(signal);
    }
    return this.decode(picked);
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    await opened?.then((file) => file.close());
    await this.reader?.close();
  }

  /** May the example of place `next` be read together with all from place `first` on? */
  private areNear(indices: ArrayLike<number>, first: number, next: number): boolean {
    const { exampleBytes } = this;
    const gap = (indices[next] - indices[next - 1] - 1) * exampleBytes;
    return gap <= nearBytes && (indices[next] - indices[first] + 1) * exampleBytes <= mostTogether;
  }

  private async fill(target: Uint8Array, example: number): Promise<void> {
    const { head, exampleBytes, reader } = this;
    if (reader) return reader.fill(example, example + target.length / exampleBytes, target);
    const start = head.offset + example * exampleBytes;
    try {
      const filled = await readAt(await this.file(), target, start);
      if (filled < target.length) throw cutOff(head, announcedBytes(head), start + filled);
    } catch (error) {
      throw fileFailure(error, head.path);
    }
  }

  private file(): Promise<FileHandle> {
    this.opened ??= open(this.head.path, 'r').catch((error) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  private decode(bytes: Uint8Array<ArrayBuffer>): NumericData {
    return decodeElements(bytes, this.head.dtype, this.head.littleEndian);
  }
}

/**
 * The bytes of the examples from `begin` to `end` (exclusive), in C order and little-endian, in memory of their own. Null
 * where they are compressed, so that the file can be read from its beginning only. A member of an archive that is not
 * compressed is read where it lies; its checksum, which is of the whole, is not looked at.
 * @throws UserError as `readArray`.
 */
export async function readStretch(head: ArrayHead, begin: number, end: number, task: Task): Promise<Uint8Array | null> {
  const bytes = isColumnMajor(head)
    ? await readColumns(head, begin, end, task)
    : await readRows(head, begin, end, task);
  if (bytes && !head.littleEndian) swapBytes(bytes, elementTypes[head.dtype].bytes);
  return bytes;
}

async function readRows(head: ArrayHead, begin: number, end: number, task: Task): Promise<Uint8Array | null> {
  const rows = await ArrayRows.of(head, task);
  try {
    return rows && (await rows.bytes(begin, end));
  } finally {
    await rows?.close();
  }
}

async function readColumns(head: ArrayHead, begin: number, end: number, { signal }: Task): Promise<Uint8Array | null> {
  const plain = await plainArray(head, signal);
  return plain && (await turnRows(plain, begin, end, { signal }));
}

/** The same array by its place in the file; null where it is compressed. */
async function plainArray({ member, ...head }: ArrayHead, signal: AbortSignal | undefined): Promise<ArrayHead | null> {
  const { path } = head;
  if (!member) return (await withReader(path, signal, async ({ compressed }) => compressed)) ? null : head;
  if (member.deflated) return null;
  try {
    const file = await open(path, 'r');
    try {
      const { start } = await locateMember(path, file, member);
      return { ...head, offset: start + head.offset };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}
