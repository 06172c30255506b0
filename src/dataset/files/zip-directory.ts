import { open } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import type { Member } from './byte-reader';
import { fileFailure } from './failure';

export interface ZipEntry extends Member {
  readonly name: string;
  /** Bytes once decompressed. */
  readonly size: number;
}

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const unknown32 = 0xffffffff;
const largestDirectory = 1 << 26;

/**
 * The files in a ZIP archive, by its central directory (APPNOTE 4.3), ZIP64 included. Reads the directory only, so
 * that one array of a large archive can be looked at without the others.
 * @throws UserError data.zip.damaged when the directory is missing or does not hold together.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    const read = async (start: number, length: number): Promise<Buffer> => {
      if (start < 0 || length > largestDirectory || start + length > size) throw damaged(path, size);
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file!.read(bytes, 0, length, start);
      if (bytesRead < length) throw damaged(path, size);
      return bytes;
    };
    const tailLength = Math.min(size, 22 + 65535);
    const tail = await read(size - tailLength, tailLength);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end--;
    if (end < 0) throw damaged(path, size);
    let directory = { length: tail.readUInt32LE(end + 12), start: tail.readUInt32LE(end + 16) };
    if (end >= 20 && tail.readUInt32LE(end - 20) === end64LocatorSignature) {
      const end64 = await read(Number(tail.readBigUInt64LE(end - 12)), 56);
      directory = { length: Number(end64.readBigUInt64LE(40)), start: Number(end64.readBigUInt64LE(48)) };
    }
    const bytes = await read(directory.start, directory.length);
    const entries: ZipEntry[] = [];
    for (let at = 0; at + 46 <= bytes.length && bytes.readUInt32LE(at) === entrySignature; ) {
      const nameLength = bytes.readUInt16LE(at + 28);
      const extraLength = bytes.readUInt16LE(at + 30);
      const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
      if (next > bytes.length) throw damaged(path, size);
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
      const method = bytes.readUInt16LE(at + 10);
      const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
      const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
      const sizes = wideSizes(bytes, at, extra);
      at = next;
      if (encrypted || (method !== 0 && method !== 8)) continue;
      const local = await read(sizes.local, 30);
      if (local.readUInt32LE(0) !== localSignature) throw damaged(path, size);
      const start = sizes.local + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (start + sizes.stored > size) throw damaged(path, size);
      entries.push({ name, start, length: sizes.stored, size: sizes.size, deflated: method === 8 });
    }
    return entries;
  } catch (error) {
    throw fileFailure(error, path);
  } finally {
    await file?.close();
  }
}

/** Sizes and place of an entry; those of 0xffffffff stand in its ZIP64 extra field, in this order. */
function wideSizes(bytes: Buffer, at: number, extra: Buffer): { size: number; stored: number; local: number } {
  const sizes = {
    size: bytes.readUInt32LE(at + 24),
    stored: bytes.readUInt32LE(at + 20),
    local: bytes.readUInt32LE(at + 42),
  };
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue;
    let field = i + 4;
    for (const key of ['size', 'stored', 'local'] as const) {
      if (sizes[key] !== unknown32 || field + 8 > extra.length) continue;
      sizes[key] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
  }
  return sizes;
}

function damaged(path: string, bytes: number): UserError {
  return new UserError('data.zip.damaged', { path, bytes });
}
