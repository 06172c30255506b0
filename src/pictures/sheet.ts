import type { Examples } from '../protocol/data';
import type { Raster } from './raster';

export type Images = Extract<Examples, { readonly kind: 'images' }>;

/** A row of pictures: which of some. */
export interface SheetRow {
  readonly images: Images;
  readonly places: readonly number[];
}

/** Between pictures: neither ink nor paper. */
const shade = 128;

/**
 * Pictures of one size in rows.
 * @param gap Pixels between them.
 * @param scale How many pixels wide and high each of theirs is.
 */
export function contactSheet(rows: readonly SheetRow[], gap: number, scale = 1): Raster {
  const [{ images: first }] = rows;
  const { height, width } = first;
  const channels = rows.some(({ images }) => images.channels === 3) ? 3 : 1;
  const across = rows.reduce((most, { places }) => Math.max(most, places.length), 0);
  const [stepX, stepY] = [width * scale + gap, height * scale + gap];
  const size = { width: across * stepX - gap, height: rows.length * stepY - gap };
  const pixels = new Uint8Array(size.width * size.height * channels).fill(shade);
  for (const [row, { images, places }] of rows.entries()) {
    for (const [column, place] of places.entries()) {
      for (let y = 0; y < height * scale; y++) {
        for (let x = 0; x < width * scale; x++) {
          const from = ((place * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * images.channels;
          const to = ((row * stepY + y) * size.width + column * stepX + x) * channels;
          for (let channel = 0; channel < channels; channel++)
            pixels[to + channel] = images.pixels[from + (images.channels === 3 ? channel : 0)];
        }
      }
    }
  }
  return { ...size, channels, pixels };
}
