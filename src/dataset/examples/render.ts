import type { Examples } from '../../protocol/data';
import type { EncodedColumn, Render } from './dataset';
import { restoreCell, totalWidth, widthOf } from './encoding/columns';
import { textsOf } from './encoding/text';

/** Shown for a category that the model does not know. */
const unknownCategory = '(unknown)';

/**
 * Turns model inputs or outputs into something to look at: pixels in 0..1 into bytes, clipped; columns into the data's
 * own units, a one-hot group into its largest category; text into the likeliest characters.
 */
export const render: Render = (values, encoding): Examples => {
  if (encoding.kind === 'text') {
    const texts = textsOf(values, encoding);
    return { kind: 'text', count: texts.length, texts };
  }
  if (encoding.kind === 'pixels') {
    const [height, width, channels] = encoding.shape;
    const pixels = new Uint8ClampedArray(values.length);
    for (let i = 0; i < values.length; i++) pixels[i] = values[i] * 255;
    const count = values.length / (height * width * channels);
    return { kind: 'images', count, height, width, channels, pixels: new Uint8Array(pixels.buffer) };
  }
  const { columns } = encoding;
  const width = totalWidth(columns);
  const count = values.length / width;
  const rows = Array.from({ length: count }, (_, row) => {
    let at = row * width;
    return columns.map((column) => {
      const cell = values.subarray(at, at + widthOf(column));
      at += cell.length;
      return cellOf(column, cell);
    });
  });
  return { kind: 'rows', count, names: columns.map(({ name }) => name), rows };
};

function cellOf(column: EncodedColumn, cell: Float32Array): string | number {
  if (column.type === 'numeric') return restoreCell(column, cell[0]);
  let largest = 0;
  for (let i = 1; i < cell.length; i++) if (cell[i] > cell[largest]) largest = i;
  return cell.every((value) => value === 0) ? unknownCategory : column.categories[largest];
}
