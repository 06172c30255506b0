import { type ByteEncoding, type ByteTextReader, decodeBytes } from '../../bytes/text-encoding';
import { type Dialect, isAmount, isBlank, isHeader, usesDecimalComma } from './dialect';
import type { Stretch } from './text-window';

const sampleLines = 60;
/** Lines before the rows that are none of them: counts, and names. */
const mostAbove = 2;
/** Columns of words among numbers. */
const mostWords = 2;
const lineFeed = 10;
const carriageReturn = 13;
const tab = 9;
const space = 32;
const quote = 34;
const hash = 35;
const pieceBytes = 1 << 18;

interface Line {
  /** Lines above it. */
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * The dialect of rows whose cells stand apart by blanks of any number, as `numpy.savetxt` and many programs print them: mostly
 * numbers, under names, a count or lines that begin with #. Null where a text is no such table.
 */
export function blankDialect({ bytes, start, end, ended }: Stretch, encoding: ByteEncoding): Dialect | null {
  return (
    dialectBy(cellsOf, { bytes, start, end, ended }, encoding) ??
    dialectBy(wideCellsOf, { bytes, start, end, ended }, encoding)
  );
}

function dialectBy(
  split: (text: string) => string[],
  { bytes, start, end, ended }: Stretch,
  encoding: ByteEncoding,
): Dialect | null {
  const lines: Line[] = [];
  let comment: readonly string[] = [];
  let from = start;
  for (let number = 0; lines.length < sampleLines && from < end; number++) {
    const lineEnd = bytes.subarray(0, end).indexOf(lineFeed, from);
    // The last line of a part may be cut off.
    if (lineEnd < 0 && !ended) break;
    const text = decodeBytes(bytes.subarray(from, lineEnd < 0 ? end : lineEnd), encoding).trim();
    from = lineEnd < 0 ? end : lineEnd + 1;
    if (text.startsWith('#')) {
      if (lines.length === 0) comment = split(text.replace(/^#+/, '').trim());
    } else if (text !== '') lines.push({ number, cells: split(text) });
  }
  const columns = lines.at(-1)?.cells.length ?? 0;
  const first = lines.findLastIndex(({ cells }) => cells.length !== columns) + 1;
  if (columns < 2 || first > mostAbove) return null;
  const areQuoted = lines.some(({ cells }) => cells.some(isQuoted));
  const rows = lines.slice(first).map(({ number, cells }) => ({ number, cells: cells.map(unquoted) }));
  const above = lines[first - 1]?.cells.map(unquoted);
  const decimal = usesDecimalComma(
    rows.map(({ cells }) => cells),
    space,
  )
    ? ','
    : '.';
  const isNumber = (cell: string) => isAmount(cell, decimal);
  const hasNames = isHeader(
    rows.map(({ cells }) => cells),
    decimal,
  );
  const names = hasNames
    ? rows[0].cells
    : above?.length === columns - 1 && !above.some(isNumber)
      ? ['', ...above]
      : comment.length === columns && !comment.some(isNumber)
        ? comment
        : null;
  const data = hasNames ? rows.slice(1) : rows;
  const sample = data.map(({ cells }) => cells);
  if (!isMostlyNumbers(sample, columns, isNumber)) return null;
  const blanks = { skip: data[0].number, ...(split === wideCellsOf && { wide: true as const }) };
  return {
    separator: tab,
    ...(areQuoted ? {} : { quotes: false as const }),
    decimal,
    header: names,
    columns,
    encoding,
    sample,
    blanks,
  };
}

/** R puts words between quotes, with blanks in them or without. */
function cellsOf(text: string): string[] {
  return text.match(/"[^"]*"(?![^ \t])|[^ \t]+/g) ?? [];
}

/** Of columns of a fixed width, words may have single spaces in them. */
function wideCellsOf(text: string): string[] {
  return text.split(/ *\t[ \t]*| {2,}/);
}

function isQuoted(cell: string): boolean {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
}

function unquoted(cell: string): string {
  return isQuoted(cell) ? cell.slice(1, -1) : cell;
}

/** Prose of lines of equally many words has no columns of numbers, and `1 + 2 = 3` has signs between them. */
function isMostlyNumbers(
  rows: readonly (readonly string[])[],
  columns: number,
  isNumber: (cell: string) => boolean,
): boolean {
  if (rows.length < 2) return false;
  const words = Array.from({ length: columns }, (_, column) => rows.map((row) => row[column])).flatMap(
    (cells, column) => (cells.every((cell) => isNumber(cell) || isBlank(cell)) ? [] : [{ cells, column }]),
  );
  if (words.length > mostWords || 2 * words.length > columns) return false;
  // Numbers with fractions, two and more in a row, are no prose: atoms of one element have their places so.
  const hasFractions =
    columns > 2 && rows.every((row) => row.slice(1).every((cell) => /^[-+]?\d*\.\d+([ed][-+]?\d+)?$/i.test(cell)));
  return words.every(
    ({ cells, column }) =>
      (new Set(cells).size > 1 || hasFractions) && (column === 0 || cells.every((cell) => /[\p{L}\p{N}]/u.test(cell))),
  );
}

/** A text whose cells stand apart by blanks as one in which a tab stands between them, without lines that begin with #. */
export class TabbedText {
  private readonly piece = Buffer.allocUnsafe(pieceBytes);
  private pending: Buffer = Buffer.alloc(0);
  private isAtStart = true;
  private isComment = false;
  /** Blanks that were passed since the last cell; a tab counts as two. */
  private blanks = 0;
  private isInQuotes = false;

  private skip: number;
  /** A single blank is one of the cell. */
  private readonly isWide: boolean;

  /** @param isQuoted Cells between quotes may hold blanks. */
  constructor(
    private readonly text: ByteTextReader,
    { skip, wide }: NonNullable<Dialect['blanks']>,
    private readonly isQuoted: boolean,
  ) {
    this.skip = skip;
    this.isWide = wide === true;
  }

  /** Fills `target` with the next bytes. Returns how many there were: fewer than asked for at the end. */
  async fill(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      if (this.pending.length === 0) {
        const read = await this.text.fill(this.piece);
        if (read === 0) break;
        this.pending = this.tabbed(this.piece.subarray(0, read));
      }
      const part = this.pending.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      this.pending = this.pending.subarray(part.length);
    }
    return filled;
  }

  private tabbed(piece: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(piece.length + 1);
    let to = 0;
    for (const byte of piece) {
      if (byte === lineFeed) {
        if (this.skip > 0) this.skip--;
        else out[to++] = lineFeed;
        this.isAtStart = true;
        this.isComment = false;
        this.isInQuotes = false;
        this.blanks = 0;
      } else if (byte === carriageReturn) continue;
      else if ((byte === space || byte === tab) && !this.isInQuotes) {
        if (!this.isAtStart) this.blanks += byte === tab ? 2 : 1;
      } else {
        const begins = this.isAtStart || this.blanks > 0;
        if (this.isAtStart) this.isComment = byte === hash || this.skip > 0;
        this.isAtStart = false;
        if (this.isComment) continue;
        if (this.blanks > 0) out[to++] = this.isWide && this.blanks === 1 ? space : tab;
        this.blanks = 0;
        if (byte === quote && this.isQuoted) this.isInQuotes = begins && !this.isInQuotes;
        out[to++] = byte;
      }
    }
    return out.subarray(0, to);
  }
}
