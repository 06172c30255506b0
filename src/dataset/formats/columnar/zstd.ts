import zlib from 'node:zlib';
import { decompress as decompressZstd } from 'fzstd';
import { decodeBy, insist } from './damage';

type Decompress = (input: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer;
/** Node's own, from 22.15 on. */
const { zstdDecompressSync } = zlib as { readonly zstdDecompressSync?: Decompress };

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a5;
const largestBlock = 1 << 17;
/** What a decoder is asked to support at least; larger windows are only of use for larger contents. */
const ordinaryWindow = 1 << 23;

/** The `size` bytes that Zstandard frames hold, by the library that Node has; null where it has none, or not for these. */
function decodeNatively(input: Uint8Array, size: number): Buffer | null {
  try {
    const content = zstdDecompressSync?.(input, { maxOutputLength: size });
    return content?.length === size ? content : null;
  } catch {
    // Damage, which is found and named without it; or more frames than one.
    return null;
  }
}

/**
 * The `size` bytes that Zstandard frames hold. The library reserves what a frame's header claims, so the headers are checked
 * first against the size that is expected and against the blocks that are there.
 * Source: RFC 8878.
 * @throws Damage when the frames are damaged or hold another number of bytes.
 */
export function decodeZstd(input: Uint8Array, size: number): Uint8Array {
  const native = decodeNatively(input, size);
  if (native) return native;
  const blocks = readFrames(input, size).reduce((total, frame) => total + frame.blocks, 0);
  insist(size <= blocks * largestBlock, 'Zstandard: too few blocks for the size');
  // Given room to fill, the library makes a text of all of it first.
  const content = decodeBy('Zstandard', () => decompressZstd(input));
  insist(content.length === size, 'Zstandard: another size than announced');
  return content;
}

interface Frame {
  readonly length: number;
  readonly blocks: number;
}

function readFrames(input: Uint8Array, expected: number): Frame[] {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const frames: Frame[] = [];
  for (let at = 0; at < input.length; ) {
    insist(at + 8 <= input.length, 'Zstandard: a frame is cut off');
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === skippableMagic) {
      at += 8 + view.getUint32(at + 4, true);
      insist(at <= input.length, 'Zstandard: a frame is cut off');
    } else {
      insist(magic === frameMagic, 'Zstandard: no frame');
      const frame = readFrame(view, at, expected);
      frames.push(frame);
      at += frame.length;
    }
  }
  return frames;
}

function readFrame(view: DataView, start: number, expected: number): Frame {
  const flags = view.getUint8(start + 4);
  const singleSegment = (flags & 0x20) !== 0;
  const hasChecksum = (flags & 4) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3];
  const sizeBytes = flags >> 6 === 0 ? (singleSegment ? 1 : 0) : 1 << (flags >> 6);
  const sizeAt = start + 5 + (singleSegment ? 0 : 1) + dictionaryBytes;
  insist(sizeAt + sizeBytes <= view.byteLength, 'Zstandard: a frame is cut off');
  const contentBytes = readSize(view, sizeAt, sizeBytes);
  if (contentBytes !== undefined) insist(contentBytes <= expected, 'Zstandard: too many bytes');
  else {
    const descriptor = view.getUint8(start + 5);
    const base = 2 ** (10 + (descriptor >> 3));
    const window = base + (base / 8) * (descriptor & 7);
    insist(window <= Math.max(ordinaryWindow, 2 * expected), 'Zstandard: a window beyond reason');
  }
  let at = sizeAt + sizeBytes;
  for (let blocks = 1; ; blocks++) {
    insist(at + 3 <= view.byteLength, 'Zstandard: a block is cut off');
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    insist(type !== 3 && size <= largestBlock, 'Zstandard: a block of no known kind');
    at += 3 + (type === 1 ? 1 : size);
    insist(at <= view.byteLength, 'Zstandard: a block is cut off');
    if ((header & 1) === 0) continue;
    at += hasChecksum ? 4 : 0;
    insist(at <= view.byteLength, 'Zstandard: a checksum is cut off');
    return { length: at - start, blocks };
  }
}

function readSize(view: DataView, at: number, bytes: number): number | undefined {
  switch (bytes) {
    case 0:
      return undefined;
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
