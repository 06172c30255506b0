import type { Sentence } from '../../protocol/errors';
import { breathe, type Task } from '../task';
import type { Dialect } from './dialect';
import { readIntegers } from './integer-reader';
import type { RowBlocks } from './row-blocks';
import type { RowLines } from './row-lines';
import type { RowBlock, TableColumns, TypedColumn } from './table-columns';

/** A table that has been read from a text file: its cells in memory. */
export class CsvTable implements TableColumns {
  constructor(
    readonly path: string,
    readonly columns: readonly TypedColumn[],
    readonly rows: number,
    readonly warnings: readonly Sentence[],
    private readonly dialect: Dialect,
    private readonly cells: RowBlocks,
    private readonly lines: RowLines,
  ) {}

  async *blocks({ signal }: Task, last = false): AsyncGenerator<RowBlock> {
    for (const block of this.cells.filled(last)) {
      yield block;
      await breathe(signal);
    }
  }

  /** Doubles don't hold all of them: they are read from the text. */
  async *integers(column: number, task: Task): AsyncGenerator<BigInt64Array | BigUint64Array> {
    const ArrayType = this.columns[column].dtype === 'uint64' ? BigUint64Array : BigInt64Array;
    for await (const integers of readIntegers(this.path, this.dialect, column, this.rows, task)) {
      yield ArrayType.from(integers);
    }
  }

  line(row: number): number {
    return this.lines.line(row);
  }
}
