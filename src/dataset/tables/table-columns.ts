import type { Sentence } from '../../protocol/errors';
import type { Task } from '../../task';
import { type Utf8Texts, utf8Texts } from '../bytes/utf8-texts';

/** What the cells of a column are: numbers, days or seconds since 1970-01-01T00:00Z, or words by their code. */
export type CellKind = 'numbers' | 'days' | 'seconds' | 'words';

/** How dates are counted, where the cells are such. */
export function dateUnit(cells: CellKind): 'days' | 'seconds' | undefined {
  return cells === 'days' || cells === 'seconds' ? cells : undefined;
}

/** Of more different words than these, memory that is short holds only those of one block. */
export const mostWords = 10_000;

/** What a word takes in memory besides its characters: its code, its place among others, and a string. */
export const bytesPerWord = 128;

/** A column of a table, whatever file it is read from. */
export interface TypedColumn {
  /** Not empty, and no other column's. */
  readonly name: string;
  /** Was the name made up, for want of one? */
  readonly unnamed?: boolean;
  readonly cells: CellKind;
  /** As stored, by NumPy's name: int64, float32, bool, datetime64[D], str, … */
  readonly dtype: string;
  /** The different words by code, each once. To be asked for after the rows have been gone through; empty for numbers. */
  words(): readonly string[];
  /**
   * The words are too many to be held: they and their codes are those of the block that came last. Known when the rows
   * have been gone through.
   */
  readonly passing?: boolean;
  /** The word of a code. */
  word(code: number): string;
}

/** Of a column of numbers. */
export const noWords = { words: () => [], word: () => '' } as const;

/** Some rows of a table. */
export interface RowBlock {
  readonly rows: number;
  /** rows x columns, row-major: numbers, or codes of words; NaN where missing. */
  readonly cells: Float64Array;
  /** Nobody else will use the memory of the cells. Other blocks hold until the next one is asked for. */
  readonly given?: boolean;
}

/**
 * Rows of typed columns: the one form in which tables of all formats are described and encoded. There is at least one
 * row and one column.
 */
export interface TableRows {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly TypedColumn[];
  /** What a person should know of how the file was read. */
  readonly warnings: readonly Sentence[];
  /**
   * All rows in order, in blocks of some megabytes. May be gone through again, and codes stay the same.
   * @param last They will not be asked for again: what is in memory is given away.
   */
  blocks(task: Task, last?: boolean): AsyncIterable<RowBlock>;
  /** The words of a column in well-formed UTF-8, in blocks of rows. Absent where they are best asked for by their codes. */
  texts?(column: number, task: Task): AsyncIterable<Utf8Texts>;
  /** The line (from 1) of a text file in which a row begins; undefined where there are no lines. */
  line(row: number): number | undefined;
  /** Where a row lies in the whole table, counted from 0. Absent where these are all. */
  rowOf?(row: number): number;
}

/** The words of a column, in blocks of rows. */
export async function* textsOf(table: TableRows, column: number, task: Task): AsyncGenerator<Utf8Texts> {
  if (table.texts) {
    yield* table.texts(column, task);
    return;
  }
  const { word } = table.columns[column];
  let row = 0;
  for await (const { rows, cells } of table.blocks(task)) {
    const codes = Array.from({ length: rows }, (_, i) => cells[i * table.columns.length + column]);
    yield utf8Texts(codes.map((code) => (Number.isNaN(code) ? null : word(code))));
    row += rows;
    task.onProgress?.(row / table.rows);
  }
}

/** The table that a file holds. */
export interface TableColumns extends TableRows {
  /** The whole numbers of a column whose dtype is int64 or uint64, exactly. To be asked for columns without missing cells. */
  integers(column: number, task: Task): AsyncIterable<BigInt64Array | BigUint64Array>;
}
