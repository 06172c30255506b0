import { UserError } from '../../protocol/errors';

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const space = 32;
const tab = 9;

/** Hears cells in the order of the text. */
export interface RowVisitor {
  /**
   * The cell's text lies at start..end, without the spaces around it; a quoted cell without its outer quotes, with
   * quotes inside still doubled. The row began on `line` (from 1).
   */
  cell(column: number, start: number, end: number, quoted: boolean, line: number): void;
  /** After the last cell of a row. */
  row(cells: number, line: number): void;
}

/**
 * Splits the bytes of a table into cells (RFC 4180: quoted cells may hold separators, line ends and doubled quotes)
 * without making a string of any. Blank lines are passed over.
 */
export class RowScanner {
  private position: number;
  private line = 1;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly separator: number,
    private readonly path: string,
  ) {
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.position = hasMark ? 3 : 0;
  }

  /** How much has been scanned, from 0 to 1. */
  get fraction(): number {
    return this.bytes.length === 0 ? 1 : this.position / this.bytes.length;
  }

  /** Scans up to `rows` rows on. Returns how many there were. @throws UserError data.table.quote. */
  scan(rows: number, visitor: RowVisitor): number {
    const { bytes, separator } = this;
    const end = bytes.length;
    let p = this.position;
    let scanned = 0;
    while (scanned < rows && p < end) {
      const line = this.line;
      let column = 0;
      let rowEnds = false;
      let blank = false;
      while (!rowEnds) {
        while (p < end && (bytes[p] === space || (bytes[p] === tab && separator !== tab))) p++;
        let start = p;
        let cellEnd: number;
        const quoted = p < end && bytes[p] === quote;
        if (quoted) {
          start = p + 1;
          cellEnd = this.closingQuote(start, line);
          p = cellEnd + 1;
          while (p < end && (bytes[p] === space || (bytes[p] === tab && separator !== tab))) p++;
          if (p < end && bytes[p] !== separator && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) {
            throw new UserError('data.table.quote', { path: this.path, line: this.line });
          }
        } else {
          while (p < end && bytes[p] !== separator && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++;
          cellEnd = p;
          while (cellEnd > start && (bytes[cellEnd - 1] === space || bytes[cellEnd - 1] === tab)) cellEnd--;
        }
        rowEnds = p >= end || bytes[p] !== separator;
        blank = rowEnds && column === 0 && cellEnd === start && !quoted;
        if (!blank) visitor.cell(column++, start, cellEnd, quoted, line);
        if (!rowEnds) p++;
      }
      if (p < end) {
        if (bytes[p] === carriageReturn && p + 1 < end && bytes[p + 1] === lineFeed) p++;
        p++;
        this.line++;
      }
      if (!blank) {
        visitor.row(column, line);
        scanned++;
      }
    }
    this.position = p;
    return scanned;
  }

  /** Where a quoted cell ends; counts the lines in it. */
  private closingQuote(start: number, rowLine: number): number {
    const { bytes } = this;
    for (let p = start; p < bytes.length; p++) {
      const byte = bytes[p];
      if (byte === quote) {
        if (bytes[p + 1] !== quote) return p;
        p++;
      } else if (byte === lineFeed || (byte === carriageReturn && bytes[p + 1] !== lineFeed)) {
        this.line++;
      }
    }
    throw new UserError('data.table.quote', { path: this.path, line: rowLine });
  }
}

/** The text of a cell. */
export function cellText(bytes: Buffer, start: number, end: number, quoted: boolean): string {
  const text = bytes.toString('utf8', start, end);
  return quoted ? text.replaceAll('""', '"') : text;
}
