import { UserError } from '../../../protocol/errors';
import { type ByteEncoding, byteEncodingOf } from '../../bytes/text-encoding';
import { blankDialect } from './blanks';
import { parseDate } from './cell-date';
import { cellText } from './cell-text';
import { isMissing, parseNumber } from './cell-value';
import { dressOf, isDressed } from './dressed-number';
import { type CellVisitor, type Grammar, RowScanner } from './row-scanner';
import type { Stretch } from './text-window';

/** How a table is written. */
export interface Dialect extends Grammar {
  /** Names from the first row, or null where that is data already. */
  readonly header: readonly string[] | null;
  readonly columns: number;
  /** Of the beginning of the text. */
  readonly encoding: ByteEncoding;
  /** Any number of blanks stands for the separator; so many lines stand before the first row of data. */
  readonly blanks?: {
    readonly skip: number;
    /** Two blanks at least: single ones are in the cells. */
    readonly wide?: true;
  };
  /** Bytes of a first line that is none of the table's. */
  readonly prefix?: number;
  /** The header was one name short: what begins the rows are their names. */
  readonly isShort?: true;
  /** A cell that shows that the decimal sign might as well stand between thousands, as nothing tells. */
  readonly doubt?: { readonly column: number; readonly text: string; readonly value: number; readonly other: number };
  /** Its first rows, for a look at what it holds; the header not among them. */
  readonly sample: readonly (readonly string[])[];
}

const sampleRows = 50;
/** Of very many columns, fewer rows tell as much. */
const sampleCells = 50_000;
const fewestRows = 5;
const tab = 9;
const lineFeed = 10;
const comma = 44;
const semicolon = 59;
/** A separator that splits every row of the sample alike wins; the comma last, as it may be a decimal comma. */
const separators = [tab, semicolon, 124, comma];

const decimalComma = /^[+-]?\d+,\d+(e[+-]?\d+)?$/i;
const decimalPoint = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i;
const thousandsPoint = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
/** Of two signs, one at least stands between thousands. */
const severalSigns = /^[+-]?\d{1,3}([.,]\d{3})+[.,]\d+$/;
const thousandsComma = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/** By which spreadsheets say how they split. */
const separatorLine = /^"?sep=([^\w\s"]|\t)"?\r?\n/i;
const longestSeparatorLine = 12;

/** Lines of a log have a comma before the thousandths of a second, as Python writes them, and words behind. */
const logLines = /^(\S* ?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d,\d{3}[ \]:][^\n]*\n){2}/;
const logBytes = 4096;

interface Candidate {
  readonly separator: number;
  readonly rows: readonly (readonly string[])[];
  /** The most common number of cells, and the share of rows that have it. */
  readonly cells: number;
  readonly agreement: number;
  /** No quote is left open under this separator. */
  readonly isWhole: boolean;
}

/**
 * Tells separator, decimal sign and header from the first rows of a text, of which `stretch` is the beginning.
 * @throws UserError data.table.none when they do not split into a table.
 */
export function detectDialect(stretch: Stretch, path: string): Dialect {
  const { bytes, start, end, ended } = stretch;
  if (logLines.test(bytes.toString('latin1', start, Math.min(end, start + logBytes))))
    throw new UserError('data.table.none', { path });
  const encoding = byteEncodingOf(bytes.subarray(start, end), ended);
  const said = separatorLine.exec(bytes.toString('latin1', start, Math.min(end, start + longestSeparatorLine)));
  if (said) {
    const prefix = said[0].length;
    const below = candidate({ ...stretch, bytes, end, ended, start: start + prefix }, said[1].charCodeAt(0), encoding);
    return { ...dialectOf(below, encoding), prefix };
  }
  const candidates = separators.map((separator) => candidate(stretch, separator, encoding));
  const consistent = candidates.find(({ cells, agreement }) => cells > 1 && agreement === 1);
  const [single] = candidates;
  const isColumn =
    single.cells === 1 &&
    single.rows.length > 1 &&
    single.rows.slice(1).every(([cell]) => isAmount(cell, '.') || isBlank(cell));
  const blank = isColumn || (consistent && isSettled(consistent)) ? null : blankDialect(stretch, encoding);
  if (blank) return blank;
  const best =
    consistent ??
    candidates.filter(({ cells }) => cells > 1).sort((a, b) => b.agreement - a.agreement || b.cells - a.cells)[0];
  if (best && best.agreement >= 0.5) return dialectOf(best, encoding);
  if (!isColumn) throw new UserError('data.table.none', { path });
  return dialectOf(single, encoding);
}

/** Tabs may be blanks like others, where they stand among such between numbers. */
function isSettled({ separator, rows, isWhole }: Candidate): boolean {
  if (separator !== tab) return isWhole;
  const areBlanks = (cell: string) =>
    !isAmount(cell, '.') && !isDressed(cell) && cell.split(/[ ]+/).every((part) => isNumber(part));
  return isWhole && !rows.some((row) => row.some(areBlanks));
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}

function candidate(stretch: Stretch, separator: number, encoding: ByteEncoding): Candidate {
  const rows: string[][] = [];
  let row: string[] = [];
  let seen = 0;
  let isEnough = false;
  const visitor: CellVisitor = {
    numeric: new Uint8Array(0),
    number: () => {},
    cell: (_, bytes, start, end, quoted) => row.push(cellText(bytes, start, end, quoted, encoding)),
    row: (count) => {
      rows.push(row);
      row = [];
      seen += count;
      isEnough = rows.length >= fewestRows && (rows.length >= sampleRows || seen >= sampleCells);
      return !isEnough;
    },
  };
  let isWhole = false;
  try {
    const reached = new RowScanner('', { separator, decimal: '.' }).scan(stretch, visitor);
    // The last line may wait for what follows.
    isWhole = isEnough || !stretch.bytes.subarray(reached, stretch.end - 1).includes(lineFeed);
  } catch (error) {
    // A quote that does not close under this separator: the rows before it still tell.
    if (!(error instanceof UserError)) throw error;
  }
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [cells, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { separator, rows, cells, agreement: rows.length === 0 ? 0 : agreeing / rows.length, isWhole };
}

function dialectOf({ separator, rows, cells }: Candidate, encoding: ByteEncoding): Dialect {
  const decimal = usesDecimalComma(rows, separator) ? ',' : '.';
  const header = isHeader(rows, decimal) ? uncommented(wholeHeader(rows, cells)) : null;
  const columns = header?.length ?? cells;
  const sample = header ? rows.slice(1) : rows;
  const doubt = separator === semicolon || decimal === ',' ? doubtOf(sample, decimal) : undefined;
  const isShort = header !== null && rows[0].length < header.length && header[0] === '';
  return {
    separator,
    decimal,
    header,
    columns,
    encoding,
    sample,
    ...(doubt && { doubt }),
    ...(isShort && { isShort }),
  };
}

/** Where all decimal signs stand before three digits, they might stand between thousands as well. */
function doubtOf(rows: readonly (readonly string[])[], decimal: '.' | ','): Dialect['doubt'] {
  const [amount, thousands] = decimal === ',' ? [decimalComma, thousandsComma] : [decimalPoint, thousandsPoint];
  const settles = (cell: string) => (amount.test(cell) && !thousands.test(cell)) || severalSigns.test(cell);
  if (rows.some((row) => row.some(settles))) return undefined;
  for (const row of rows) {
    const column = row.findIndex((cell) => thousands.test(cell));
    if (column < 0) continue;
    const text = row[column];
    return { column, text, value: Number(text.replace(decimal, '.')), other: Number(text.replace(decimal, '')) };
  }
  return undefined;
}

/** R leaves the name of the first column, of row names, away; others end every row but the header with a separator. */
function wholeHeader([header, ...rows]: readonly (readonly string[])[], cells: number): readonly string[] {
  if (header.length !== cells - 1) return header;
  return rows.every((row) => row.length === cells && row[cells - 1] === '') ? [...header, ''] : ['', ...header];
}

/** `numpy.savetxt` and others write a header as a comment. */
function uncommented([first, ...others]: readonly string[]): readonly string[] {
  return [first.replace(/^#+[ \t]*(?=.)/, ''), ...others];
}

/**
 * A semicolon stands between cells where the comma is the decimal sign. Between other separators 1,234 may be meant for a
 * thousand, so that only a comma before other than three digits tells.
 */
export function usesDecimalComma(rows: readonly (readonly string[])[], separator: number): boolean {
  if (separator === comma) return false;
  const cells = rows.slice(1).flat();
  const count = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell)).length;
  if (count(/^[+-]?\d{1,3}(,\d{3})+(,\d{3}|\.\d+)$/) > 0) return false;
  const commas = count(decimalComma);
  const thousands = count(thousandsComma);
  return commas > count(decimalPoint) && (separator === semicolon || commas > thousands);
}

/**
 * The first row is a header unless one of its cells is a number or date above such. A row of consecutive whole numbers
 * (0, 1, 2, … as pandas writes it, or years) is a header nevertheless, where the rows below do not go on like that.
 */
export function isHeader([first, ...rest]: readonly (readonly string[])[], decimal: '.' | ','): boolean {
  if (!first) return false;
  if (isCounting(first, decimal) && rest.some((row) => !countingIn(row, decimal))) return true;
  return !first.some((cell, column) => {
    const below = rest.map((row) => row[column] ?? '');
    // 25% above plain numbers is the name of a quantile.
    const isAlike = isAmount(cell, decimal) || !below.every((other) => isBlank(other) || isAmount(other, decimal));
    return isAlike && !isBlank(cell) && isOfAmounts([cell, ...below], decimal);
  });
}

/** Are cells numbers, plain or in one dress, or dates, but for those that are missing? */
export function isOfAmounts(cells: readonly string[], decimal: '.' | ','): boolean {
  const isPlain = (cell: string) => isBlank(cell) || isAmount(cell, decimal);
  return cells.every(isPlain) || dressOf(cells, decimal, isPlain) !== null;
}

/** The whole numbers of a row, where these are consecutive, and three or more. */
function countingIn(row: readonly string[], decimal: '.' | ','): readonly number[] | null {
  const values = row.filter((cell) => isAmount(cell, decimal)).map(Number);
  const isConsecutive = values.every((value, i) => Number.isInteger(value) && value === values[0] + i);
  return isConsecutive && values.length >= 3 ? values : null;
}

/** Consecutive numbers are names where there is a reason: they begin at 0, are years or many, or stand among names. */
function isCounting(row: readonly string[], decimal: '.' | ','): boolean {
  const values = countingIn(row, decimal);
  return values !== null && (values[0] === 0 || values[0] >= 1000 || values.length >= 8 || values.length < row.length);
}

/** Is the cell a number or a date? */
export function isAmount(cell: string, decimal: '.' | ','): boolean {
  if (cell === '') return false;
  const bytes = Buffer.from(cell);
  const { length } = bytes;
  return Number.isFinite(parseNumber(bytes, 0, length, decimal)) || !!parseDate(bytes, 0, length, 'month-first');
}

export function isBlank(cell: string): boolean {
  const bytes = Buffer.from(cell);
  return cell === '' || isMissing(bytes, 0, bytes.length);
}
