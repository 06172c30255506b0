import type { Examples } from '../protocol/data';
import type { Picture } from './blocks';

type Images = Extract<Examples, { kind: 'images' }>;

/** A row of pictures. */
interface SheetRow {
  readonly images: Images;
  readonly places: readonly number[];
}

/** Pixels between pictures, of this shade. */
const gap = 1;
const shade = 128;
/** About as wide is a picture on a page. */
const shownWidth = 56;

/** Pictures of one size in rows. */
export function sheet(rows: readonly SheetRow[]): Picture {
  const [{ images: first }] = rows;
  const { height, width } = first;
  const channels = rows.some(({ images }) => images.channels === 3) ? 3 : 1;
  const across = rows.reduce((most, { places }) => Math.max(most, places.length), 0);
  const size = { width: across * (width + gap) - gap, height: rows.length * (height + gap) - gap };
  const pixels = new Uint8Array(size.width * size.height * channels).fill(shade);
  for (const [row, { images, places }] of rows.entries()) {
    for (const [column, place] of places.entries()) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const from = ((place * height + y) * width + x) * images.channels;
          const to = ((row * (height + gap) + y) * size.width + column * (width + gap) + x) * channels;
          for (let channel = 0; channel < channels; channel++)
            pixels[to + channel] = images.pixels[from + (images.channels === 3 ? channel : 0)];
        }
      }
    }
  }
  return { ...size, channels, pixels, zoom: Math.max(1, Math.round(shownWidth / width)) };
}
