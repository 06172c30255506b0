import type { Examples } from '../protocol/data';
import { encodePng } from './png';
import type { Picture } from './tool';

type Images = Extract<Examples, { readonly kind: 'images' }>;

/** Pixels between pictures, and their grey: neither ink nor paper. */
const gap = 2;
const ground = 128;
/** Small pictures are enlarged by whole numbers up to about this, and sheets not beyond what is looked at whole. */
const wantedTile = 96;
const largestSheet = 1568;

/**
 * Pictures on one sheet, row by row.
 * @param columns In a row.
 */
export function sheet(images: Images, columns: number, caption: string): Picture {
  const { height, width, count, pixels } = images;
  const channels = images.channels === 3 ? 3 : 1;
  const rows = Math.ceil(count / columns);
  const fits = Math.floor(largestSheet / Math.max(columns * (width + gap), rows * (height + gap)));
  const scale = Math.max(1, Math.min(Math.round(wantedTile / Math.max(width, height)), fits));
  const [stepX, stepY] = [width * scale + gap, height * scale + gap];
  const raster = { width: columns * stepX - gap, height: rows * stepY - gap, channels } as const;
  const out = new Uint8Array(raster.width * raster.height * channels).fill(ground);
  for (let i = 0; i < count; i++) {
    const [left, top] = [(i % columns) * stepX, Math.floor(i / columns) * stepY];
    for (let y = 0; y < height * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        const from = ((i * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * images.channels;
        const to = ((top + y) * raster.width + left + x) * channels;
        for (let channel = 0; channel < channels; channel++) out[to + channel] = pixels[from + channel];
      }
    }
  }
  return { png: encodePng({ ...raster, pixels: out }), caption };
}

/** Several of one kind, as one. */
export function together(parts: readonly Examples[]): Examples {
  const [first] = parts;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (first.kind === 'images') {
    const all = parts.flatMap((part) => (part.kind === 'images' ? [part.pixels] : []));
    return { ...first, count, pixels: Uint8Array.from(Buffer.concat(all)) };
  }
  if (first.kind === 'text') {
    return { ...first, count, texts: parts.flatMap((part) => (part.kind === 'text' ? part.texts : [])) };
  }
  return { ...first, count, rows: parts.flatMap((part) => (part.kind === 'rows' ? part.rows : [])) };
}

/** Examples as JSON has them: rows by the names of their columns, texts; undefined for pictures, which have a sheet. */
export function inJson(examples: Examples): readonly (object | string)[] | undefined {
  if (examples.kind === 'text') return examples.texts;
  if (examples.kind === 'images') return undefined;
  return examples.rows.map((row) => Object.fromEntries(examples.names.map((name, i) => [name, row[i]])));
}
