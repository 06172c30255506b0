import { UserError } from '../../../protocol/errors';
import { ColumnReading, type Reading } from './column-reading';
import type { Dialect } from './dialect';
import { RowLines } from './row-lines';
import type { RowVisitor } from './table-text';

/** Reads the cells of a table, each column in its own way: as many rows as there is room for, then the next ones. */
export class CellReader implements RowVisitor {
  readonly numeric: Uint8Array;
  readonly columns: readonly ColumnReading[];
  readonly lines = new RowLines();
  /** All that have been read. */
  rows = 0;
  /** 1 for columns with a plain number that is not written as a whole one. */
  private readonly pointed: Uint8Array;
  private readonly skipped: Uint8Array;
  private cells: Float64Array = new Float64Array(0);
  private at = 0;

  constructor(
    private readonly path: string,
    readings: readonly Reading[],
    dialect: Pick<Dialect, 'decimal' | 'encoding'>,
  ) {
    this.columns = readings.map((reading) => new ColumnReading(reading, dialect));
    this.numeric = Uint8Array.from(this.columns, ({ takesNumbers }) => Number(takesNumbers));
    this.skipped = Uint8Array.from(readings, ({ kind }) => Number(kind === 'skip'));
    this.pointed = new Uint8Array(readings.length);
  }

  /** Makes room for the next rows. */
  begin(cells: Float64Array): void {
    this.cells = cells;
    this.at = 0;
    for (const column of this.columns) column.beginBlock();
  }

  /** There is no room for another row. */
  get isFull(): boolean {
    return this.at === this.cells.length;
  }

  /** Has a column had nothing but numbers so far, all written by digits alone? */
  isWhole(column: number): boolean {
    const { holds, missing, whole } = this.columns[column];
    return this.pointed[column] === 0 && whole && holds === 'numbers' && missing === 0;
  }

  /** Has a column had numbers that are not written as whole ones? */
  hasFractions(column: number): boolean {
    return this.pointed[column] === 1 || !this.columns[column].whole;
  }

  number(column: number, value: number, whole: boolean): void {
    this.cells[this.at + column] = value;
    if (!whole) this.pointed[column] = 1;
  }

  cell(column: number, bytes: Buffer, start: number, end: number, quoted: boolean): void {
    // What is too much in a row is told when it ends.
    if (column >= this.columns.length || this.skipped[column] === 1) return;
    const reading = this.columns[column];
    this.cells[this.at + column] = reading.read(this.rows, bytes, start, end, quoted);
    if (this.numeric[column] === 1 && !reading.takesNumbers) this.numeric[column] = 0;
  }

  /** @throws UserError data.table.ragged. */
  row(cells: number, line: number): boolean {
    const expected = this.columns.length;
    if (cells !== expected)
      throw new UserError('data.table.ragged', { path: this.path, expected, actual: cells, line });
    this.lines.add(line);
    this.rows++;
    this.at += expected;
    return !this.isFull;
  }
}
