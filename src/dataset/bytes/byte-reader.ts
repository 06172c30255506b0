import { type FileHandle, open, stat } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { throwIfCancelled } from '../../task';
import { type ByteSource, CheckedBytes, gzipFailure, InflatedBytes, PlainBytes } from './byte-source';
import { fileFailure } from './failure';
import { allocate } from './memory';
import { largestBytes } from './sizes';
import { locateMember, type Member, memberDamaged } from './zip-member';

const pieceBytes = 1 << 24;
const chunkBytes = 1 << 20;
/** DEFLATE cannot shrink further than this, so that a small file cannot announce a huge content. */
export const largestRatio = 1032;
/** What compressed bytes usually come to at most: so much room is made for them at first. */
const usualRatio = 4;
/** The largest content of unknown size that is decompressed into memory. */
export const largestInflatedBytes = 2 ** 30;

/** How large a content is, as far as that is known before it is read. */
export interface ContentSize {
  /** Bytes in the file, as stored. */
  readonly storedBytes: number;
  /** The most bytes that can come of them. */
  readonly mostBytes: number;
  readonly compressed: boolean;
  /** Whether there is a checksum at the end of it. */
  readonly checked: boolean;
}

/**
 * Reads a file, or a member of an archive, from start to end; a file whose content is gzip is decompressed on the
 * way, whatever its name. Holds no more than was asked for, makes room only for what comes, and never opens what is no
 * regular file.
 */
export class ByteReader implements ContentSize {
  readonly storedBytes: number;
  readonly mostBytes: number;
  readonly compressed: boolean;
  readonly checked: boolean;
  /** Bytes that were read or skipped so far. */
  private position = 0;

  private constructor(
    readonly path: string,
    private readonly source: ByteSource,
    size: ContentSize,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.storedBytes = size.storedBytes;
    this.mostBytes = size.mostBytes;
    this.compressed = size.compressed;
    this.checked = size.checked;
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
      const opened = member ? await openMember(path, file, member) : await openWhole(path, file, status.size);
      return new ByteReader(path, opened.source, opened, signal);
    } catch (error) {
      await file?.close();
      throw fileFailure(error, path);
    }
  }

  /** The next `count` bytes, in memory of their own; fewer where the content ends. */
  async take(count: number, onProgress?: (fraction: number) => void): Promise<Buffer<ArrayBuffer>> {
    const likely = this.compressed ? Math.max(chunkBytes, usualRatio * this.storedBytes) : this.left;
    let target = room(Math.min(count, likely));
    let filled = 0;
    for (;;) {
      const before = filled;
      const progress = (fraction: number) => onProgress?.((before + fraction * (target.length - before)) / count);
      filled += await this.fill(target.subarray(filled), progress);
      if (filled < target.length || filled === count || this.left === 0) return target.subarray(0, filled);
      const larger = room(Math.min(count, 2 * filled));
      larger.set(target);
      target = larger;
    }
  }

  /** Fills `target` with the next bytes. Returns how many there were. */
  async fill(target: Uint8Array, onProgress?: (fraction: number) => void): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      throwIfCancelled(this.signal);
      const read = await this.source.read(target.subarray(filled, filled + pieceBytes));
      if (read === 0) break;
      filled += read;
      this.position += read;
      onProgress?.(filled / target.length);
    }
    return filled;
  }

  /** Passes over the next `count` bytes. Returns how many there were. */
  async skip(count: number): Promise<number> {
    let skipped = 0;
    while (skipped < count) {
      throwIfCancelled(this.signal);
      const passed = await this.source.skip(count - skipped);
      if (passed === 0) break;
      skipped += passed;
    }
    this.position += skipped;
    return skipped;
  }

  /** All that is left. @throws UserError data.tooLarge beyond 4 GB, or 1 GB once decompressed. */
  async rest(onProgress?: (fraction: number) => void): Promise<Buffer> {
    const most = this.compressed ? largestInflatedBytes : largestBytes;
    const parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const room = this.compressed ? chunkBytes : Math.max(1, this.left);
      if (size + room > most) {
        throw new UserError('data.tooLarge', { path: this.path, gigabytes: Math.round(most / 2 ** 30) });
      }
      const part = await this.take(room);
      if (part.length === 0) return parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts.push(part);
      size += part.length;
      onProgress?.(Math.min(1, this.position / this.mostBytes));
    }
  }

  /**
   * Reads to the end, so that what has a checksum is held against it; not if any number of bytes may follow.
   * @throws UserError data.overlong where more than `most` bytes follow.
   */
  async finish(most: number): Promise<void> {
    if (!this.checked || most === Number.POSITIVE_INFINITY) return;
    const read = this.position;
    if ((await this.skip(most + 1)) <= most) return;
    throw new UserError('data.overlong', { path: this.path, expected: read, actual: this.position });
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private get left(): number {
    return this.mostBytes - this.position;
  }
}

interface Opened extends ContentSize {
  readonly source: ByteSource;
}

async function openWhole(path: string, file: FileHandle, size: number): Promise<Opened> {
  const range = { start: 0, end: size };
  const { buffer } = await file.read(Buffer.alloc(3), 0, 3, 0);
  const isGzip = buffer[0] === 0x1f && buffer[1] === 0x8b && buffer[2] === 0x08;
  return {
    source: isGzip
      ? new InflatedBytes(file, range, 'gzip', gzipFailure(path, size))
      : new PlainBytes(path, file, range),
    storedBytes: size,
    mostBytes: isGzip ? size * largestRatio : size,
    compressed: isGzip,
    checked: isGzip,
  };
}

async function openMember(path: string, file: FileHandle, member: Member): Promise<Opened> {
  const range = await locateMember(path, file, member);
  const storedBytes = range.end - range.start;
  const damaged = () => memberDamaged(path, member);
  const source = member.deflated
    ? new InflatedBytes(file, range, 'deflate', (error) => fileFailure(memberFailure(error, damaged), path))
    : new PlainBytes(path, file, range);
  const mostBytes = member.deflated ? storedBytes * largestRatio : storedBytes;
  if (member.size > mostBytes) throw damaged();
  return {
    source: new CheckedBytes(source, { length: member.size, checksum: member.checksum }, damaged),
    storedBytes,
    mostBytes: member.size,
    compressed: member.deflated,
    checked: true,
  };
}

/** What zlib throws means damage. */
function memberFailure(error: unknown, damaged: () => UserError): unknown {
  const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  return isZlib ? damaged() : error;
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

function room(bytes: number): Buffer<ArrayBuffer> {
  const { buffer, byteOffset } = allocate(bytes);
  return Buffer.from(buffer, byteOffset, bytes);
}
