import { walkRuns } from './bmp-runs';
import { type Channels, checkSize, ImageFailure, type Picture, type PictureHead } from './picture';

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
const infoHeaderBytes = 40;
/** The header with masks of its own (BITMAPV2INFOHEADER), and the one with a mask for alpha, too. */
const maskHeaderBytes = 52;
const alphaHeaderBytes = 56;
const headerSizes = new Set([coreHeaderBytes, 16, infoHeaderBytes, maskHeaderBytes, alphaHeaderBytes, 64, 108, 124]);

/** What biCompression says, where it is known here. */
const compression = { none: 0, runs8: 1, runs4: 2, masks: 3, jpeg: 4, png: 5, alphaMasks: 6 } as const;

/** Pixels that data of run lengths may pass over, besides as many as they name: more would be room for nothing. */
const largestGaps = 1 << 20;

const unknownColour = 'a pixel names a colour that the palette lacks';

interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Red, green, blue (and alpha), where pixels are 16 or 32 bits. */
  readonly masks: readonly number[];
  /** RGB triples; empty where pixels are colours themselves. */
  readonly palette: Uint8Array;
  readonly pixelStart: number;
}

/** Is it a bitmap file? Two letters alone also begin many a text. */
export function isBmp(head: Uint8Array): boolean {
  if (head.length < 18 || head[0] !== 0x42 || head[1] !== 0x4d) return false;
  return headerSizes.has(head[14] | (head[15] << 8) | (head[16] << 16) | (head[17] << 24));
}

/** Null where it is damaged or of a kind that is not read. */
export function bmpHead(head: Buffer): PictureHead | null {
  try {
    const header = parseHeader(head);
    return { width: header.width, height: header.height, channels: channelsOf(header), bits: 8 };
  } catch (error) {
    if (error instanceof ImageFailure) return null;
    throw error;
  }
}

/**
 * Decodes a Windows or OS/2 bitmap: 1, 2, 4, 8, 16, 24 and 32 bits, palettes, bit masks, run lengths, from the bottom up
 * or from the top down. A palette of nothing but grey gives a grey picture. A component of fewer than 8 bits is spread
 * over 0..255 and rounded down. The fourth byte of 32 bits counts as alpha only where a mask says so.
 * @throws ImageFailure when it is damaged, cut off, too large or holds JPEG or PNG data.
 */
export function decodeBmp(bytes: Buffer): Picture {
  const header = parseHeader(bytes);
  const { width, height, bits } = header;
  const channels = channelsOf(header);
  if (header.compression === compression.runs8 || header.compression === compression.runs4) {
    return { width, height, channels, pixels: runPixels(bytes.subarray(header.pixelStart), header, channels) };
  }
  const stride = Math.ceil((width * bits) / 32) * 4;
  // Before room is made for what may not be there.
  if (header.pixelStart + stride * (height - 1) + Math.ceil((width * bits) / 8) > bytes.length) {
    throw new ImageFailure('cut off');
  }
  const pixels = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = bytes.subarray(header.pixelStart + y * stride);
    const target = pixels.subarray(rowStart(y, header) * channels, (rowStart(y, header) + width) * channels);
    if (bits <= 8) paletteRow(row, header, channels, target);
    else if (bits === 24) swapRow(row, width, target);
    else maskRow(row, header, target);
  }
  return { width, height, channels, pixels };
}

function parseHeader(bytes: Buffer): BmpHeader {
  if (!isBmp(bytes)) throw new ImageFailure('not a bitmap that is known here');
  const headerBytes = bytes.readUInt32LE(14);
  const end = fileHeaderBytes + headerBytes;
  if (bytes.length < end) throw new ImageFailure('cut off');
  const core = headerBytes === coreHeaderBytes;
  const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const stored = core ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(stored);
  checkSize({ width, height });
  const bits = bytes.readUInt16LE(core ? 24 : 28);
  const how = headerBytes >= infoHeaderBytes ? bytes.readUInt32LE(30) : compression.none;
  checkKind(bits, how, headerBytes);
  const masksBeside = headerBytes === infoHeaderBytes ? maskBytes(how) : 0;
  if (bytes.length < end + masksBeside) throw new ImageFailure('cut off');
  const colours = headerBytes >= infoHeaderBytes ? bytes.readUInt32LE(46) : 0;
  return {
    width,
    height,
    topDown: stored < 0,
    bits,
    compression: how,
    masks: bits === 16 || bits === 32 ? masksOf(bytes, bits, how, headerBytes) : [],
    palette: bits <= 8 ? readPalette(bytes, end + masksBeside, colours || 1 << bits, core ? 3 : 4) : new Uint8Array(),
    pixelStart: bytes.readUInt32LE(10),
  };
}

function checkKind(bits: number, how: number, headerBytes: number): void {
  if (![1, 2, 4, 8, 16, 24, 32].includes(bits)) throw new ImageFailure(`a bitmap of ${bits} bits a pixel`);
  if (how === compression.none) return;
  if (headerBytes !== 64) {
    if (how === compression.jpeg || how === compression.png) throw new ImageFailure('a bitmap that holds JPEG or PNG');
    if (how === compression.runs8 && bits === 8) return;
    if (how === compression.runs4 && bits === 4) return;
    if (maskBytes(how) > 0 && (bits === 16 || bits === 32)) return;
  } else if ((how === compression.runs8 && bits === 8) || (how === compression.runs4 && bits === 4)) return;
  throw new ImageFailure(`a bitmap of ${bits} bits a pixel with compression ${how}`);
}

function maskBytes(how: number): number {
  return how === compression.masks ? 12 : how === compression.alphaMasks ? 16 : 0;
}

function masksOf(bytes: Buffer, bits: number, how: number, headerBytes: number): number[] {
  if (how === compression.none) return bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0xff00, 0xff];
  const start = fileHeaderBytes + infoHeaderBytes;
  const masks = [0, 4, 8].map((at) => bytes.readUInt32LE(start + at));
  const hasAlpha = how === compression.alphaMasks || headerBytes >= alphaHeaderBytes;
  const alpha = hasAlpha ? bytes.readUInt32LE(start + 12) : 0;
  return alpha === 0 ? masks : [...masks, alpha];
}

/** RGB from the file's BGR. Fewer entries than announced are as many as there are. */
function readPalette(bytes: Buffer, start: number, announced: number, entryBytes: number): Uint8Array {
  const count = Math.min(announced, 256, Math.floor((bytes.length - start) / entryBytes));
  const palette = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const at = start + i * entryBytes;
    palette.set([bytes[at + 2], bytes[at + 1], bytes[at]], i * 3);
  }
  return palette;
}

function channelsOf({ bits, palette, masks }: BmpHeader): Channels {
  if (bits <= 8) {
    for (let i = 0; i < palette.length; i += 3) {
      if (palette[i] !== palette[i + 1] || palette[i] !== palette[i + 2]) return 3;
    }
    return 1;
  }
  return masks.length === 4 ? 4 : 3;
}

/** The first pixel of the file's y-th row, as the picture's pixels are counted. */
function rowStart(y: number, { width, height, topDown }: BmpHeader): number {
  return (topDown ? y : height - 1 - y) * width;
}

/** Pixels that are passed over are of the first colour. */
function runPixels(data: Uint8Array, header: BmpHeader, channels: Channels): Uint8Array {
  const { width, height, bits, palette } = header;
  const layout = { width, height, halves: bits === 4 };
  // Looked through before room is made for what may not be there.
  let named = 0;
  let largest = 0;
  walkRuns(data, layout, (_x, _y, index) => {
    named++;
    if (index > largest) largest = index;
  });
  if (largest * 3 >= palette.length) throw new ImageFailure(unknownColour);
  if (width * height - named > largestGaps + named) throw new ImageFailure('nearly all pixels are passed over');
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < pixels.length; i++) pixels[i] = palette[i % channels];
  walkRuns(data, layout, (x, y, index) => {
    const to = (rowStart(y, header) + x) * channels;
    for (let channel = 0; channel < channels; channel++) pixels[to + channel] = palette[index * 3 + channel];
  });
  return pixels;
}

/** Indices of 1, 2, 4 or 8 bits, the highest bits first. */
function paletteRow(row: Uint8Array, { width, bits, palette }: BmpHeader, channels: number, target: Uint8Array): void {
  const mask = (1 << bits) - 1;
  for (let x = 0, to = 0; x < width; x++, to += channels) {
    const place = x * bits;
    const entry = ((row[place >> 3] >> (8 - bits - (place & 7))) & mask) * 3;
    if (entry >= palette.length) throw new ImageFailure(unknownColour);
    for (let channel = 0; channel < channels; channel++) target[to + channel] = palette[entry + channel];
  }
}

function swapRow(row: Uint8Array, width: number, target: Uint8Array): void {
  for (let i = 0; i < width * 3; i += 3) {
    target[i] = row[i + 2];
    target[i + 1] = row[i + 1];
    target[i + 2] = row[i];
  }
}

function maskRow(row: Buffer, { width, bits, masks }: BmpHeader, target: Uint8Array): void {
  const fields = masks.map(fieldOf);
  for (let x = 0, to = 0; x < width; x++) {
    const pixel = bits === 16 ? row.readUInt16LE(2 * x) : row.readUInt32LE(4 * x);
    for (const { mask, shift, largest } of fields) {
      target[to++] = largest === 0 ? 0 : Math.floor(((((pixel & mask) >>> shift) >>> 0) * 255) / largest);
    }
  }
}

/** The bits of a component: pixel & mask, shifted down, is 0..largest. */
function fieldOf(mask: number): { readonly mask: number; readonly shift: number; readonly largest: number } {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  if ((largest & (largest + 1)) !== 0) throw new ImageFailure('a bitmap with scattered bit masks');
  return { mask, shift, largest };
}
