import { UserError } from '../../protocol/errors';
import { withReader } from '../files/byte-reader';
import { breathe, type Task } from '../task';
import { isMissing, parseNumber } from './cell-value';
import { type CellPlace, ColumnProfile } from './column-profile';
import { type Dialect, detectDialect } from './dialect';
import { Interner } from './interner';
import { cellText, RowScanner } from './row-scanner';

const rowsPerBreath = 20_000;

/** What `Table.visit` tells of a cell. */
export type CellVisitor = (
  row: number,
  column: number,
  start: number,
  end: number,
  quoted: boolean,
  line: number,
) => void;

/** The text of a table and how it is written. Values are parsed anew on each visit; none are kept. */
export class Table {
  readonly names: readonly string[];

  private constructor(
    readonly path: string,
    readonly bytes: Buffer,
    readonly dialect: Dialect,
    private readonly limit: number,
    private readonly task: Task,
  ) {
    const { header, columns } = dialect;
    this.names = distinctNames(header ?? Array.from({ length: columns }, () => ''));
  }

  /** @throws UserError data.table.*, or as the file system has it. */
  static async read(path: string, limit: number | undefined, task: Task): Promise<Table> {
    const bytes = await withReader(path, task.signal, (reader) => reader.rest());
    if (isUtf16(bytes)) throw new UserError('data.table.encoding', { path });
    return new Table(path, bytes, detectDialect(bytes, path), limit ?? Number.POSITIVE_INFINITY, task);
  }

  text({ start, end, quoted }: CellPlace): string {
    return cellText(this.bytes, start, end, quoted);
  }

  /** Visits every cell below the header. Returns the lines on which the rows begin. @throws UserError data.table.ragged. */
  async visit(visitCell: CellVisitor, onProgress?: (fraction: number) => void): Promise<Uint32Array> {
    const { path, bytes, limit } = this;
    const { separator, header, columns } = this.dialect;
    const scanner = new RowScanner(bytes, separator, path);
    if (header) scanner.scan(1, { cell: () => {}, row: () => {} });
    const lines: number[] = [];
    let ragged: { readonly actual: number; readonly line: number } | undefined;
    const visitor = {
      cell: (column: number, start: number, end: number, quoted: boolean, line: number) => {
        if (column < columns) visitCell(lines.length, column, start, end, quoted, line);
      },
      row: (cells: number, line: number) => {
        lines.push(line);
        if (cells !== columns) ragged ??= { actual: cells, line };
      },
    };
    for (;;) {
      const wanted = Math.min(rowsPerBreath, limit - lines.length);
      const scanned = wanted > 0 ? scanner.scan(wanted, visitor) : 0;
      if (ragged) throw new UserError('data.table.ragged', { path, expected: columns, ...ragged });
      if (scanned === 0) return Uint32Array.from(lines);
      onProgress?.(scanner.fraction);
      await breathe(this.task.signal);
    }
  }

  /** Looks at every cell once, to tell what each column holds. */
  async profile(
    onProgress?: (fraction: number) => void,
  ): Promise<{ readonly columns: readonly ColumnProfile[]; readonly lines: Uint32Array }> {
    const { bytes } = this;
    const { decimal } = this.dialect;
    const columns = this.names.map((name) => new ColumnProfile(name, new Interner(bytes)));
    const lines = await this.visit((_row, index, start, end, quoted, line) => {
      const column = columns[index];
      const value = parseNumber(bytes, start, end, decimal);
      if (value - value === 0) column.addNumber(value);
      else if (isMissing(bytes, start, end)) column.addMissing(line);
      else if (Number.isNaN(value)) {
        column.texts++;
        column.firstText ??= { line, start, end, quoted };
        column.words.code(start, end, quoted);
      } else {
        column.infinite++;
        column.firstInfinite ??= { line, start, end, quoted };
      }
    }, onProgress);
    return { columns, lines };
  }

  /** All different texts of some columns, numbers as they are written, missing cells left out. */
  async words(columns: ReadonlySet<number>): Promise<ReadonlyMap<number, Interner>> {
    const { bytes } = this;
    const words = new Map([...columns].map((column) => [column, new Interner(bytes)]));
    if (words.size === 0) return words;
    await this.visit((_row, column, start, end, quoted) => {
      const own = words.get(column);
      if (own && !isMissing(bytes, start, end)) own.code(start, end, quoted);
    });
    return words;
  }
}

/** Names for all columns, each once: the empty become column_1, column_2, …, the repeated get a number. */
function distinctNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const name = cell === '' ? `column_${index + 1}` : cell;
    let distinct = name;
    for (let count = 2; taken.has(distinct); count++) distinct = `${name} (${count})`;
    taken.add(distinct);
    return distinct;
  });
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
