import { bmpHead } from './bmp';
import { imageKind } from './image-kind';
import { exchangesSides, exifOrientation, type Orientation } from './orientation';
import type { Channels, PictureHead } from './picture';
import { pnmHead } from './pnm';
import { ifSeveral } from './several-frames';

const exifMark = 'Exif\0\0';

/**
 * What the first bytes of a PNG, JPEG, BMP or PNM file tell of its picture, the right way up; null where they do not tell,
 * because it is another format or because too much stands before.
 */
export function parseImageHead(head: Buffer): PictureHead | null {
  switch (imageKind(head)) {
    case 'png':
      return turned(parsePngHead(head));
    case 'jpeg':
      return turned(parseJpegHead(head));
    case 'bmp':
      return bmpHead(head);
    case 'pnm':
      return pnmHead(head);
    default:
      return null;
  }
}

/** Channels by PNG's colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
const pngChannels: Readonly<Record<number, Channels>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** What a head tells, of the picture as it is stored. */
export interface StoredHead extends PictureHead {
  readonly orientation: Orientation;
}

/**
 * IHDR comes first; before the pixels, tRNS adds alpha, eXIf may tell the orientation and acTL the frames of an animation, to
 * which the picture itself belongs where an fcTL stands before it.
 * Source: PNG (third edition), 4.9 and 11.3.6.
 */
export function parsePngHead(head: Buffer): StoredHead | null {
  if (head.length < 26 || head.toString('latin1', 12, 16) !== 'IHDR') return null;
  const colours = pngChannels[head[25]];
  if (colours === undefined) return null;
  let transparent = false;
  let orientation: Orientation = 1;
  let animated = 0;
  let isFrame = false;
  for (let at = 8; at + 8 <= head.length; ) {
    const length = head.readUInt32BE(at);
    const type = head.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') {
      const channels = transparent && (colours === 1 || colours === 3) ? ((colours + 1) as 2 | 4) : colours;
      const size = { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
      const bits = head[24] === 16 ? 16 : 8;
      return { ...size, channels, bits, orientation, ...ifSeveral(isFrame ? animated : animated + 1) };
    }
    if (type === 'tRNS') transparent = true;
    if (type === 'acTL' && at + 12 <= head.length) animated = head.readUInt32BE(at + 8);
    if (type === 'fcTL') isFrame = true;
    if (type === 'eXIf') orientation = exifOrientation(head.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return null;
}

/** The frame header (SOF0 to SOF15 but for C4, C8, CC) tells height, width and components; APP1 the orientation. */
export function parseJpegHead(head: Buffer): StoredHead | null {
  let orientation: Orientation = 1;
  for (let at = 2; at + 10 <= head.length && head[at] === 0xff; ) {
    const marker = head[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = head.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const size = { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
      // Four components are CMYK, which becomes RGB.
      return { ...size, channels: head[at + 9] === 1 ? 1 : 3, bits: 8, orientation };
    }
    if (marker === 0xe1 && head.toString('latin1', at + 4, at + 10) === exifMark) {
      orientation = exifOrientation(head.subarray(at + 10, at + 2 + length));
    }
    at += 2 + length;
  }
  return null;
}

function turned(head: StoredHead | null): PictureHead | null {
  if (!head) return null;
  const { width, height, channels, bits, orientation, frames = 1 } = head;
  const sides = exchangesSides(orientation) ? { width: height, height: width } : { width, height };
  return { ...sides, channels, bits, ...ifSeveral(frames) };
}
