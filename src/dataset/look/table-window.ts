import type { ViewedValues } from '../../protocol/view';
import type { Task } from '../../task';
import type { RowBlock, TableColumns } from '../tables/table-columns';
import { type Part, StreamWindow } from './stream-window';

/** From here on a double may stand for several whole numbers. */
const largestExact = 2 ** 53;

/** Any block of a table's cells. One read at a time. */
export class TableWindow {
  private readonly stream: StreamWindow<RowBlock>;

  constructor(private readonly table: TableColumns) {
    this.stream = new StreamWindow(() => blocksOf(table));
  }

  /** For each of the columns the values of the rows; both from begin to end (exclusive). */
  async read(
    rows: { readonly begin: number; readonly end: number },
    columns: { readonly begin: number; readonly end: number },
    task: Task,
  ): Promise<ViewedValues[]> {
    const parts = await this.stream.read(rows.begin, rows.end, task);
    const values: ViewedValues[] = [];
    for (let column = columns.begin; column < columns.end; column++) {
      const cells = cellsOf(parts, column, this.table.columns.length);
      values.push(await this.inWords(column, cells, rows, task));
    }
    return values;
  }

  close(): Promise<void> {
    return this.stream.close();
  }

  private async inWords(
    column: number,
    cells: Float64Array,
    rows: { readonly begin: number; readonly end: number },
    task: Task,
  ): Promise<ViewedValues> {
    const { cells: kind, dtype, words } = this.table.columns[column];
    if (kind === 'words') {
      const names = words();
      return Array.from(cells, (code) => names[code] ?? null);
    }
    const isWide = dtype === 'int64' || dtype === 'uint64';
    if (!isWide || cells.every((value) => Math.abs(value) < largestExact) || cells.some(Number.isNaN)) return cells;
    return this.exact(column, rows, task);
  }

  /** Whole numbers that doubles do not tell apart. */
  private async exact(
    column: number,
    { begin, end }: { readonly begin: number; readonly end: number },
    { signal }: Task,
  ): Promise<BigInt64Array | BigUint64Array> {
    const isSigned = this.table.columns[column].dtype === 'int64';
    const target = isSigned ? new BigInt64Array(end - begin) : new BigUint64Array(end - begin);
    let row = 0;
    for await (const integers of this.table.integers(column, { signal })) {
      const from = Math.max(begin, row);
      const to = Math.min(end, row + integers.length);
      for (let i = from; i < to; i++) target[i - begin] = integers[i - row];
      row += integers.length;
      if (row >= end) break;
    }
    return target;
  }
}

async function* blocksOf(table: TableColumns) {
  for await (const { rows, cells } of table.blocks({}))
    yield { content: { rows, cells: cells.slice() }, units: rows, bytes: cells.byteLength };
}

function cellsOf(parts: readonly Part<RowBlock>[], column: number, width: number): Float64Array {
  const count = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const cells = new Float64Array(count);
  let filled = 0;
  for (const { content, from, to } of parts) {
    for (let row = from; row < to; row++) cells[filled++] = content.cells[row * width + column];
  }
  return cells;
}
