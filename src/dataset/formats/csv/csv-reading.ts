import { type Sentence, UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { type ByteEncoding, byteEncodingOf, encodingWarnings, isUtf8 } from '../../bytes/text-encoding';
import { distinctNames } from '../../tables/column-names';
import type { ColumnUse } from '../../tables/column-roles';
import { mostWords, noWords, type TableColumns, type TypedColumn } from '../../tables/table-columns';
import type { Words } from '../../tables/words';
import { readBlocks } from './block-reading';
import { CellReader } from './cell-reader';
import type { ColumnReading, PlacedText, Reading } from './column-reading';
import { CsvTable } from './csv-table';
import type { Dialect } from './dialect';
import { IntegerRanges } from './integer-type';
import { RowBlocks } from './row-blocks';
import { TableText } from './table-text';

/** More columns than this are taken for damage. */
const mostColumns = 1 << 20;
/** A column is one of numbers, in which a text is a mistake, from this share of numbers on. */
const numericShare = 0.9;
/** The share of the work that is done when all has been read once. */
const firstShare = 0.9;
/** More columns are not named in a warning. */
const mostListed = 5;
/** An estimate of so many times the memory is not waited for to come true. */
const surelyMore = 1.25;

export interface CsvOptions {
  /** By the column's name. */
  readonly use: (name: string) => ColumnUse;
  /** Only the first rows, at most this many. */
  readonly limit?: number;
  /** Bytes that cells and words may take in memory. Where they would take more, the cells are read again each time. */
  readonly memory?: number;
  /** Where the cells are not in memory, words of which there are many are not, either, but for those of such columns. */
  readonly keepsWords?: (name: string) => boolean;
  /** Texts among numbers are missing values, and named by a warning; else they are refused. */
  readonly strays?: 'missing';
  readonly task: Task;
}

/**
 * Reads the table in a text file, into memory as far as that may be.
 * @throws UserError data.table.* when it is none, is damaged, or holds texts where numbers have to be.
 */
export async function openCsv(path: string, options: CsvOptions): Promise<TableColumns> {
  const first = await readOnce(path, options);
  const { names, dialect, blocks: cells, reader, integers } = first;
  const { rows, lines } = reader;
  if (rows === 0) throw new UserError(dialect.header ? 'data.table.headerOnly' : 'data.noExamples', { path });
  const again = names.map((_, index) => readingAgain(first, index, options));
  const second = await readAgain(first, reader.columns, again, options);
  // What looked like numbers in one dress, and is not.
  const misread = names.map((_, index) => wordsAfterAll(first, second[index], index, options));
  const read = await readAgain(first, second, misread, options);

  const ofWords = read.filter(({ holds }) => holds === 'words');
  const encoding = encodingOf(
    first,
    ofWords.map(({ words }) => words),
  );
  const wholes = read.flatMap((_, index) => (again[index] === null && reader.isWhole(index) ? [index] : []));
  const types = await integers.types(path, dialect, wholes, rows, options.task);
  const columns = read.map((column, index): TypedColumn => {
    const named = { name: names[index], unnamed: !dialect.header?.[index] };
    if (column.holds === 'words') return { ...named, cells: 'words', dtype: 'str', ...textsOf(column.words, encoding) };
    if (column.holds === 'numbers') {
      return { ...named, cells: 'numbers', dtype: types.get(index) ?? 'float64', ...noWords };
    }
    const unit = column.dateUnit;
    return { ...named, cells: unit, dtype: unit === 'days' ? 'datetime64[D]' : 'datetime64[s]', ...noWords };
  });
  const warnings = [...encodingWarnings(path, encoding), ...numberWarnings(first, second, read)];
  const { emptyRows } = first;
  if (dialect.isShort) warnings.push({ code: 'data.table.shortHeader', params: { path } });
  if (emptyRows > 0) warnings.push({ code: 'data.table.emptyRows', params: { path, count: emptyRows } });
  const ambiguous = reader.columns.findIndex((column) => column.holds === 'dates' && column.dates.ambiguous);
  if (ambiguous >= 0) warnings.push({ code: 'data.table.monthFirst', params: { path, column: names[ambiguous] } });
  const readings = read.map(({ settled }) => settled);
  return new CsvTable({ path, dialect, columns, readings, rows, warnings, lines, cells });
}

/** UTF-8 where all is that; else what the beginning of the text is, or what the words are. */
function encodingOf({ header, dialect }: FirstReading, words: readonly Words[]): ByteEncoding {
  if (isUtf8(header) && words.every((own) => own.areUtf8)) return 'utf-8';
  if (dialect.encoding !== 'utf-8') return dialect.encoding;
  const encoding = byteEncodingOf(Buffer.concat(words.map(({ content }) => content)));
  return encoding === 'utf-8' ? 'windows-1252' : encoding;
}

function textsOf(words: Words, encoding: ByteEncoding): Pick<TypedColumn, 'passing' | 'words' | 'word'> {
  let texts: string[] | undefined;
  return {
    passing: words.passing,
    words: () => (texts ??= words.texts(encoding)),
    word: (code) => words.text(code, encoding),
  };
}

/** A table's text, read one time. */
interface FirstReading {
  readonly path: string;
  readonly dialect: Dialect;
  /** The bytes above the rows of data. */
  readonly header: Buffer;
  readonly names: readonly string[];
  readonly blocks: RowBlocks;
  readonly reader: CellReader;
  readonly integers: IntegerRanges;
  /** Without any cell; they are none of the rows. */
  readonly emptyRows: number;
}

async function readOnce(path: string, options: CsvOptions): Promise<FirstReading> {
  const { use, limit = Number.POSITIVE_INFINITY, task } = options;
  const text = await TableText.open(path, task);
  try {
    const { dialect, header } = text;
    const width = dialect.columns;
    if (width > mostColumns) throw new UserError('data.table.columns', { path, count: width, limit: mostColumns });
    const names = distinctNames(dialect.header ?? new Array<string>(width).fill(''));
    // A row takes a byte for each of its cells at least: a separator or the line end.
    const mostRows = Math.min(limit, Math.ceil((text.mostBytes + 1) / width));
    const blocks = new RowBlocks(width, mostRows);
    const readings = names.map((name): Reading => ({ kind: use(name) === 'words' ? 'words' : 'infer' }));
    const reader = new CellReader(path, readings, dialect);
    const integers = new IntegerRanges(width);
    let share = 0;
    const onProgress = (fraction: number) => {
      share = fraction;
      task.onProgress?.(firstShare * fraction);
    };
    for await (const block of readBlocks(text, reader, (index) => blocks.room(index), limit, onProgress)) {
      integers.add(block, (column) => reader.isWhole(column));
      boundMemory({ names, blocks }, reader, Math.min(limit, reader.rows / share), options);
    }
    return { path, dialect, header, names, blocks, reader, integers, emptyRows: text.emptyRows };
  } finally {
    await text.close();
  }
}

/** Lets go of what memory must not hold, as soon as that is to be seen. @param likelyRows So many there will be. */
function boundMemory(
  { names, blocks }: Pick<FirstReading, 'names' | 'blocks'>,
  { columns, rows }: CellReader,
  likelyRows: number,
  { memory = Number.POSITIVE_INFINITY, keepsWords }: CsvOptions,
): void {
  const words = columns.reduce((sum, { wordBytes }) => sum + wordBytes, 0);
  const likely = (likelyRows / rows) * blocks.bytes;
  if (blocks.areKept && (blocks.bytes + words > memory || likely > surelyMore * memory)) blocks.letGo();
  if (blocks.areKept) return;
  for (const [index, column] of columns.entries()) if (!keepsWords?.(names[index])) column.boundWords(mostWords);
}

/** How a column has to be read again, if at all. @throws UserError data.table.notANumber. */
function readingAgain(first: FirstReading, index: number, options: CsvOptions): Reading | null {
  const { names, reader, dialect } = first;
  const column = reader.columns[index];
  const { holds, missing, numbers, firstText } = column;
  const use = options.use(names[index]);
  if (firstText && (holds === 'mixed' || (holds === 'words' && use !== 'words'))) {
    const dress = column.dressing.dress(dialect.decimal);
    const filled = reader.rows - missing;
    const isMostlyNumbers = numbers >= numericShare * filled;
    const isUnit = dress !== null && dress.affix !== '' && !dress.isMoney;
    if (dress && !(isUnit && isMostlyNumbers)) return { kind: 'dressed', dress };
    // A measure that may be the label is one, too; whole numbers and a word are classes.
    if (use === 'either' && isMostlyNumbers && reader.hasFractions(index)) return { kind: 'numbers' };
    if ((use === 'any' || use === 'numbers') && isMostlyNumbers && options.strays) return { kind: 'numbers' };
    if (use === 'numbers' || (use === 'any' && isMostlyNumbers))
      throw noNumber(first, index, firstText, filled - numbers);
  }
  if (holds === 'mixed' || (holds === 'dates' && column.dates.contradictory)) return { kind: 'words' };
  return holds === 'dates' && column.dates.misread ? column.dates.reading : null;
}

/** A column whose dress does not fit all cells is one of words, unless nearly all do. @throws UserError data.table.notANumber. */
function wordsAfterAll(
  first: FirstReading,
  { reading, strays, missing, firstText }: ColumnReading,
  index: number,
  options: CsvOptions,
): Reading | null {
  if (reading.kind !== 'dressed' || !firstText) return null;
  const filled = first.reader.rows - missing + strays;
  const use = options.use(first.names[index]);
  const isMostlyNumbers = filled - strays >= numericShare * filled;
  if (use === 'either' || (use === 'any' && !isMostlyNumbers)) return { kind: 'words' };
  if (options.strays && isMostlyNumbers) return null;
  throw noNumber(first, index, firstText, strays);
}

function noNumber({ path, names, reader }: FirstReading, index: number, { row, text }: PlacedText, count: number) {
  const line = reader.lines.line(row);
  return new UserError('data.table.notANumber', { path, line, column: names[index], value: text, count });
}

/** What was understood of numbers that are not written plainly, and what was taken for missing among them. */
function numberWarnings(
  { path, names, reader, dialect }: FirstReading,
  second: readonly ColumnReading[],
  columns: readonly ColumnReading[],
): Sentence[] {
  const warnings: Sentence[] = [];
  const dressed = columns.flatMap(({ reading }, index) =>
    reading.kind === 'dressed' ? [{ name: names[index], ...reading.dress.example }] : [],
  );
  const said = ([first, ...rest]: typeof dressed) => {
    const { name: column, text, value, other } = first;
    const columns = listed([first, ...rest].map(({ name }) => name));
    return { path, columns, column, text, value, ...(other !== undefined && { other }) };
  };
  if (dressed.length > 0) warnings.push({ code: 'data.table.dressed', params: said(dressed) });
  const doubtful = dressed.filter(({ other }) => other !== undefined);
  const { doubt } = dialect;
  // All of a column that has been read in a dress has settled it.
  if (doubt && !dressed.some(({ name }) => name === names[doubt.column]))
    doubtful.push({ ...doubt, name: names[doubt.column] });
  if (doubtful.length > 0) warnings.push({ code: 'data.table.doubtfulNumbers', params: said(doubtful) });
  for (const [index, { holds }] of columns.entries()) {
    const { reading, firstText } = second[index];
    const misread = reading.kind === 'dressed' && firstText ? [reading.dress.example.text, firstText.text] : null;
    const pair = misread ?? reader.columns[index].dressing.different;
    if (holds !== 'words' || !pair) continue;
    const params = { path, column: names[index], first: pair[0], second: pair[1] };
    warnings.push({ code: 'data.table.differentNumbers', params });
  }
  for (const [index, { strays, firstText }] of columns.entries()) {
    if (strays === 0 || !firstText) continue;
    const params = {
      path,
      column: names[index],
      count: strays,
      value: firstText.text,
      line: reader.lines.line(firstText.row),
    };
    warnings.push({ code: 'data.table.strays', params });
  }
  return warnings;
}

function listed(names: readonly string[]): string {
  return names.length > mostListed ? `${names.slice(0, mostListed).join(', ')}, …` : names.join(', ');
}

/** Reads some columns again. Returns all, those read again in the place of what they were. */
async function readAgain(
  first: FirstReading,
  columns: readonly ColumnReading[],
  again: readonly (Reading | null)[],
  options: CsvOptions,
): Promise<readonly ColumnReading[]> {
  if (again.every((reading) => reading === null)) return columns;
  const { path, dialect, blocks, reader } = first;
  const { task } = options;
  const { rows } = reader;
  const second = new CellReader(
    path,
    again.map((reading) => reading ?? { kind: 'skip' }),
    dialect,
  );
  const text = await TableText.open(path, task, dialect);
  try {
    const onProgress = (fraction: number) => task.onProgress?.(firstShare + (1 - firstShare) * fraction);
    for await (const _ of readBlocks(text, second, (index) => blocks.room(index), rows, onProgress)) {
      boundMemory(first, second, rows, options);
    }
  } finally {
    await text.close();
  }
  if (second.rows < rows) throw new UserError('data.table.changed', { path, rows, actual: second.rows });
  return again.map((reading, index) => (reading ? second.columns : columns)[index]);
}
