import { type Channels, checkSize, ImageFailure, type Picture, type PictureHead } from './picture';
import { parsePnmHead } from './pnm-head';
import { ifSeveral } from './several-frames';

export function isPnm(head: Uint8Array): boolean {
  return head[0] === 0x50 && parsePnmHead(head) !== null;
}

/** @throws ImageFailure. */
export function pnmHead(bytes: Uint8Array): PictureHead {
  const { width, height, channels, bits } = knownHead(bytes);
  return { width, height, channels, bits };
}

/**
 * Decodes a portable bitmap, greymap, pixmap (P1 to P6) or any map (P7), the first where there are several. Numbers that go to less
 * than 255, or 65,535, are spread over bytes, or 16 bits.
 * Source: netpbm.sourceforge.net/doc, pbm, pgm, ppm and pam.
 * @throws ImageFailure.
 */
export function decodePnm(bytes: Buffer): Picture {
  const frames = pnmOffsets(bytes).length;
  return { ...decodeAt(bytes, 0), ...ifSeveral(frames) };
}

/** The images of a file, one after another without anything between them. */
export class PnmFrames {
  private readonly offsets: readonly number[];

  constructor(bytes: Buffer) {
    this.offsets = pnmOffsets(bytes);
  }

  async frames(bytes: Buffer) {
    const { width, height } = knownHead(bytes);
    return { frames: this.offsets.length, areAlike: false, pixels: width * height };
  }

  /** @throws ImageFailure. */
  async decodeFrames(bytes: Buffer, first: number, count: number): Promise<readonly Picture[]> {
    return this.offsets.slice(first, first + count).map((offset) => decodeAt(bytes, offset));
  }
}

/** Where the images of a file begin. One whose numbers are written out is the only one. */
function pnmOffsets(bytes: Buffer): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = parsePnmHead(bytes, at);
    if (!head) break;
    offsets.push(at);
    const size = storedBytes(head);
    if (head.kind < 4 || size === 0) break;
    at = head.offset + size;
  }
  return offsets;
}

type KnownHead = ReturnType<typeof knownHead>;

/** @throws ImageFailure. */
function knownHead(bytes: Uint8Array, at = 0) {
  const head = parsePnmHead(bytes, at);
  if (!head) throw new ImageFailure('damaged head');
  if (head.depth > 4) throw new ImageFailure(`${head.depth} channels`);
  return { ...head, channels: head.depth as Channels };
}

function decodeAt(bytes: Buffer, at: number): Picture {
  const head = knownHead(bytes, at);
  const { kind, width, height, channels, bits, largest, offset } = head;
  checkSize({ width, height });
  const count = width * height * channels;
  const samples = samplesOf(bytes.subarray(offset), head, count);
  const full = bits === 16 ? 65535 : 255;
  const pixels = bits === 16 ? new Uint16Array(count) : new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = samples(i);
    if (value > largest) throw new ImageFailure(`a value of ${value}, of ${largest} at most`);
    // A bitmap says what is black.
    pixels[i] =
      kind === 1 || kind === 4 ? (1 - value) * full : largest === full ? value : Math.round((value * full) / largest);
  }
  return { width, height, channels, pixels };
}

/** Of numbers that are not written out. */
function storedBytes({ kind, width, height, depth, bits }: Omit<KnownHead, 'channels'>): number {
  return kind === 4 ? height * Math.ceil(width / 8) : (width * height * depth * bits) / 8;
}

/** The numbers, as they are stored. @throws ImageFailure where there are fewer. */
function samplesOf(body: Buffer, head: KnownHead, count: number): (index: number) => number {
  const { kind, width, bits } = head;
  if (kind >= 4) checkLength(body.length, storedBytes(head));
  if (kind === 4) {
    const rowBytes = Math.ceil(width / 8);
    return (i) => (body[Math.floor(i / width) * rowBytes + ((i % width) >> 3)] >> (7 - ((i % width) & 7))) & 1;
  }
  if (kind > 4) return bits === 16 ? (i) => body.readUInt16BE(2 * i) : (i) => body[i];
  // Each number takes a byte at least.
  checkLength(body.length, count);
  const text = body.toString('latin1').replace(/#[^\n\r]*/g, ' ');
  const numbers = kind === 1 ? text.match(/[01]/g) : text.match(/\d+/g);
  checkLength(numbers?.length ?? 0, count);
  return (i) => Number(numbers![i]);
}

function checkLength(actual: number, expected: number): void {
  if (actual < expected) throw new ImageFailure('cut off');
}
