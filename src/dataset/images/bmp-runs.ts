import { ImageFailure } from './picture';

const endOfLine = 0;
const endOfPicture = 1;
const jump = 2;

/** Two bytes make 255 pixels at the most; what claims many more in a large picture would be nothing but gaps. */
const mostPixelsPerByte = 128;
const largestGaps = 1 << 20;

/**
 * Palette indices, one byte a pixel in the order of the file's rows, from BI_RLE8 or BI_RLE4 data: pairs of a count and a
 * value, or an escape 0 with what follows. Pixels that are passed over are of the first colour.
 * @throws ImageFailure when the data end before the picture does, or leave it.
 */
export function expandRuns(data: Uint8Array, width: number, height: number, halves: boolean): Uint8Array {
  if (width * height > largestGaps + mostPixelsPerByte * data.length) throw new ImageFailure('cut off');
  const indices = new Uint8Array(width * height);
  let x = 0;
  let y = 0;
  const put = (value: number) => {
    // What runs over the end of a row is cut, as everybody does.
    if (x < width && y < height) indices[y * width + x] = value;
    x++;
  };
  for (let at = 0; y < height; ) {
    if (at + 2 > data.length) {
      if (y === height - 1 && x >= width) return indices;
      throw new ImageFailure('cut off');
    }
    const count = data[at];
    const value = data[at + 1];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(halves ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
    } else if (value === endOfLine) {
      x = 0;
      y++;
    } else if (value === endOfPicture) {
      return indices;
    } else if (value === jump) {
      if (at + 2 > data.length) throw new ImageFailure('cut off');
      x += data[at];
      y += data[at + 1];
      at += 2;
    } else {
      const stored = halves ? (value + 1) >> 1 : value;
      if (at + stored > data.length) throw new ImageFailure('cut off');
      for (let i = 0; i < value; i++) {
        const byte = data[at + (halves ? i >> 1 : i)];
        put(halves ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      at += stored + (stored & 1);
    }
  }
  return indices;
}
