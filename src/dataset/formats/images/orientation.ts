import type { Picture } from './picture';

/** Turns and mirrors of EXIF's tag 0x0112, from 1 (as stored) to 8; 5 to 8 exchange width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const shortType = 3;

/** The orientation in an EXIF block (a TIFF structure); 1 where it names none. */
export function exifOrientation(exif: Buffer): Orientation {
  if (exif.length < 8) return 1;
  const little = exif.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  const directory = little ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
  if (directory + 2 > exif.length) return 1;
  const entries = short(directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > exif.length) return 1;
    if (short(at) === orientationTag && short(at + 2) === shortType) return validOrientation(short(at + 8));
  }
  return 1;
}

function validOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

export function exchangesSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** The picture the right way up. */
export function orient(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture;
  const { width, height, channels, pixels } = picture;
  const turned = exchangesSides(orientation);
  const [toWidth, toHeight] = turned ? [height, width] : [width, height];
  const target = pixels.slice();
  const fromRight = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
  const fromBottom = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
  for (let y = 0, to = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) {
      const [column, row] = turned ? [y, x] : [x, y];
      const fromX = fromRight ? width - 1 - column : column;
      const fromY = fromBottom ? height - 1 - row : row;
      const from = (fromY * width + fromX) * channels;
      for (let channel = 0; channel < channels; channel++, to++) target[to] = pixels[from + channel];
    }
  }
  return { width: toWidth, height: toHeight, channels, pixels: target };
}
