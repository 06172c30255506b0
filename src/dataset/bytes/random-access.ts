import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { throwIfCancelled } from '../../task';
import { withReader } from './byte-reader';
import { fileFailure } from './failure';
import { readAt } from './positioned';

/** A file of which pieces are read anywhere; one that is gzip is decompressed into memory first. */
export class RandomAccess {
  private constructor(
    readonly path: string,
    readonly size: number,
    private readonly from: FileHandle | Buffer,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws UserError as `ByteReader.open` and `ByteReader.rest`. */
  static async open(path: string, signal?: AbortSignal): Promise<RandomAccess> {
    const inflated = await withReader(path, signal, async (reader) => ({
      size: reader.storedBytes,
      content: reader.compressed ? await reader.rest() : undefined,
    }));
    if (inflated.content) return new RandomAccess(path, inflated.content.length, inflated.content, signal);
    try {
      return new RandomAccess(path, inflated.size, await open(path, 'r'), signal);
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  /**
   * The bytes from `start` on, in memory of their own or not to be written to.
   * @throws UserError data.truncated when the file ends before.
   */
  async read(start: number, length: number): Promise<Buffer> {
    throwIfCancelled(this.signal);
    const { path, size } = this;
    if (!(start >= 0 && length >= 0 && start + length <= size)) {
      throw new UserError('data.truncated', { path, expected: start + length, actual: size });
    }
    if (Buffer.isBuffer(this.from)) return this.from.subarray(start, start + length);
    const target = Buffer.alloc(length);
    const filled = await readAt(this.from, target, start).catch((error: unknown) => {
      throw fileFailure(error, path);
    });
    if (filled < length) throw new UserError('data.truncated', { path, expected: size, actual: start + filled });
    return target;
  }

  async close(): Promise<void> {
    if (!Buffer.isBuffer(this.from)) await this.from.close();
  }
}

/** Opens a file for as long as `use` runs. */
export async function withRandomAccess<T>(
  path: string,
  signal: AbortSignal | undefined,
  use: (file: RandomAccess) => Promise<T>,
): Promise<T> {
  const file = await RandomAccess.open(path, signal);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
