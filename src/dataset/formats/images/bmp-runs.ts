import { ImageFailure } from './picture';

const endOfLine = 0;
const endOfPicture = 1;
const jump = 2;

/** How a picture of run lengths lies in its file. */
export interface RunLayout {
  readonly width: number;
  readonly height: number;
  /** Two pixels in a byte (BI_RLE4) instead of one (BI_RLE8). */
  readonly halves: boolean;
}

/**
 * Tells the palette index of each pixel that BI_RLE8 or BI_RLE4 data name, x and y in the order of the file's rows: pairs
 * of a count and a value, or an escape 0 with what follows. Pixels that are passed over are not told of.
 * @throws ImageFailure when the data end before the picture does.
 */
export function walkRuns(
  data: Uint8Array,
  { width, height, halves }: RunLayout,
  visit: (x: number, y: number, index: number) => void,
): void {
  let x = 0;
  let y = 0;
  const put = (index: number) => {
    // What runs over the end of a row is cut, as everybody does.
    if (x < width && y < height) visit(x, y, index);
    x++;
  };
  for (let at = 0; y < height; ) {
    if (at + 2 > data.length) {
      if (y === height - 1 && x >= width) return;
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
      return;
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
}
