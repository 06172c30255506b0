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
    this.check(start, length);
    if (Buffer.isBuffer(this.from)) return this.from.subarray(start, start + length);
    // All of it is written over, or nobody sees it.
    const target = Buffer.allocUnsafeSlow(length);
    await this.fill(target, start);
    return target;
  }

  /** Fills `target` with the bytes from `start` on. @throws UserError as `read`. */
  async fill(target: Uint8Array, start: number): Promise<void> {
    this.check(start, target.length);
    const { path, size, from } = this;
    if (Buffer.isBuffer(from)) {
      target.set(from.subarray(start, start + target.length));
      return;
    }
    const filled = await readAt(from, target, start).catch((error: unknown) => {
      throw fileFailure(error, path);
    });
    if (filled < target.length) throw new UserError('data.truncated', { path, expected: size, actual: start + filled });
  }

  private check(start: number, length: number): void {
    throwIfCancelled(this.signal);
    const { path, size } = this;
    if (start >= 0 && length >= 0 && start + length <= size) return;
    throw new UserError('data.truncated', { path, expected: start + length, actual: size });
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
