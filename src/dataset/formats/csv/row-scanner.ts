import { UserError } from '../../../protocol/errors';
import { exactPowers, nearestDecimal } from './decimal';
import type { Stretch } from './text-window';

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const space = 32;
const tab = 9;
const zero = 48;
const point = 46;
const comma = 44;
const minus = 45;

/** How cells are told apart, and how numbers are written. */
export interface Grammar {
  /** A byte. */
  readonly separator: number;
  readonly decimal: '.' | ',';
  /** Not where quotes are characters like others. */
  readonly quotes?: false;
}

/** Hears cells in the order of the text. */
export interface CellVisitor {
  /** 1 for columns of which plain numbers are told by `number`, all other cells by `cell`. May change on the way. */
  readonly numeric: Uint8Array;
  /** @param whole Written without a point. */
  number(column: number, value: number, whole: boolean): void;
  /**
   * The cell's text lies at start..end, without the spaces around it; a quoted cell without its outer quotes, with
   * quotes inside still doubled.
   */
  cell(column: number, bytes: Buffer, start: number, end: number, quoted: boolean): void;
  /** After the last cell of a row that began on `line` (from 1). Says whether to go on. */
  row(cells: number, line: number): boolean;
}

/**
 * Splits the bytes of a table into cells (RFC 4180: quoted cells may hold separators, line ends and doubled quotes)
 * without making a string of any. Blank lines, and rows of nothing but
 * separators, are passed over. A row may go on in the next stretch.
 */
export class RowScanner {
  /** Rows of nothing but separators, which are passed over like blank lines. */
  emptyRows = 0;
  /** Cells of the present row that have been visited. */
  private column = 0;
  private rowLine: number;
  /** The cell looked at last was all of its line, and empty; or all cells of the line were. */
  private blank = false;

  constructor(
    private readonly path: string,
    private readonly grammar: Grammar,
    /** The line at which the text begins. */
    private line = 1,
  ) {
    this.rowLine = line;
  }

  /** The line on which the present row begins. */
  get currentLine(): number {
    return this.rowLine;
  }

  /**
   * Visits the cells that are whole in a stretch, until the visitor has enough rows. Returns where the first cell that
   * was not visited begins.
   * @throws UserError data.table.quote.
   */
  scan(stretch: Stretch, visitor: CellVisitor): number {
    const { separator, decimal } = this.grammar;
    const pointByte = decimal === '.' ? point : comma;
    const { bytes, end, ended } = stretch;
    const { numeric } = visitor;
    let position = stretch.start;
    let column = this.column;
    // A text may end behind a separator: an empty cell is still to come.
    while (position < end || (ended && column > 0)) {
      // A plain number up to a separator or line end. Nearly all cells are such.
      let p = position;
      let taken = false;
      if (numeric[column] === 1) {
        const negative = bytes[p] === minus;
        if (negative) p++;
        const first = p;
        let integer = 0;
        for (let digit = bytes[p] ^ zero; digit < 10; digit = bytes[++p] ^ zero) {
          integer = (Math.imul(integer, 10) + digit) | 0;
        }
        const wholeDigits = p - first;
        const whole = bytes[p] !== pointByte;
        let number = integer;
        let decimals = 0;
        if (!whole) {
          const afterPoint = ++p;
          integer = 0;
          for (let digit = bytes[p] ^ zero; digit < 10; digit = bytes[++p] ^ zero) {
            integer = (Math.imul(integer, 10) + digit) | 0;
          }
          decimals = p - afterPoint;
          // With no more than 15 digits all of this is exact but the quotient, which is the nearest there is.
          if (decimals > 9) number = nearestDecimal(number, bytes, afterPoint, p);
          else if (wholeDigits + decimals > 15) number = Number.NaN;
          else number = (number * exactPowers[decimals] + integer) / exactPowers[decimals];
        }
        if (
          wholeDigits < 10 &&
          wholeDigits + decimals > 0 &&
          (bytes[p] === separator || bytes[p] === lineFeed || bytes[p] === carriageReturn) &&
          (ended || p + 1 < end) &&
          !Number.isNaN(number)
        ) {
          visitor.number(column, negative ? -number : number, whole);
          taken = true;
        }
      }
      if (!taken) {
        p = this.otherCell(stretch, position, column, visitor);
        if (p < 0) break;
      }
      if (bytes[p] === separator && p < end) {
        column++;
        position = p + 1;
        continue;
      }
      position = p < end ? this.nextLine(bytes, p, end) : end;
      const { rowLine } = this;
      this.rowLine = this.line;
      const cells = column + 1;
      column = 0;
      if (this.blank) this.blank = false;
      else if (!visitor.row(cells, rowLine)) break;
    }
    this.column = column;
    return position;
  }

  /** Visits a cell that is no plain number. Returns where its separator or line end stands; -1 if it is not whole. */
  private otherCell(stretch: Stretch, position: number, column: number, visitor: CellVisitor): number {
    const { bytes, end, ended } = stretch;
    const { separator, quotes } = this.grammar;
    if (
      column === 0 &&
      (bytes[position] === separator || (bytes[position] === quote && bytes[position + 1] === quote))
    ) {
      const rowEnd = this.endOfEmptyRow(bytes, position, end);
      // Whether anything follows is in the next stretch.
      if (rowEnd + 1 >= end && !ended) return -1;
      if (rowEnd >= 0) {
        this.emptyRows++;
        this.blank = true;
        return rowEnd;
      }
    }
    let p = this.passSpaces(bytes, position, end);
    const quoted = p < end && bytes[p] === quote && quotes !== false;
    let start = p;
    let cellEnd: number;
    let lines = 0;
    if (quoted) {
      start = p + 1;
      cellEnd = start;
      for (; ; cellEnd++) {
        if (cellEnd >= end) return this.cutOff(ended);
        const byte = bytes[cellEnd];
        if (byte === quote) {
          if (cellEnd + 1 >= end && !ended) return -1;
          if (cellEnd + 1 >= end || bytes[cellEnd + 1] !== quote) break;
          cellEnd++;
        } else if (byte === lineFeed || (byte === carriageReturn && bytes[cellEnd + 1] !== lineFeed)) lines++;
      }
      p = this.passSpaces(bytes, cellEnd + 1, end);
      if (p < end && bytes[p] !== separator && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) {
        throw new UserError('data.table.quote', { path: this.path, line: this.line + lines });
      }
    } else {
      while (bytes[p] !== separator && bytes[p] !== lineFeed && bytes[p] !== carriageReturn) p++;
      cellEnd = p;
      while (cellEnd > start && (bytes[cellEnd - 1] === space || bytes[cellEnd - 1] === tab)) cellEnd--;
    }
    // Behind a carriage return may stand a line feed.
    if (!ended && p + 1 >= end) return -1;
    this.line += lines;
    this.blank = column === 0 && !quoted && cellEnd === start && (p >= end || bytes[p] !== separator);
    if (!this.blank) visitor.cell(column, bytes, start, cellEnd, quoted);
    return p;
  }

  /** A quoted cell goes on behind the stretch, or, where the text has ended, nowhere. */
  private cutOff(ended: boolean): -1 {
    if (ended) throw new UserError('data.table.quote', { path: this.path, line: this.rowLine });
    return -1;
  }

  /** Where a row ends of which all cells are empty; -1 where one is not. */
  private endOfEmptyRow(bytes: Uint8Array, from: number, end: number): number {
    const { separator, quotes } = this.grammar;
    for (let p = from; ; p++) {
      p = this.passSpaces(bytes, p, end);
      // Two quotes with nothing in between.
      if (quotes !== false && p + 1 < end && bytes[p] === quote && bytes[p + 1] === quote) {
        p = this.passSpaces(bytes, p + 2, end);
      }
      if (p >= end) return end;
      if (bytes[p] === lineFeed || bytes[p] === carriageReturn) return p;
      if (bytes[p] !== separator) return -1;
    }
  }

  private passSpaces(bytes: Uint8Array, from: number, end: number): number {
    const { separator } = this.grammar;
    let p = from;
    while (p < end && (bytes[p] === space || (bytes[p] === tab && separator !== tab))) p++;
    return p;
  }

  private nextLine(bytes: Uint8Array, p: number, end: number): number {
    this.line++;
    return bytes[p] === carriageReturn && p + 1 < end && bytes[p + 1] === lineFeed ? p + 2 : p + 1;
  }
}
