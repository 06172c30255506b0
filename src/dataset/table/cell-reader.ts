import { UserError } from '../../protocol/errors';
import { ColumnReading, type Reading } from './column-reading';
import type { RowBlocks } from './row-blocks';
import { RowLines } from './row-lines';
import type { CellVisitor } from './row-scanner';

/** Reads the cells of a table into blocks, each column in its own way. */
export class CellReader implements CellVisitor {
  readonly numeric: Uint8Array;
  readonly columns: readonly ColumnReading[];
  readonly lines = new RowLines();
  rows = 0;
  /** 1 for columns with a plain number that is not written as a whole one. */
  private readonly pointed: Uint8Array;
  private readonly skipped: Uint8Array;
  private cells: Float64Array;
  private at = 0;
  private block = 0;

  constructor(
    private readonly path: string,
    private readonly blocks: RowBlocks,
    readings: readonly Reading[],
    private readonly decimal: '.' | ',',
    private readonly limit: number,
  ) {
    this.columns = readings.map((reading) => new ColumnReading(reading));
    this.numeric = Uint8Array.from(this.columns, ({ takesNumbers }) => Number(takesNumbers));
    this.skipped = Uint8Array.from(readings, ({ kind }) => Number(kind === 'skip'));
    this.pointed = new Uint8Array(readings.length);
    this.cells = blocks.at(0);
  }

  /** No more rows are wanted. */
  get isFull(): boolean {
    return this.rows >= this.limit;
  }

  /** Are all numbers of a column written by digits alone? */
  isWhole(column: number): boolean {
    return this.pointed[column] === 0 && this.columns[column].whole;
  }

  number(column: number, value: number, whole: boolean): void {
    this.cells[this.at + column] = value;
    if (!whole) this.pointed[column] = 1;
  }

  cell(column: number, bytes: Buffer, start: number, end: number, quoted: boolean): void {
    // What is too much in a row is told when it ends.
    if (column >= this.columns.length || this.skipped[column] === 1) return;
    const reading = this.columns[column];
    this.cells[this.at + column] = reading.read(this.rows, bytes, start, end, quoted, this.decimal);
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
    if (this.at === this.cells.length && !this.isFull) {
      this.cells = this.blocks.at(++this.block);
      this.at = 0;
    }
    return !this.isFull;
  }
}
