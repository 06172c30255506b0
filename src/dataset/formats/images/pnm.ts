import { checkSize, ImageFailure, type Picture, type PictureHead } from './picture';

/** Kind, width, height and, but for bitmaps, the largest value; comments may stand between them. */
const space = '(?:\\s|#[^\\n\\r]*[\\n\\r])+';
const headOf = new RegExp(
  `^P(?:([14])${space}(\\d{1,9})${space}(\\d{1,9})|([2356])${space}(\\d{1,9})${space}(\\d{1,9})${space}(\\d{1,5}))\\s`,
);
/** Comments may be long. */
const longestHead = 1 << 12;

interface PnmHead extends PictureHead {
  readonly kind: number;
  readonly largest: number;
  /** Where the pixels begin. */
  readonly offset: number;
}

export function isPnm(head: Uint8Array): boolean {
  return head[0] === 0x50 && parse(head) !== null;
}

/** @throws ImageFailure. */
export function pnmHead(bytes: Uint8Array): PnmHead {
  const head = parse(bytes);
  if (!head) throw new ImageFailure('damaged head');
  return head;
}

/**
 * Decodes a portable bitmap, greymap or pixmap (P1 to P6), the first where there are several. Numbers that go to less than 255,
 * or 65,535, are spread over bytes, or 16 bits.
 * Source: netpbm.sourceforge.net/doc, pbm, pgm and ppm.
 * @throws ImageFailure.
 */
export function decodePnm(bytes: Buffer): Picture {
  const { kind, width, height, channels, bits, largest, offset } = pnmHead(bytes);
  checkSize({ width, height });
  const count = width * height * channels;
  const samples = samplesOf(bytes.subarray(offset), kind, width, count, bits);
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

function parse(head: Uint8Array): PnmHead | null {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, longestHead)).toString('latin1');
  const found = headOf.exec(text);
  if (!found) return null;
  const kind = Number(found[1] ?? found[4]);
  const largest = Number(found[7] ?? 1);
  if (largest < 1 || largest > 65535) return null;
  return {
    kind,
    width: Number(found[2] ?? found[5]),
    height: Number(found[3] ?? found[6]),
    channels: kind === 3 || kind === 6 ? 3 : 1,
    bits: largest > 255 ? 16 : 8,
    largest,
    offset: found[0].length,
  };
}

/** The numbers, as they are stored. @throws ImageFailure where there are fewer. */
function samplesOf(body: Buffer, kind: number, width: number, count: number, bits: 8 | 16): (index: number) => number {
  if (kind === 4) {
    const rowBytes = Math.ceil(width / 8);
    checkLength(body.length, (count / width) * rowBytes);
    return (i) => (body[Math.floor(i / width) * rowBytes + ((i % width) >> 3)] >> (7 - ((i % width) & 7))) & 1;
  }
  if (kind > 4) {
    checkLength(body.length, (count * bits) / 8);
    return bits === 16 ? (i) => body.readUInt16BE(2 * i) : (i) => body[i];
  }
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
