import type { DataConfig } from '../../protocol/config';
import type { Task } from '../../task';
import { sampleOf } from '../examples/limit';
import { RowSet } from './row-set';
import type { RowBlock, TableRows } from './table-columns';

/** A table without the rows that lack a finite value in one of some columns; null where that is all of them. */
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
  return complete.size === 0 ? null : chosenRows(table, complete);
}

/** A table of at most as many rows as the configuration takes: a sample of all, or the first. */
export function limitedRows(table: TableRows, config: Pick<DataConfig, 'limit' | 'take'>): TableRows {
  const chosen = limitedSet(table.rows, config);
  return chosen ? chosenRows(table, chosen) : table;
}

/** As many of the rows as the configuration takes: a sample of all, or the first; null where it takes them all. */
export function limitedSet(rows: number, { limit = rows, take }: Pick<DataConfig, 'limit' | 'take'>): RowSet | null {
  if (limit >= rows) return null;
  const chosen = new RowSet(rows);
  if (take === 'first') for (let row = 0; row < limit; row++) chosen.add(row);
  else for (const row of sampleOf(rows, limit)) chosen.add(row);
  return chosen;
}

/** Where a row lies in the whole table. */
export function rowOf(table: TableRows, row: number): number {
  return table.rowOf?.(row) ?? row;
}

/** Some of the rows of a table, in their order. */
function chosenRows(table: TableRows, chosen: RowSet): TableRows {
  return {
    path: table.path,
    rows: chosen.size,
    columns: table.columns,
    warnings: table.warnings,
    line: (index) => table.line(chosen.at(index)),
    rowOf: (index) => rowOf(table, chosen.at(index)),
    async *blocks(following, last) {
      let room = new Float64Array(0);
      let first = 0;
      for await (const { cells, rows } of table.blocks(following, last)) {
        if (room.length < cells.length) room = new Float64Array(cells.length);
        const width = table.columns.length;
        let filled = 0;
        for (let row = 0; row < rows; row++) {
          if (!chosen.has(first + row)) continue;
          room.set(cells.subarray(row * width, (row + 1) * width), filled);
          filled += width;
        }
        first += rows;
        if (filled > 0) yield { rows: filled / width, cells: room.subarray(0, filled) };
      }
    },
  };
}

/** The rows of a block that have finite values in all of these columns, counted from its first. */
function* completeIn({ cells, rows }: RowBlock, columns: readonly number[]): Generator<number> {
  const width = cells.length / rows;
  for (let row = 0, from = 0; row < rows; row++, from += width) {
    if (columns.every((column) => Number.isFinite(cells[from + column]))) yield row;
  }
}
