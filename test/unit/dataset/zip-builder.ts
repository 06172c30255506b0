import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly deflated?: boolean;
  /** Sizes and places in 64 bits, as numpy.savez writes them in local headers, and large archives everywhere. */
  readonly wide?: boolean;
  /** Sizes and checksum behind the bytes, as whoever writes into a pipe does. */
  readonly streamed?: boolean;
  readonly checksum?: number;
  readonly method?: number;
  readonly encrypted?: boolean;
}

/** A ZIP archive as other writers produce them. */
export function zip(files: readonly ZipFile[], { wideEnd = false, comment = '' } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { name, content, deflated, wide, streamed, checksum = crc32(content), encrypted } = file;
    const bytes = deflated ? deflateRawSync(content) : Buffer.from(content);
    const method = file.method ?? (deflated ? 8 : 0);
    const flags = (streamed ? 8 : 0) | (encrypted ? 1 : 0) | 0x800;
    const sizes = { checksum, stored: bytes.length, size: content.length };
    const local = record(0x04034b50, 30, { 6: flags, 8: method });
    const localSizes = streamed ? { checksum: 0, stored: 0, size: 0 } : sizes;
    const localExtra = wide && !streamed ? wideField([sizes.size, sizes.stored]) : Buffer.alloc(0);
    writeSizes(local, 14, wide && !streamed ? { ...sizes, stored: -1, size: -1 } : localSizes);
    writeNames(local, 26, name, localExtra);
    const descriptor = streamed ? record(0x08074b50, 16, {}) : Buffer.alloc(0);
    if (streamed) writeSizes(descriptor, 4, sizes);
    const extra = wide ? wideField([sizes.size, sizes.stored, at]) : Buffer.alloc(0);
    const entry = record(0x02014b50, 46, { 8: flags, 10: method });
    writeSizes(entry, 16, wide ? { ...sizes, stored: -1, size: -1 } : sizes);
    writeNames(entry, 28, name, extra);
    entry.writeUInt32LE(wide ? 0xffffffff : at, 42);
    directory.push(entry, Buffer.from(name), extra);
    for (const part of [local, Buffer.from(name), localExtra, bytes, descriptor]) {
      parts.push(part);
      at += part.length;
    }
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, ...endOf(files.length, central.length, at, wideEnd, comment)]);
}

function endOf(count: number, length: number, start: number, wide: boolean, comment: string): Buffer[] {
  const end = record(0x06054b50, 22, { 8: count, 10: count, 20: comment.length });
  end.writeUInt32LE(wide ? 0xffffffff : length, 12);
  end.writeUInt32LE(wide ? 0xffffffff : start, 16);
  if (!wide) return [end, Buffer.from(comment)];
  const end64 = record(0x06064b50, 56, {});
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(length), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = record(0x07064b50, 20, {});
  locator.writeBigUInt64LE(BigInt(start + length), 8);
  return [end64, locator, end, Buffer.from(comment)];
}

function record(signature: number, length: number, shorts: Readonly<Record<number, number>>): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature);
  for (const [at, value] of Object.entries(shorts)) bytes.writeUInt16LE(value, Number(at));
  return bytes;
}

/** -1 says that a size stands elsewhere. */
function writeSizes(bytes: Buffer, at: number, sizes: { checksum: number; stored: number; size: number }): void {
  bytes.writeUInt32LE(sizes.checksum >>> 0, at);
  bytes.writeUInt32LE(sizes.stored >>> 0, at + 4);
  bytes.writeUInt32LE(sizes.size >>> 0, at + 8);
}

function writeNames(bytes: Buffer, at: number, name: string, extra: Buffer): void {
  bytes.writeUInt16LE(Buffer.byteLength(name), at);
  bytes.writeUInt16LE(extra.length, at + 2);
}

/** The extra field of ZIP64. */
function wideField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1);
  field.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => {
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  });
  return field;
}
