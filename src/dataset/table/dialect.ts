import { UserError } from '../../protocol/errors';
import { isMissing, parseNumber } from './cell-value';
import { cellText, RowScanner } from './row-scanner';

/** How a table is written. */
export interface Dialect {
  readonly separator: number;
  readonly decimal: '.' | ',';
  /** Names from the first row, or null where that is data already. */
  readonly header: readonly string[] | null;
  readonly columns: number;
  /** Its first rows, for a look at what it holds; the header not among them. */
  readonly sample: readonly (readonly string[])[];
}

const sampleRows = 50;
/** A separator that splits every row of the sample alike wins; the comma last, as it may be a decimal comma. */
const separators = [9, 59, 124, 44];

interface Candidate {
  readonly separator: number;
  readonly rows: readonly (readonly string[])[];
  /** The most common number of cells, and the share of rows that have it. */
  readonly cells: number;
  readonly agreement: number;
}

/**
 * Tells separator, decimal sign and header from the first rows.
 * @throws UserError data.table.none when they do not split into a table, data.table.quote.
 */
export function detectDialect(bytes: Buffer, path: string): Dialect {
  const candidates = separators.map((separator) => candidate(bytes, separator));
  const consistent = candidates.find(({ cells, agreement }) => cells > 1 && agreement === 1);
  const best =
    consistent ??
    candidates.filter(({ cells }) => cells > 1).sort((a, b) => b.agreement - a.agreement || b.cells - a.cells)[0];
  if (best && best.agreement >= 0.5) return dialectOf(best);
  const single = candidates[0];
  const [, ...rest] = single.rows;
  const isColumn =
    single.cells === 1 && rest.length > 0 && rest.every(([cell]) => isNumeric(cell, '.') || isBlank(cell));
  if (!isColumn) throw new UserError('data.table.none', { path });
  return dialectOf(single);
}

function candidate(bytes: Buffer, separator: number): Candidate {
  const rows: string[][] = [];
  let row: string[] = [];
  const scanner = new RowScanner(bytes, separator, '');
  try {
    scanner.scan(sampleRows, {
      cell: (_, start, end, quoted) => row.push(cellText(bytes, start, end, quoted)),
      row: () => {
        rows.push(row);
        row = [];
      },
    });
  } catch (error) {
    // A quote that does not close under this separator: the rows before it still tell.
    if (!(error instanceof UserError)) throw error;
  }
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [cells, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { separator, rows, cells, agreement: rows.length === 0 ? 0 : agreeing / rows.length };
}

function dialectOf({ separator, rows, cells }: Candidate): Dialect {
  const decimal = separator !== 44 && usesDecimalComma(rows) ? ',' : '.';
  const header = isHeader(rows, decimal) ? wholeHeader(rows[0], cells) : null;
  return { separator, decimal, header, columns: header?.length ?? cells, sample: header ? rows.slice(1) : rows };
}

/** R leaves the name of the first column, of row names, away. */
function wholeHeader(header: readonly string[], cells: number): readonly string[] {
  return header.length === cells - 1 ? ['', ...header] : header;
}

function usesDecimalComma(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.slice(1).flat();
  const count = (pattern: RegExp) => cells.filter((cell) => pattern.test(cell)).length;
  return count(/^[+-]?\d+,\d+(e[+-]?\d+)?$/i) > count(/^[+-]?\d*\.\d+(e[+-]?\d+)?$/i);
}

/**
 * The first row is a header unless one of its cells is a number above numbers. A row of consecutive whole numbers
 * (0, 1, 2, … as pandas writes it, or years) is a header nevertheless, where the rows below do not go on like that.
 */
function isHeader([first, ...rest]: readonly (readonly string[])[], decimal: '.' | ','): boolean {
  if (!first) return false;
  const numbers = first.filter((cell) => isNumeric(cell, decimal));
  if (numbers.length === 0) return true;
  const consecutive = (row: readonly string[]) => {
    const values = row.filter((cell) => isNumeric(cell, decimal)).map(Number);
    return values.length >= 3 && values.every((value, i) => Number.isInteger(value) && value === values[0] + i);
  };
  if (consecutive(first) && rest.length > 0 && !rest.every(consecutive)) return true;
  return !first.some(
    (cell, column) =>
      isNumeric(cell, decimal) && rest.every((row) => isBlank(row[column] ?? '') || isNumeric(row[column], decimal)),
  );
}

export function isNumeric(cell: string, decimal: '.' | ','): boolean {
  const bytes = Buffer.from(cell);
  return Number.isFinite(parseNumber(bytes, 0, bytes.length, decimal));
}

export function isBlank(cell: string): boolean {
  const bytes = Buffer.from(cell);
  return isMissing(bytes, 0, bytes.length);
}
