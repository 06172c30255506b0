import type { ColumnInfo, ColumnValues } from '../../protocol/data';
import type { Dataset } from '../examples/dataset';
import { describedColumn } from '../examples/described-column';
import { missingCategory } from '../examples/encoding/columns';
import { type Division, type ExampleBytes, shownWithin } from '../examples/memory';
import type { SchemaColumn } from './schema';
import { bytesPerWord, type RowBlock, type TableRows } from './table-columns';

/** The column as it describes the rows. */
export function describeColumn({ name, role, classes, encoded }: SchemaColumn): ColumnInfo {
  if (!classes) return { name, role, type: 'numeric' };
  const missing = encoded?.type === 'category' && encoded.categories.includes(missingCategory);
  const categories = missing ? [...classes.names, missingCategory] : classes.names;
  return { name, role, type: 'category', categories };
}

/** What a row takes in memory with so many bytes for a model: words of which there are many may be its own. */
export function rowBytes(table: TableRows, columns: readonly SchemaColumn[], inputs: number): ExampleBytes {
  const encoded = inputs + columns.filter(({ index }) => table.columns[index].passing).length * bytesPerWord;
  return { encoded, stored: encoded + columns.length * Float32Array.BYTES_PER_ELEMENT };
}

/**
 * Keeps what describes the rows of a table, or those that are shown: numbers, or places of categories; NaN where missing.
 */
export class RowDescriptions {
  /** What becomes of the cells of each column; null where they stay. */
  private readonly describe: readonly (((cell: number) => number) | null)[];
  /** Block by block: rows x columns, row-major. */
  private readonly pieces: Float32Array[] = [];
  private readonly room = new UsedMemory();
  /** Where only some are shown and there is a label of categories: that of each row of the table. */
  private readonly ofAll: { readonly place: number; readonly values: Float32Array } | null;
  /** Rows of the table that have been passed. */
  private passed = 0;
  private rows = 0;

  /** @param division Null where all rows are described. */
  constructor(
    private readonly table: TableRows,
    private readonly columns: readonly SchemaColumn[],
    private readonly division: Division | null = null,
  ) {
    this.describe = columns.map(descriptionOf);
    const place = columns.findIndex(({ role, classes }) => role === 'label' && classes);
    this.ofAll = division && place >= 0 ? { place, values: new Float32Array(table.rows) } : null;
  }

  /** What `Dataset.labels` is. */
  get labels(): Pick<Dataset, 'labels'> {
    return this.ofAll ? { labels: this.ofAll.values } : {};
  }

  /** Takes the next block, which is not to be used afterwards where it was given away. */
  add(block: RowBlock): void {
    const { columns, table, describe, room, division, passed } = this;
    const { cells, given } = block;
    this.addLabels(block);
    this.passed += block.rows;
    const shown = division && [...shownWithin(division, table.rows, passed, this.passed)];
    const rows = shown?.length ?? block.rows;
    if (rows === 0) return;
    const piece = room.floats(rows * columns.length);
    columns.forEach(({ index }, place) => {
      const own = describe[place];
      for (let i = 0, to = place; i < rows; i++, to += columns.length) {
        const cell = cells[(shown ? shown[i].row : i) * table.columns.length + index];
        piece[to] = own ? own(cell) : cell;
      }
    });
    this.pieces.push(piece);
    if (given && !shown) room.add(cells);
    this.rows += rows;
  }

  private addLabels({ rows, cells }: RowBlock): void {
    if (!this.ofAll) return;
    const { place, values } = this.ofAll;
    const { index } = this.columns[place];
    const own = this.describe[place];
    for (let row = 0; row < rows; row++) {
      const cell = cells[row * this.table.columns.length + index];
      values[this.passed + row] = own ? own(cell) : cell;
    }
  }

  /** The columns, each put together when it is looked at. */
  described(): ColumnValues[] {
    const { pieces, rows, columns } = this;
    return columns.map((column, place) =>
      describedColumn(describeColumn(column), () => gather(pieces, place, columns.length, rows)),
    );
  }
}

function descriptionOf(column: SchemaColumn): ((cell: number) => number) | null {
  const { classes } = column;
  if (!classes) return null;
  const missing = describeColumn(column).categories?.indexOf(missingCategory) ?? -1;
  return (cell) => {
    const place = Number.isNaN(cell) ? missing : classes.place(cell);
    return place < 0 ? Number.NaN : place;
  };
}

/** Memory that is needed no more, to be used again before more is asked for. */
class UsedMemory {
  private readonly free: Float32Array[] = [];

  /** Takes some over, if there is none left. */
  add({ buffer, byteOffset, length }: Float64Array): void {
    if (this.free.length === 0) this.free.push(new Float32Array(buffer, byteOffset, 2 * length));
  }

  /** Some room, with anything in it. */
  floats(count: number): Float32Array {
    const last = this.free.pop();
    if (!last || last.length < count) return new Float32Array(count);
    if (last.length > count) this.free.push(last.subarray(count));
    return last.subarray(0, count);
  }
}

/** Every `width`th element from `start` on. */
function gather(pieces: readonly Float32Array[], start: number, width: number, count: number): Float32Array {
  const values = new Float32Array(count);
  let row = 0;
  for (const piece of pieces) for (let i = start; i < piece.length; i += width) values[row++] = piece[i];
  return values;
}
