import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createGunzip, createInflateRaw } from 'node:zlib';
import { UserError } from '../../protocol/errors';
import { fileFailure } from './failure';

const chunkBytes = 1 << 20;
/** Stretches of a file that are read at one time. */
const lanes = 4;

/** Bytes that come one after the other, each once. */
export interface ByteSource {
  /** Fills a part of `target`, or all of it. Returns how much; 0 at the end. */
  read(target: Uint8Array): Promise<number>;
  /** Passes over at most `count` bytes. Returns how many; 0 at the end. */
  skip(count: number): Promise<number>;
  close(): Promise<void>;
}

/** A stretch of a file. */
export interface ByteRange {
  readonly start: number;
  /** The first byte beyond it. */
  readonly end: number;
}

/** The bytes of a stretch of a file as they are. */
export class PlainBytes implements ByteSource {
  private position: number;

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly range: ByteRange,
  ) {
    this.position = range.start;
  }

  async read(target: Uint8Array): Promise<number> {
    const length = Math.min(target.length, this.range.end - this.position);
    if (length <= 0) return 0;
    // Stretches side by side: copying from the system's cache keeps a core busy.
    const size = Math.max(chunkBytes, Math.ceil(length / lanes));
    const stretches = Array.from({ length: Math.ceil(length / size) }, (_, i) => target.subarray(i * size, length));
    try {
      const counts = await Promise.all(
        stretches.map(async (stretch, i) => {
          const from = this.position + i * size;
          return (await this.file.read(stretch, 0, Math.min(size, stretch.length), from)).bytesRead;
        }),
      );
      // What lies behind a stretch that came short was not read from its place.
      const short = counts.findIndex((count, i) => count < Math.min(size, stretches[i].length));
      const read = short < 0 ? length : short * size + counts[short];
      this.position += read;
      return read;
    } catch (error) {
      throw fileFailure(error, this.path);
    }
  }

  async skip(count: number): Promise<number> {
    const passed = Math.min(count, this.range.end - this.position);
    this.position += passed;
    return passed;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** The bytes that a stretch of a file inflates to. */
export class InflatedBytes implements ByteSource {
  private pending: Buffer = Buffer.alloc(0);
  private readonly inflated: AsyncIterator<Buffer>;

  constructor(
    private readonly file: FileHandle,
    { start, end }: ByteRange,
    format: 'gzip' | 'deflate',
    /** What an error of zlib means. Errors of the file system are passed to it as well. */
    private readonly failure: (error: unknown) => unknown,
  ) {
    const inflate = (format === 'gzip' ? createGunzip : createInflateRaw)({ chunkSize: chunkBytes });
    const compressed =
      start < end
        ? file.createReadStream({ start, end: end - 1, autoClose: false, highWaterMark: chunkBytes })
        : Readable.from([]);
    pipeline(compressed, inflate, () => {});
    // An error that comes when reading has ended, and the pipeline with it, is nobody's.
    inflate.on('error', () => {});
    this.inflated = inflate[Symbol.asyncIterator]();
  }

  async read(target: Uint8Array): Promise<number> {
    if (!(await this.ready())) return 0;
    const part = this.pending.subarray(0, target.length);
    target.set(part);
    this.pending = this.pending.subarray(part.length);
    return part.length;
  }

  async skip(count: number): Promise<number> {
    if (!(await this.ready())) return 0;
    const passed = Math.min(count, this.pending.length);
    this.pending = this.pending.subarray(passed);
    return passed;
  }

  async close(): Promise<void> {
    await this.inflated.return?.();
    await this.file.close();
  }

  private async ready(): Promise<boolean> {
    while (this.pending.length === 0) {
      try {
        const next = await this.inflated.next();
        if (next.done) return false;
        this.pending = next.value;
      } catch (error) {
        throw this.failure(error);
      }
    }
    return true;
  }
}

/** Bytes of which length and CRC-32 are known: a difference is told as soon as the last one is read. */
export class CheckedBytes implements ByteSource {
  private length = 0;
  private checksum = 0;
  private readonly passed = Buffer.alloc(1 << 16);

  constructor(
    private readonly source: ByteSource,
    private readonly expected: { readonly length: number; readonly checksum: number },
    private readonly damaged: () => UserError,
  ) {}

  async read(target: Uint8Array): Promise<number> {
    if (target.length === 0) return 0;
    const count = await this.source.read(target);
    this.length += count;
    this.checksum = crc32(target.subarray(0, count), this.checksum);
    const { length, checksum } = this.expected;
    const ended = count === 0 || this.length === length;
    if (this.length > length || (ended && (this.length < length || this.checksum !== checksum))) throw this.damaged();
    return count;
  }

  /** Bytes that nobody wants count as well. */
  skip(count: number): Promise<number> {
    return this.read(this.passed.subarray(0, count));
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

/** What zlib says of a file of gzip data. */
export function gzipFailure(path: string, bytes: number): (error: unknown) => unknown {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') return new UserError('data.gzip.truncated', { path, bytes }, { cause: error });
    if (typeof code === 'string' && code.startsWith('Z_')) {
      return new UserError('data.gzip.damaged', { path, bytes }, { cause: error });
    }
    return fileFailure(error, path);
  };
}
