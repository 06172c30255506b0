import { UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import { ByteReader } from '../../bytes/byte-reader';
import { ByteTextReader } from '../../bytes/text-encoding';
import { TabbedText } from './blanks';
import { type Dialect, detectDialect } from './dialect';
import { type CellVisitor, RowScanner } from './row-scanner';
import { TextWindow } from './text-window';

const lineFeed = 10;
const carriageReturn = 13;
/** So many lines are waited for before separator and header are told, unless they don't come within so many bytes. */
const fewestLines = 4;
const longestWait = 1 << 24;
/** A cell of more bytes is taken for a quote that is never closed. */
const largestCell = 1 << 26;
/** More compressed text than this is no table that anybody works with, but meant to fill memory. */
const mostInflated = 2 ** 30;
/** Compressed bytes of text come to so many times as many, as a rule. */
const usualRatio = 4;

/** A visitor that may have enough. */
export interface RowVisitor extends CellVisitor {
  readonly isFull: boolean;
}

/** The text of a table, to go through one time. */
export class TableText {
  private constructor(
    private readonly path: string,
    private readonly reader: ByteReader,
    private readonly window: TextWindow,
    private readonly scanner: RowScanner,
    /** How it is written. */
    readonly dialect: Dialect,
    /** What stands before the first row of data. */
    readonly header: Buffer,
    private readonly task: Task,
  ) {}

  /**
   * Reads the beginning.
   * @param known How the text is written, where that has been told before.
   * @throws UserError data.table.*, or as the file system has it.
   */
  static async open(path: string, task: Task, known?: Dialect): Promise<TableText> {
    const reader = await ByteReader.open(path, task.signal);
    try {
      const text = await ByteTextReader.open(reader);
      const blanks = known?.blanks;
      const window = new TextWindow(
        blanks ? new TabbedText(text, blanks, known.quotes !== false) : text,
        reader.mostBytes,
      );
      await window.advance(0);
      while (!window.ended && window.length < longestWait && !hasLines(window)) await window.advance(window.start);
      const dialect = known ?? detectDialect(window, path);
      if (dialect.blanks && !blanks) {
        await reader.close();
        return await TableText.open(path, task, dialect);
      }
      const { prefix = 0 } = dialect;
      window.start += prefix;
      const scanner = new RowScanner(path, dialect, 1 + (blanks?.skip ?? (prefix > 0 ? 1 : 0)));
      const position = dialect.header && !blanks ? scanner.scan(window, oneRow) : window.start;
      const header = Buffer.from(window.bytes.subarray(window.start, position));
      window.start = position;
      return new TableText(path, reader, window, scanner, dialect, header, task);
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  /** Rows without any cell that were passed over so far. */
  get emptyRows(): number {
    return this.scanner.emptyRows;
  }

  /** The most bytes that it can have. */
  get mostBytes(): number {
    return this.reader.mostBytes;
  }

  /**
   * Goes through the rows of data until the visitor has enough, and on from there when called again. Comes back now and
   * then with the share of the text that has been read.
   */
  async *rows(visitor: RowVisitor): AsyncGenerator<number> {
    const { path, reader, window, scanner } = this;
    const likelyBytes = reader.compressed ? reader.storedBytes * usualRatio : reader.storedBytes;
    for (;;) {
      const { start } = window;
      window.start = scanner.scan(window, visitor);
      yield Math.min(1, (window.passed - window.length) / likelyBytes);
      if (visitor.isFull || window.ended) return;
      if (window.start === start && window.length > largestCell) {
        const params = { path, line: scanner.currentLine, megabytes: largestCell >> 20 };
        throw new UserError('data.table.longCell', params);
      }
      if (reader.compressed && window.passed > mostInflated)
        throw new UserError('data.tooLarge', { path, gigabytes: 1 });
      await breathe(this.task.signal);
      await window.advance(window.start);
    }
  }

  close(): Promise<void> {
    return this.reader.close();
  }
}

function hasLines({ bytes, start, end }: TextWindow): boolean {
  let lines = 0;
  for (let p = start; p < end; p++) {
    if ((bytes[p] === lineFeed || bytes[p] === carriageReturn) && ++lines === fewestLines) return true;
  }
  return false;
}

const oneRow: CellVisitor = { numeric: new Uint8Array(0), number: () => {}, cell: () => {}, row: () => false };
