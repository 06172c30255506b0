import { pngOf } from '../pictures/png';
import { contactSheet, type Images } from '../pictures/sheet';
import type { Examples } from '../protocol/data';
import type { Picture } from './tool';

/** Pixels between pictures. */
const gap = 2;
/** Small pictures are enlarged by whole numbers up to about this, and sheets not beyond what is looked at whole. */
const wantedTile = 96;
const largestSheet = 1568;

/**
 * Pictures on one sheet, row by row.
 * @param columns In a row.
 */
export function sheet(images: Images, columns: number, caption: string): Picture {
  const { height, width, count } = images;
  const rows = Array.from({ length: Math.ceil(count / columns) }, (_, row) => {
    const length = Math.min(columns, count - row * columns);
    return { images, places: Array.from({ length }, (_place, column) => row * columns + column) };
  });
  const fits = Math.floor(largestSheet / Math.max(columns * (width + gap), rows.length * (height + gap)));
  const scale = Math.max(1, Math.min(Math.round(wantedTile / Math.max(width, height)), fits));
  return { png: pngOf(contactSheet(rows, gap, scale)), caption };
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
