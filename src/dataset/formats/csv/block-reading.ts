import type { RowBlock } from '../../tables/table-columns';
import type { CellReader } from './cell-reader';
import type { TableText } from './table-text';

/**
 * Reads rows of a text, block by block.
 * @param room Where the cells of a block go, by its number: of whole rows.
 * @param mostRows No more are wanted.
 */
export async function* readBlocks(
  text: TableText,
  reader: CellReader,
  room: (block: number) => Float64Array,
  mostRows: number,
  onProgress?: (fraction: number) => void,
): AsyncGenerator<RowBlock> {
  const width = reader.columns.length;
  for (let block = 0, row = 0; row < mostRows; block++) {
    const cells = room(block);
    const wanted = Math.min(cells.length / width, mostRows - row);
    reader.begin(cells.subarray(0, wanted * width));
    for await (const fraction of text.rows(reader)) onProgress?.(fraction);
    const rows = reader.rows - row;
    if (rows > 0) yield { rows, cells: cells.subarray(0, rows * width) };
    if (rows < wanted) return;
    row += rows;
  }
}
