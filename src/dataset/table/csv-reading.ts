import { type Sentence, UserError } from '../../protocol/errors';
import { isUtf8 } from '../files/text-encoding';
import type { Task } from '../task';
import { CellReader } from './cell-reader';
import { distinctNames } from './column-names';
import type { ColumnReading, Reading } from './column-reading';
import { CsvTable } from './csv-table';
import type { Dialect } from './dialect';
import { integerTypes } from './integer-type';
import { RowBlocks } from './row-blocks';
import type { TableColumns, TypedColumn } from './table-columns';
import { TableText } from './table-text';

/** More columns than this are taken for damage. */
const mostColumns = 1 << 20;
/** A column is one of numbers, in which a text is a mistake, from this share of numbers on. */
const numericShare = 0.9;
/** The share of the work that is done when all has been read once. */
const firstShare = 0.9;

/**
 * What a column is wanted for. `any`: what its cells are, but a text among numbers is a mistake. `either`: the same,
 * but texts among numbers make words of them. `words` or `numbers`: no matter what the cells are.
 */
export type ColumnUse = 'any' | 'either' | 'words' | 'numbers';

export interface CsvOptions {
  /** By the column's name. */
  readonly use: (name: string) => ColumnUse;
  /** Only the first rows, at most this many. */
  readonly limit?: number;
  readonly task: Task;
}

/**
 * Reads the table in a text file into memory.
 * @throws UserError data.table.* when it is none, is damaged, or holds texts where numbers have to be.
 */
export async function openCsv(path: string, options: CsvOptions): Promise<TableColumns> {
  const first = await readOnce(path, options);
  const { names, dialect, blocks, cells } = first;
  const { rows, lines } = cells;
  if (rows === 0) throw new UserError(dialect.header ? 'data.table.headerOnly' : 'data.noExamples', { path });
  blocks.close(rows);
  const again = names.map((name, index) => readingAgain(first, index, options.use(name)));
  const columns = again.some((reading) => reading) ? await readAgain(first, again, options.task) : cells.columns;

  const words = columns.filter(({ holds }) => holds === 'words').map((column) => column.words);
  const areUtf8 = isUtf8(first.header) && words.every((own) => own.areUtf8);
  const wholes = columns.flatMap(({ holds, missing }, index) =>
    holds === 'numbers' && missing === 0 && cells.isWhole(index) ? [index] : [],
  );
  const integers = await integerTypes(path, dialect, blocks, wholes, options.task);
  const typed = columns.map((column, index): TypedColumn => {
    const named = { name: names[index], unnamed: !dialect.header?.[index] };
    if (column.holds === 'words') {
      let texts: string[] | undefined;
      return { ...named, cells: 'words', dtype: 'str', words: () => (texts ??= column.words.texts(areUtf8)) };
    }
    const none = () => [];
    if (column.holds === 'numbers') {
      return { ...named, cells: 'numbers', dtype: integers.get(index) ?? 'float64', words: none };
    }
    const unit = column.dateUnit;
    return { ...named, cells: unit, dtype: unit === 'days' ? 'datetime64[D]' : 'datetime64[s]', words: none };
  });
  const warnings: Sentence[] = [];
  if (!areUtf8) warnings.push({ code: 'data.text.encoding', params: { path } });
  const ambiguous = cells.columns.findIndex((column) => column.holds === 'dates' && column.dates.ambiguous);
  if (ambiguous >= 0) warnings.push({ code: 'data.table.monthFirst', params: { path, column: names[ambiguous] } });
  return new CsvTable(path, typed, rows, warnings, dialect, blocks, lines);
}

/** A table's text, read once. */
interface FirstReading {
  readonly path: string;
  readonly dialect: Dialect;
  /** The bytes above the rows of data. */
  readonly header: Buffer;
  readonly names: readonly string[];
  readonly blocks: RowBlocks;
  readonly cells: CellReader;
}

async function readOnce(
  path: string,
  { use, limit = Number.POSITIVE_INFINITY, task }: CsvOptions,
): Promise<FirstReading> {
  const text = await TableText.open(path, task);
  try {
    const { dialect, header } = text;
    const width = dialect.columns;
    if (width > mostColumns) throw new UserError('data.table.columns', { path, count: width, limit: mostColumns });
    const names = distinctNames(dialect.header ?? new Array<string>(width).fill(''));
    // A row takes a byte for each of its cells at least: a separator or the line end.
    const mostRows = Math.min(limit, Math.ceil((text.mostBytes + 1) / width));
    const blocks = new RowBlocks(path, width, mostRows);
    const readings = names.map((name): Reading => ({ kind: use(name) === 'words' ? 'words' : 'infer' }));
    const cells = new CellReader(path, blocks, readings, dialect.decimal, limit);
    for await (const fraction of text.rows(cells)) task.onProgress?.(firstShare * fraction);
    return { path, dialect, header, names, blocks, cells };
  } finally {
    await text.close();
  }
}

/** How a column has to be read again, if at all. @throws UserError data.table.notANumber. */
function readingAgain({ path, names, cells }: FirstReading, index: number, use: ColumnUse): Reading | null {
  const column = cells.columns[index];
  const { holds, missing, numbers, firstText } = column;
  const ofNumbers = use === 'numbers' || (use === 'any' && numbers >= numericShare * (cells.rows - missing));
  const hasTexts = holds === 'mixed' || (holds === 'words' && use !== 'words');
  if (hasTexts && ofNumbers && firstText) {
    const line = cells.lines.line(firstText.row);
    throw new UserError('data.table.notANumber', { path, line, column: names[index], value: firstText.text });
  }
  if (holds === 'mixed' || (holds === 'dates' && column.dates.contradictory)) return { kind: 'words' };
  return holds === 'dates' && column.dates.misread ? column.dates.reading : null;
}

/** Reads some columns again. Returns all, those read again in the place of what they were. */
async function readAgain(
  { path, dialect, blocks, cells }: FirstReading,
  again: readonly (Reading | null)[],
  task: Task,
): Promise<readonly ColumnReading[]> {
  const readings = again.map((reading): Reading => reading ?? { kind: 'skip' });
  const reader = new CellReader(path, blocks, readings, dialect.decimal, cells.rows);
  const text = await TableText.open(path, task, dialect);
  try {
    for await (const fraction of text.rows(reader)) task.onProgress?.(firstShare + (1 - firstShare) * fraction);
  } finally {
    await text.close();
  }
  return again.map((reading, index) => (reading ? reader : cells).columns[index]);
}
