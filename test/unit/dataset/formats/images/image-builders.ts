import { crc32, deflateSync } from 'node:zlib';

/** A PNG file by the specification, for what encoders seldom write. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly bits: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Row-major, channels interleaved, as they are stored. */
  readonly samples: ArrayLike<number>;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  readonly interlaced?: boolean;
  /** Further chunks before the pixels. */
  readonly chunks?: readonly Buffer[];
}

const pngChannels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
/** Adam7: where each pass begins, and how far it steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function pngFile(parts: PngParts): Buffer {
  const { width, height, bits, colourType, palette, transparency, interlaced = false, chunks = [] } = parts;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([bits, colourType, 0, 0, interlaced ? 1 : 0], 8);
  const rows = (interlaced ? passes : [[0, 0, 1, 1] as const]).map((pass) => passRows(parts, pass));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    ...chunks,
    ...(palette ? [pngChunk('PLTE', Buffer.from(palette))] : []),
    ...(transparency ? [pngChunk('tRNS', Buffer.from(transparency))] : []),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length);
  chunk.set(body, 4);
  chunk.writeUInt32BE(checksum(body), body.length + 4);
  return chunk;
}

/** zlib's own where Node has it, else by the definition. */
function checksum(bytes: Buffer): number {
  if (typeof crc32 === 'function') return crc32(bytes);
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function passRows(
  { width, height, bits, colourType, samples }: PngParts,
  [left, top, across, down]: readonly [number, number, number, number],
): Buffer {
  const channels = pngChannels[colourType];
  const rows: Buffer[] = [];
  for (let y = top; y < height && left < width; y += down) {
    const values: number[] = [];
    for (let x = left; x < width; x += across) {
      for (let channel = 0; channel < channels; channel++) values.push(samples[(y * width + x) * channels + channel]);
    }
    rows.push(Buffer.from([0]), packed(values, bits));
  }
  return Buffer.concat(rows);
}

/** Samples one after the other, the highest bits first. */
export function packed(values: readonly number[], bits: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((values.length * bits) / 8));
  values.forEach((value, i) => {
    if (bits === 16) bytes.writeUInt16BE(value, 2 * i);
    else bytes[(i * bits) >> 3] |= value << (8 - bits - ((i * bits) & 7));
  });
  return bytes;
}

export interface BmpParts {
  readonly width: number;
  /** Negative where the rows go from the top down. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  readonly headerBytes?: 12 | 40 | 56 | 108 | 124;
  /** Blue, green, red. */
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly masks?: readonly number[];
  /** Rows as they lie in the file, padded; or run lengths. */
  readonly data: Uint8Array;
}

export function bmpFile(parts: BmpParts): Buffer {
  const { width, height, bits, compression = 0, headerBytes = 40, palette = [], masks = [], data } = parts;
  const inside = headerBytes >= 56;
  const info = Buffer.alloc(headerBytes + (inside ? 0 : masks.length * 4));
  info.writeUInt32LE(headerBytes);
  if (headerBytes === 12) [width, height, 1, bits].forEach((value, i) => void info.writeUInt16LE(value, 4 + 2 * i));
  else {
    info.writeInt32LE(width, 4);
    info.writeInt32LE(height, 8);
    info.writeUInt16LE(1, 12);
    info.writeUInt16LE(bits, 14);
    info.writeUInt32LE(compression, 16);
    info.writeUInt32LE(palette.length, 32);
    masks.forEach((mask, i) => void info.writeUInt32LE(mask, 40 + 4 * i));
  }
  const colours = Buffer.from(palette.flatMap((colour) => (headerBytes === 12 ? colour : [...colour, 0])));
  const file = Buffer.alloc(14);
  file.write('BM', 'latin1');
  file.writeUInt32LE(14 + info.length + colours.length + data.length, 2);
  file.writeUInt32LE(14 + info.length + colours.length, 10);
  return Buffer.concat([file, info, colours, data]);
}

/** Rows padded to four bytes, the lowest first. */
export function bmpRows(rows: readonly (readonly number[])[], bits: number): Buffer {
  const padded = rows.map((values) => {
    const row = bits <= 8 ? packed(values, bits) : Buffer.from(values);
    return Buffer.concat([row, Buffer.alloc((4 - (row.length % 4)) % 4)]);
  });
  return Buffer.concat(padded.reverse());
}

export interface TiffParts {
  readonly width: number;
  readonly height: number;
  /** Of a pixel, one after the other; the last are no colours. */
  readonly channels: number;
  readonly extra?: number;
  readonly bits: 8 | 16;
  /** 1 grey, 2 RGB, 5 inks. */
  readonly photometric: number;
  readonly samples: readonly number[];
}

/** An uncompressed TIFF file of one strip, little-endian. */
export function tiffFile({ width, height, channels, extra = 0, bits, photometric, samples }: TiffParts): Buffer {
  const strip = Buffer.from(bits === 16 ? Uint16Array.from(samples).buffer : Uint8Array.from(samples).buffer);
  const short = 3;
  const depths = Array<number>(channels).fill(bits);
  const fields: [tag: number, values: readonly number[]][] = [
    [256, [width]],
    [257, [height]],
    [258, depths],
    [259, [1]],
    [262, [photometric]],
    [273, [8]],
    [277, [channels]],
    [278, [height]],
    [279, [strip.length]],
    // Alpha that is not multiplied into the colours.
    ...(extra > 0 ? [[338, Array<number>(extra).fill(2)] as [number, number[]]] : []),
  ];
  const table = Buffer.alloc(2 + 12 * fields.length + 4);
  const more: Buffer[] = [];
  let behind = 8 + strip.length + table.length;
  table.writeUInt16LE(fields.length, 0);
  for (const [place, [tag, values]] of fields.entries()) {
    const at = 2 + 12 * place;
    table.writeUInt16LE(tag, at);
    table.writeUInt16LE(short, at + 2);
    table.writeUInt32LE(values.length, at + 4);
    const bytes = Buffer.from(Uint16Array.from(values).buffer);
    if (bytes.length <= 4) bytes.copy(table, at + 8);
    else {
      table.writeUInt32LE(behind, at + 8);
      more.push(bytes);
      behind += bytes.length;
    }
  }
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + strip.length, 4);
  return Buffer.concat([head, strip, table, ...more]);
}
