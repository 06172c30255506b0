import type { Task } from '../../../task';
import type { Dialect } from './dialect';
import { type RowVisitor, TableText } from './table-text';

/** The whole numbers of a column of a text, exactly. Its cells are such, and none is missing. */
export async function* readIntegers(
  path: string,
  dialect: Dialect,
  column: number,
  rows: number,
  task: Task,
): AsyncGenerator<bigint[]> {
  const text = await TableText.open(path, task, dialect);
  try {
    const reader = new IntegerReader(column, rows);
    for await (const fraction of text.rows(reader)) {
      task.onProgress?.(fraction);
      yield reader.take();
    }
  } finally {
    await text.close();
  }
}

class IntegerReader implements RowVisitor {
  readonly numeric = new Uint8Array(0);
  private rows = 0;
  private integers: bigint[] = [];

  constructor(
    private readonly column: number,
    private readonly mostRows: number,
  ) {}

  get isFull(): boolean {
    return this.rows >= this.mostRows;
  }

  /** Those that were read since this was called last. */
  take(): bigint[] {
    const taken = this.integers;
    this.integers = [];
    return taken;
  }

  number(): void {}

  cell(column: number, bytes: Buffer, start: number, end: number): void {
    if (column !== this.column) return;
    const digits = bytes.toString('latin1', start, end);
    this.integers.push(BigInt(digits.startsWith('+') ? digits.slice(1) : digits));
  }

  row(): boolean {
    this.rows++;
    return !this.isFull;
  }
}
