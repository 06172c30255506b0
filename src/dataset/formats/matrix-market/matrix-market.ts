import { UserError } from '../../../protocol/errors';
import { type ByteReader, withReader } from '../../bytes/byte-reader';
import type { ElementName, NumericData } from '../../bytes/elements';
import { type SparseRows, sortedByRow } from '../../store/sparse-rows';

/** What the first lines of a Matrix Market file say (https://math.nist.gov/MatrixMarket/formats.html). */
export interface MatrixHead {
  readonly layout: 'coordinate' | 'array';
  readonly field: 'integer' | 'real' | 'pattern';
  readonly symmetry: 'general' | 'symmetric' | 'skew-symmetric';
  readonly rows: number;
  readonly columns: number;
  /** Entries that follow, one a line. */
  readonly entries: number;
  /** Lines before them. */
  readonly lines: number;
}

export const elementOf: Readonly<Record<MatrixHead['field'], ElementName>> = {
  integer: 'int32',
  real: 'float64',
  pattern: 'uint8',
};

const banner = /^%%MatrixMarket\s+matrix\s+(\S+)\s+(\S+)\s+(\S+)\s*$/i;
const largestHead = 1 << 20;
const pieceBytes = 1 << 20;
/** Whole numbers up to here are exact as doubles, and these powers of ten, too. */
const exact = 2 ** 53;
const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);

/** @throws UserError data.mtx.head, data.mtx.type, or as the file system has it. */
export function readMatrixHead(path: string, signal?: AbortSignal): Promise<MatrixHead> {
  return withReader(path, signal, async (reader) => {
    const text = (await reader.take(largestHead)).toString('latin1');
    const fail = (line: number, content = '') =>
      new UserError('data.mtx.line', { path, line, content: content.slice(0, 60) });
    const lines = text.split('\n');
    const [, layout, field, symmetry] = banner.exec(lines[0].trimEnd())?.map((word) => word.toLowerCase()) ?? [];
    if (!isLayout(layout)) throw fail(1, lines[0]);
    if (!isField(field) || !isSymmetry(symmetry))
      throw new UserError('data.mtx.type', { path, type: `${field} ${symmetry}` });
    const at = lines.findIndex((line, i) => i > 0 && line.trim() !== '' && !line.startsWith('%'));
    const sizes = lines[at]?.trim().split(/\s+/).map(Number) ?? [];
    const [rows, columns, count] = sizes;
    const isWhole =
      sizes.length === (layout === 'array' ? 2 : 3) && sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!isWhole) throw fail(at < 0 ? lines.length : at + 1, lines[at]);
    const triangle = (rows * (rows + (symmetry === 'symmetric' ? 1 : -1))) / 2;
    const entries = layout === 'array' ? (symmetry === 'general' ? rows * columns : triangle) : count;
    if (symmetry !== 'general' && rows !== columns) throw fail(at + 1, lines[at]);
    // An entry takes at least two bytes; without entries the axes are bounded by nothing but that they are those of an array.
    if (2 * entries > reader.mostBytes || rows >= 2 ** 32 || columns >= 2 ** 32) {
      throw new UserError('data.mtx.count', { path, expected: entries, actual: Math.floor(reader.mostBytes / 2) });
    }
    return { layout, field, symmetry, rows, columns, entries, lines: at + 1 };
  });
}

function isLayout(word: string | undefined): word is MatrixHead['layout'] {
  return word === 'coordinate' || word === 'array';
}

function isField(word: string | undefined): word is MatrixHead['field'] {
  return word === 'integer' || word === 'real' || word === 'pattern';
}

function isSymmetry(word: string | undefined): word is MatrixHead['symmetry'] {
  return word === 'general' || word === 'symmetric' || word === 'skew-symmetric';
}

/**
 * The entries of a file as rows of `examples`: those of the matrix, or its columns.
 * @throws UserError data.mtx.line, data.mtx.count, or as the file system has it.
 */
export function readMatrix(
  path: string,
  head: MatrixHead,
  examples: 'rows' | 'columns',
  signal?: AbortSignal,
): Promise<SparseRows> {
  return withReader(path, signal, async (reader) => {
    const entries = new Entries(head, examples === 'columns', roomFor(reader, head));
    const parser = new LineParser(path, head, (row, column, value) => entries.add(row, column, value));
    await parser.run(reader);
    return entries.finish();
  });
}

/** Room is made at once for as many as the file is likely to hold, and grows for more. */
function roomFor({ compressed, storedBytes }: ByteReader, { entries, symmetry }: MatrixHead): number {
  const likely = compressed ? storedBytes : storedBytes / 4;
  return Math.min(symmetry === 'general' ? entries : 2 * entries, Math.max(1024, Math.ceil(likely)));
}

/** Entries as they come, in order of their rows or not. */
class Entries {
  private readonly examples: number;
  private readonly features: number;
  private count = 0;
  private places: Uint32Array<ArrayBuffer>;
  private values: NumericData;
  /** Of each entry, once they are not in order. */
  private rows: Uint32Array<ArrayBuffer> | null = null;
  private readonly starts: Float64Array<ArrayBuffer>;
  private last = 0;

  constructor(
    private readonly head: MatrixHead,
    private readonly isTurned: boolean,
    room: number,
  ) {
    this.examples = isTurned ? head.columns : head.rows;
    this.features = isTurned ? head.rows : head.columns;
    this.places = new Uint32Array(room);
    this.values = valuesOf(head.field, room);
    this.starts = new Float64Array(this.examples + 1);
  }

  add(row: number, column: number, value: number): void {
    this.put(row, column, value);
    const { symmetry } = this.head;
    if (symmetry !== 'general' && row !== column) this.put(column, row, symmetry === 'symmetric' ? value : -value);
  }

  finish(): SparseRows {
    const { count, examples, features, starts } = this;
    const places = this.places.length === count ? this.places : this.places.slice(0, count);
    const values = this.values.length === count ? this.values : this.values.slice(0, count);
    if (this.rows) return sortedByRow(examples, features, this.rows.subarray(0, count), places, values);
    starts.fill(count, this.last + 1);
    return { columns: features, starts, places, values };
  }

  private put(matrixRow: number, matrixColumn: number, value: number): void {
    const row = this.isTurned ? matrixColumn : matrixRow;
    const at = this.count++;
    if (at === this.places.length) this.grow();
    if (!this.rows) {
      if (row >= this.last) {
        for (; this.last < row; this.last++) this.starts[this.last + 1] = at;
      } else this.rows = this.rowsSoFar(at);
    }
    if (this.rows) this.rows[at] = row;
    this.places[at] = this.isTurned ? matrixRow : matrixColumn;
    this.values[at] = value;
  }

  private rowsSoFar(count: number): Uint32Array<ArrayBuffer> {
    const rows = new Uint32Array(this.places.length);
    for (let row = 0; row <= this.last; row++)
      rows.fill(row, this.starts[row], row === this.last ? count : this.starts[row + 1]);
    return rows;
  }

  private grow(): void {
    const room = Math.max(1024, 2 * this.places.length);
    this.places = grown(this.places, new Uint32Array(room));
    this.values = grown(this.values, valuesOf(this.head.field, room));
    if (this.rows) this.rows = grown(this.rows, new Uint32Array(room));
  }
}

function grown<T extends NumericData>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function valuesOf(field: MatrixHead['field'], count: number): NumericData {
  return field === 'integer'
    ? new Int32Array(count)
    : field === 'real'
      ? new Float64Array(count)
      : new Uint8Array(count);
}

const [newline, carriage, space, tab, minus, plus, point] = ['\n', '\r', ' ', '\t', '-', '+', '.'].map((c) =>
  c.charCodeAt(0),
);
const zero = '0'.charCodeAt(0);
const percent = '%'.charCodeAt(0);

/** Reads lines of entries without making a string of any that is well-formed. */
class LineParser {
  private line: number;
  private seen = 0;
  /** Where an entry of a dense matrix lies, column by column. */
  private row: number;
  private column = 0;
  /** Of the number that was read last: where it ends; -1 where there was none. */
  private end = 0;

  constructor(
    private readonly path: string,
    private readonly head: MatrixHead,
    private readonly onEntry: (row: number, column: number, value: number) => void,
  ) {
    this.line = head.lines;
    this.row = head.symmetry === 'skew-symmetric' ? 1 : 0;
  }

  async run(reader: ByteReader): Promise<void> {
    const { entries, lines } = this.head;
    let skip = lines;
    let bytes = Buffer.alloc(0);
    for (let isLast = false; !isLast; ) {
      const piece = await reader.take(pieceBytes);
      isLast = piece.length < pieceBytes;
      const own = bytes.length === 0 ? piece : Buffer.concat([bytes, piece]);
      let at = 0;
      for (;;) {
        let end = own.indexOf(newline, at);
        if (end < 0) {
          if (!isLast || at === own.length) break;
          end = own.length;
        }
        if (skip > 0) skip--;
        else this.parse(own, at, end);
        at = end + 1;
        if (at > own.length) break;
      }
      bytes = own.subarray(Math.min(at, own.length));
      if (bytes.length > 4096) throw this.failure(bytes, 0, bytes.length);
    }
    if (this.seen !== entries) {
      throw new UserError('data.mtx.count', { path: this.path, expected: entries, actual: this.seen });
    }
  }

  private parse(bytes: Buffer, begin: number, end: number): void {
    this.line++;
    let at = this.blanks(bytes, begin, end);
    if (at === end || bytes[at] === percent) return;
    const { layout, field, rows, columns } = this.head;
    if (++this.seen > this.head.entries) return;
    let row = this.row;
    let column = this.column;
    if (layout === 'coordinate') {
      row = this.number(bytes, at, end) - 1;
      at = this.blanks(bytes, this.end, end);
      column = this.end < 0 ? -1 : this.number(bytes, at, end) - 1;
      const isPlace = row >= 0 && row < rows && column >= 0 && column < columns && row % 1 === 0 && column % 1 === 0;
      if (!isPlace) throw this.failure(bytes, begin, end);
      at = this.blanks(bytes, this.end, end);
    }
    let value = 1;
    if (field !== 'pattern') {
      value = this.number(bytes, at, end);
      const isRead = this.end >= 0 && (field === 'real' || (value === Math.trunc(value) && Math.abs(value) < 2 ** 31));
      if (!isRead) throw this.failure(bytes, begin, end);
      at = this.blanks(bytes, this.end, end);
    }
    if (at !== end) throw this.failure(bytes, begin, end);
    this.onEntry(row, column, value);
    if (layout === 'array') this.advance();
  }

  private advance(): void {
    if (++this.row < this.head.rows) return;
    this.column++;
    const { symmetry } = this.head;
    this.row = symmetry === 'general' ? 0 : this.column + (symmetry === 'symmetric' ? 0 : 1);
  }

  private blanks(bytes: Buffer, at: number, end: number): number {
    let next = at;
    while (next < end && (bytes[next] === space || bytes[next] === tab || bytes[next] === carriage)) next++;
    return next;
  }

  /** The number at a place, to the nearest double; `end` is behind it, or -1 where there is none. */
  private number(bytes: Buffer, begin: number, end: number): number {
    let at = begin;
    const isNegative = bytes[at] === minus;
    if (isNegative || bytes[at] === plus) at++;
    let whole = 0;
    let digits = 0;
    let decimals = 0;
    let hasPoint = false;
    for (; at < end; at++) {
      const digit = bytes[at] - zero;
      if (digit >= 0 && digit <= 9) {
        whole = whole * 10 + digit;
        digits++;
        if (hasPoint) decimals++;
      } else if (bytes[at] === point && !hasPoint) hasPoint = true;
      else break;
    }
    const isEnd = at === end || bytes[at] === space || bytes[at] === tab || bytes[at] === carriage;
    if (digits > 0 && isEnd && whole < exact && decimals < powers.length) {
      this.end = at;
      const value = decimals === 0 ? whole : whole / powers[decimals];
      return isNegative ? -value : value;
    }
    while (at < end && bytes[at] !== space && bytes[at] !== tab && bytes[at] !== carriage) at++;
    const word = bytes.toString('latin1', begin, at);
    const value = Number(word.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity'));
    const isNumber =
      word !== '' && (!Number.isNaN(value) || /^[+-]?nan$/i.test(word)) && /^[+-]?(\d|\.\d|inf|nan)/i.test(word);
    this.end = isNumber ? at : -1;
    return isNumber ? value : -1;
  }

  private failure(bytes: Buffer, begin: number, end: number): UserError {
    const content = bytes.toString('latin1', begin, Math.min(end, begin + 60)).trim();
    return new UserError('data.mtx.line', { path: this.path, line: this.line, content });
  }
}
