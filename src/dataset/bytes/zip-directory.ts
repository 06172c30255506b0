import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { fileFailure } from './failure';
import type { Member } from './zip-member';

const endSignature = 0x06054b50;
const endBytes = 22;
const end64Signature = 0x06064b50;
const end64Bytes = 56;
const end64LocatorSignature = 0x07064b50;
const end64LocatorBytes = 20;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const longestComment = 0xffff;
const unknown32 = 0xffffffff;
const largestDirectory = 1 << 26;

const methods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  20: 'Zstandard',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

/**
 * The files in a ZIP archive, by its central directory (APPNOTE 4.3), ZIP64 included; of several with the same name, the last.
 * Reads the directory only, so that one array of a large archive can be looked at without the others.
 * @throws UserError data.zip.damaged when the directory is missing or does not hold together.
 */
export async function readZipDirectory(path: string): Promise<Member[]> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    const directory = await readDirectory(new Pieces(path, file, size));
    return [...new Map(members(directory, () => damaged(path, size)).map((member) => [member.name, member])).values()];
  } catch (error) {
    throw fileFailure(error, path);
  } finally {
    await file?.close();
  }
}

/** Any stretch of a file. */
class Pieces {
  constructor(
    readonly path: string,
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  /** @throws UserError data.zip.damaged when the file has no such stretch. */
  async read(start: number, length: number): Promise<Buffer> {
    if (start < 0 || length > largestDirectory || start + length > this.size) throw damaged(this.path, this.size);
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, start);
    if (bytesRead < length) throw damaged(this.path, this.size);
    return bytes;
  }
}

/** The central directory, found from the end of the file: only a comment may follow its end record. */
async function readDirectory(file: Pieces): Promise<Buffer> {
  const tailLength = Math.min(file.size, end64LocatorBytes + endBytes + longestComment);
  const tail = await file.read(file.size - tailLength, tailLength);
  const end = findEnd(tail);
  if (end < 0) throw damaged(file.path, file.size);
  const locator = end - end64LocatorBytes;
  if (locator >= 0 && tail.readUInt32LE(locator) === end64LocatorSignature) {
    const end64 = await file.read(Number(tail.readBigUInt64LE(locator + 8)), end64Bytes);
    if (end64.readUInt32LE(0) !== end64Signature) throw damaged(file.path, file.size);
    return file.read(Number(end64.readBigUInt64LE(48)), Number(end64.readBigUInt64LE(40)));
  }
  return file.read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
}

/** The last end record whose comment reaches to the end of the file; else the last. -1 where there is none. */
function findEnd(tail: Buffer): number {
  if (tail.length < endBytes) return -1;
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(endSignature);
  const last = tail.lastIndexOf(mark, tail.length - endBytes);
  for (let end = last; end >= 0; end = end === 0 ? -1 : tail.lastIndexOf(mark, end - 1)) {
    if (end + endBytes + tail.readUInt16LE(end + 20) === tail.length) return end;
  }
  return last;
}

function members(directory: Buffer, damage: () => UserError): Member[] {
  const found: Member[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature) throw damage();
    const nameEnd = at + entryBytes + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw damage();
    found.push(member(directory.subarray(at, nameEnd), directory.subarray(nameEnd, extraEnd)));
    at = next;
  }
  return found;
}

function member(entry: Buffer, extra: Buffer): Member {
  const method = entry.readUInt16LE(10);
  const isEncrypted = (entry.readUInt16LE(8) & 1) === 1;
  const obstacle = isEncrypted ? 'encryption' : method === 0 || method === 8 ? undefined : methodName(method);
  return {
    name: entry.toString('utf8', entryBytes),
    ...wideSizes(entry, extra),
    checksum: entry.readUInt32LE(16),
    deflated: method === 8,
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function methodName(method: number): string {
  return methods[method] ?? `method ${method}`;
}

/** Sizes and place of an entry; those of 0xffffffff stand in its ZIP64 extra field, in this order (APPNOTE 4.5.3). */
function wideSizes(entry: Buffer, extra: Buffer): Pick<Member, 'size' | 'stored' | 'header'> {
  const sizes = { size: entry.readUInt32LE(24), stored: entry.readUInt32LE(20), header: entry.readUInt32LE(42) };
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue;
    const end = Math.min(extra.length, i + 4 + extra.readUInt16LE(i + 2));
    let field = i + 4;
    for (const key of ['size', 'stored', 'header'] as const) {
      if (sizes[key] !== unknown32 || field + 8 > end) continue;
      sizes[key] = Number(extra.readBigUInt64LE(field));
      field += 8;
    }
  }
  return sizes;
}

function damaged(path: string, bytes: number): UserError {
  return new UserError('data.zip.damaged', { path, bytes });
}
