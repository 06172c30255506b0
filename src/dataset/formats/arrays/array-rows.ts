import { type FileHandle, open } from 'node:fs/promises';
import { breathe, type Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { decodeElements, type NumericData } from '../../bytes/elements';
import { fileFailure } from '../../bytes/failure';
import { readAt } from '../../bytes/positioned';
import { type ArrayHead, announcedBytes, arrayBytes, cutOff } from './array-head';
import { outsideArchive } from './array-stretch';
import { isColumnMajor } from './array-values';

/** Examples nearer to each other than this are read together, as finding the next takes as long as what lies between. */
const nearBytes = 1 << 16;
const mostTogether = 1 << 22;

/**
 * The examples of an array that lies in its file as it is, read anywhere through one file handle. It is opened when it is
 * first needed, and again after `close`.
 */
export class ArrayRows {
  private opened: Promise<FileHandle> | null = null;

  private constructor(
    private readonly head: ArrayHead,
    private readonly exampleBytes: number,
  ) {}

  /** Null where examples can be had only by reading all before them: compressed, or column-major. */
  static async of(head: ArrayHead, { signal }: Task): Promise<ArrayRows | null> {
    const direct = isColumnMajor(head) ? null : await outsideArchive(head);
    if (!direct) return null;
    const isCompressed = await withReader(head.path, signal, async ({ compressed }) => compressed);
    return isCompressed ? null : new ArrayRows(direct, arrayBytes(head) / head.shape[0]);
  }

  /** The examples from `begin` to `end` (exclusive), row-major. @throws UserError when they cannot be read any more. */
  async read(begin: number, end: number): Promise<NumericData> {
    const bytes = new Uint8Array((end - begin) * this.exampleBytes);
    await this.fill(bytes, begin);
    return this.decode(bytes);
  }

  /** Some examples, row-major. @param indices Ascending. @throws UserError as `read`. */
  async pick(indices: ArrayLike<number>, { signal, onProgress }: Task): Promise<NumericData> {
    const { exampleBytes } = this;
    const picked = new Uint8Array(indices.length * exampleBytes);
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
  }

  /** May the example of place `next` be read together with all from place `first` on? */
  private areNear(indices: ArrayLike<number>, first: number, next: number): boolean {
    const { exampleBytes } = this;
    const gap = (indices[next] - indices[next - 1] - 1) * exampleBytes;
    return gap <= nearBytes && (indices[next] - indices[first] + 1) * exampleBytes <= mostTogether;
  }

  private async fill(target: Uint8Array, example: number): Promise<void> {
    const { head, exampleBytes } = this;
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

  private decode({ buffer }: Uint8Array<ArrayBuffer>): NumericData {
    return decodeElements(buffer, this.head.dtype, this.head.littleEndian);
  }
}
