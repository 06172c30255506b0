import type { Task } from '../../task';
import { RowSet } from './row-set';
import type { RowBlock, TableRows } from './table-columns';

/** A table without the rows that lack a value in one of some columns; null where that is all of them. */
export async function completeRows(
  table: TableRows,
  columns: readonly number[],
  task: Task,
): Promise<TableRows | null> {
  const complete = new RowSet(table.rows);
  let first = 0;
  for await (const block of table.blocks(task)) {
    for (const row of completeIn(block, columns)) complete.add(first + row);
    first += block.rows;
  }
  if (complete.size === 0) return null;
  return {
    path: table.path,
    rows: complete.size,
    columns: table.columns,
    warnings: table.warnings,
    line: (index) => table.line(complete.at(index)),
    async *blocks(following, last) {
      let room = new Float64Array(0);
      for await (const block of table.blocks(following, last)) {
        if (room.length < block.cells.length) room = new Float64Array(block.cells.length);
        const width = table.columns.length;
        let filled = 0;
        for (const row of completeIn(block, columns)) {
          room.set(block.cells.subarray(row * width, (row + 1) * width), filled);
          filled += width;
        }
        if (filled > 0) yield { rows: filled / width, cells: room.subarray(0, filled) };
      }
    },
  };
}

/** The rows of a block that have values in all of these columns, counted from its first. */
function* completeIn({ cells, rows }: RowBlock, columns: readonly number[]): Generator<number> {
  const width = cells.length / rows;
  for (let row = 0, from = 0; row < rows; row++, from += width) {
    if (columns.every((column) => !Number.isNaN(cells[from + column]))) yield row;
  }
}
