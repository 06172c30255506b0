import type { Task } from '../task';
import type { TableRows } from './table-columns';

/** A table without the rows that lack a value in one of some columns; null where that is all of them. */
export async function completeRows(
  table: TableRows,
  columns: readonly number[],
  task: Task,
): Promise<TableRows | null> {
  const width = table.columns.length;
  const kept = new Uint32Array(table.rows);
  let rows = 0;
  let row = 0;
  for await (const { cells } of table.blocks(task)) {
    for (let from = 0; from < cells.length; from += width, row++) {
      if (columns.every((column) => !Number.isNaN(cells[from + column]))) kept[rows++] = row;
    }
  }
  if (rows === 0) return null;
  const places = kept.slice(0, rows);
  return {
    path: table.path,
    rows,
    columns: table.columns,
    warnings: table.warnings,
    line: (index) => table.line(places[index]),
    async *blocks(following, last) {
      let next = 0;
      let first = 0;
      for await (const block of table.blocks(following, last)) {
        const cells = new Float64Array(block.cells.length);
        let filled = 0;
        for (; next < rows && places[next] < first + block.rows; next++, filled += width) {
          const from = (places[next] - first) * width;
          cells.set(block.cells.subarray(from, from + width), filled);
        }
        first += block.rows;
        if (filled > 0) yield { rows: filled / width, cells: cells.subarray(0, filled) };
      }
    },
  };
}
