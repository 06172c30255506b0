import { type Sentence, UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import type { RowBlock, TableColumns, TypedColumn } from '../../tables/table-columns';
import { readBlocks } from './block-reading';
import { CellReader } from './cell-reader';
import type { Reading } from './column-reading';
import type { Dialect } from './dialect';
import { readIntegers } from './integer-reader';
import type { RowBlocks } from './row-blocks';
import type { RowLines } from './row-lines';
import { TableText } from './table-text';

/** What the first reading of a text file has found. */
export interface CsvContent {
  readonly path: string;
  readonly dialect: Dialect;
  readonly columns: readonly TypedColumn[];
  /** How each column is read. */
  readonly readings: readonly Reading[];
  readonly rows: number;
  readonly warnings: readonly Sentence[];
  readonly lines: RowLines;
  readonly cells: RowBlocks;
}

/** A table in a text file that has been read once: its cells are in memory, or read from the file each time. */
export class CsvTable implements TableColumns {
  readonly path: string;
  readonly columns: readonly TypedColumn[];
  readonly rows: number;
  readonly warnings: readonly Sentence[];

  constructor(private readonly content: CsvContent) {
    const { path, columns, rows, warnings } = content;
    this.path = path;
    this.columns = columns;
    this.rows = rows;
    this.warnings = warnings;
  }

  async *blocks(task: Task, last = false): AsyncGenerator<RowBlock> {
    const { cells } = this.content;
    if (!cells.areKept) {
      yield* this.readAgain(task);
      return;
    }
    for (const block of cells.filled(this.rows, last)) {
      yield block;
      await breathe(task.signal);
    }
  }

  /** Doubles don't hold all of them: they are read from the text. */
  async *integers(column: number, task: Task): AsyncGenerator<BigInt64Array | BigUint64Array> {
    const ArrayType = this.columns[column].dtype === 'uint64' ? BigUint64Array : BigInt64Array;
    for await (const integers of readIntegers(this.path, this.content.dialect, column, this.rows, task)) {
      yield ArrayType.from(integers);
    }
  }

  line(row: number): number {
    return this.content.lines.line(row);
  }

  /** @throws UserError data.table.changed, or any of the first reading. */
  private async *readAgain(task: Task): AsyncGenerator<RowBlock> {
    const { path, rows } = this;
    const { dialect, readings, cells } = this.content;
    const text = await TableText.open(path, task, dialect);
    try {
      const reader = new CellReader(path, readings, dialect);
      // Who goes through the rows at the same time has room of their own.
      const room = new Float64Array(cells.rowsPerBlock * readings.length);
      yield* readBlocks(text, reader, () => room, rows, task.onProgress);
      if (reader.rows < rows) throw new UserError('data.table.changed', { path, rows, actual: reader.rows });
    } finally {
      await text.close();
    }
  }
}
