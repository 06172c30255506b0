import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { UserError } from '../../protocol/errors';
import { throwIfCancelled } from '../task';
import { fileFailure } from './failure';

const pieceBytes = 1 << 22;
const chunkBytes = 1 << 20;
/** DEFLATE cannot shrink further than this, so that a small file cannot announce a huge content. */
const largestRatio = 1032;
/** The largest content that is read into memory at once. */
export const largestBytes = 2 ** 32 - 1;

/** The largest content of unknown size that is decompressed into memory. */
const largestInflatedBytes = 2 ** 30;

/** A member of an archive, as its bytes lie in the file. */
export interface Member {
  readonly start: number;
  readonly length: number;
  readonly deflated: boolean;
}

/**
 * Reads a file, or a member of an archive, from start to end; a file whose content is gzip is decompressed on the
 * way, whatever its name. Holds no more than was asked for, and never opens what is no regular file.
 */
export class ByteReader {
  private pending: Buffer = Buffer.alloc(0);
  private position: number;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly range: { readonly start: number; readonly end: number },
    private readonly inflated: AsyncIterator<Buffer> | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.position = range.start;
  }

  /** @throws UserError when there is no such file, it is empty, no regular file, or may not be read. */
  static async open(path: string, signal?: AbortSignal, member?: Member): Promise<ByteReader> {
    throwIfCancelled(signal);
    let file: FileHandle | undefined;
    try {
      const status = await stat(path);
      if (!status.isFile()) throw new UserError('data.notAFile', { path });
      if (status.size === 0) throw new UserError('data.empty', { path });
      file = await open(path, 'r');
      const range = member
        ? { start: member.start, end: Math.min(status.size, member.start + member.length) }
        : { start: 0, end: status.size };
      const magic = member ? undefined : (await file.read(Buffer.alloc(3), 0, 3, 0)).buffer;
      const gzip = magic?.[0] === 0x1f && magic[1] === 0x8b && magic[2] === 0x08;
      const inflate = gzip
        ? createGunzip({ chunkSize: chunkBytes })
        : member?.deflated
          ? createInflateRaw({ chunkSize: chunkBytes })
          : undefined;
      if (inflate) {
        const compressed = file.createReadStream({
          start: range.start,
          end: range.end - 1,
          autoClose: false,
          highWaterMark: chunkBytes,
        });
        pipeline(compressed, inflate, () => {});
      }
      return new ByteReader(path, file, range, inflate?.[Symbol.asyncIterator](), signal);
    } catch (error) {
      await file?.close();
      throw fileFailure(error, path);
    }
  }

  get compressed(): boolean {
    return this.inflated !== undefined;
  }

  /** Bytes in the file, as stored. */
  get storedBytes(): number {
    return this.range.end - this.range.start;
  }

  /** The most bytes that can come from here altogether. */
  get mostBytes(): number {
    return this.compressed ? this.storedBytes * largestRatio : this.storedBytes;
  }

  /** The next `count` bytes; fewer where the content ends. */
  async take(count: number): Promise<Buffer> {
    const target = Buffer.alloc(count);
    return target.subarray(0, await this.fill(target));
  }

  /** Fills `target` with the next bytes. Returns how many there were. */
  async fill(target: Uint8Array, onProgress?: (fraction: number) => void): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      throwIfCancelled(this.signal);
      const read = this.inflated
        ? await this.inflateInto(target, filled)
        : await this.readInto(target.subarray(filled, filled + pieceBytes));
      if (read === 0) break;
      filled += read;
      onProgress?.(filled / target.length);
    }
    return filled;
  }

  /** All that is left. @throws UserError data.tooLarge beyond 4 GB, or 1 GB once decompressed. */
  async rest(onProgress?: (fraction: number) => void): Promise<Buffer> {
    const most = this.compressed ? largestInflatedBytes : largestBytes;
    const parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const room = this.compressed ? chunkBytes : Math.max(1, this.range.end - this.position);
      if (size + room > most) {
        throw new UserError('data.tooLarge', { path: this.path, gigabytes: Math.round(most / 2 ** 30) });
      }
      const part = await this.take(room);
      if (part.length === 0) return parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts.push(part);
      size += part.length;
      onProgress?.(Math.min(1, (this.position - this.range.start) / this.storedBytes));
    }
  }

  async close(): Promise<void> {
    await this.inflated?.return?.();
    await this.file.close();
  }

  private async readInto(target: Uint8Array): Promise<number> {
    const length = Math.min(target.length, this.range.end - this.position);
    if (length <= 0) return 0;
    try {
      const { bytesRead } = await this.file.read(target, 0, length, this.position);
      this.position += bytesRead;
      return bytesRead;
    } catch (error) {
      throw fileFailure(error, this.path);
    }
  }

  private async inflateInto(target: Uint8Array, offset: number): Promise<number> {
    if (this.pending.length === 0) {
      try {
        const next = await this.inflated!.next();
        if (next.done) return 0;
        this.pending = next.value;
      } catch (error) {
        throw this.inflateFailure(error);
      }
    }
    const part = this.pending.subarray(0, target.length - offset);
    target.set(part, offset);
    this.pending = this.pending.subarray(part.length);
    return part.length;
  }

  private inflateFailure(error: unknown): unknown {
    const params = { path: this.path, bytes: this.storedBytes };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') return new UserError('data.gzip.truncated', params, { cause: error });
    if (typeof code === 'string' && code.startsWith('Z_')) {
      return new UserError('data.gzip.damaged', params, { cause: error });
    }
    return fileFailure(error, this.path);
  }
}

/** Opens a reader for as long as `use` runs. */
export async function withReader<T>(
  path: string,
  signal: AbortSignal | undefined,
  use: (reader: ByteReader) => Promise<T>,
  member?: Member,
): Promise<T> {
  const reader = await ByteReader.open(path, signal, member);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}
