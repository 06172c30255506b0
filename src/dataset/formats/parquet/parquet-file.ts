import { UserError } from '../../../protocol/errors';
import { RandomAccess, withRandomAccess } from '../../bytes/random-access';
import { type ColumnarFile, type ColumnBlock, type ColumnType, rowsPerBlock } from '../columnar/column-block';
import { columnFailure } from '../columnar/column-failure';
import { ColumnCursor, type NextStream } from './column-cursor';
import { type ParquetColumn, readLayout } from './layout';
import { firstListLength } from './list-length';
import { PageStream } from './page-stream';

/** What all columns together read ahead, and what one does at most. */
const aheadBytes = 1 << 24;
const mostAheadBytes = 1 << 16;
/** The longest lists that are taken for vectors. */
const longestVector = 1 << 20;

/**
 * Opens a Parquet file: versions 1 and 2, all encodings but those that were given up, all codecs but LZO. Columns that
 * are to be left out may be of any type.
 * Source: github.com/apache/parquet-format.
 * @throws UserError data.columnar.*, or as the file system has it.
 */
export function openParquetFile(
  path: string,
  { ignore = [], signal }: { readonly ignore?: readonly string[]; readonly signal?: AbortSignal },
): Promise<ColumnarFile> {
  return withRandomAccess(path, signal, async (file) => {
    const { columns, rows, leftOut } = await readLayout(file, ignore);
    const types: ColumnType[] = [];
    for (const column of columns) types.push(await columnType(file, column));
    const heads = columns.map(({ leaf: { name } }, i) => ({ name, type: types[i] }));
    return {
      path,
      rows,
      columns: heads,
      leftOut,
      blocks: (chosen, signal) => {
        const choice = chosen.map((i) => ({ ...columns[i], type: types[i] }));
        return blocks(path, rows, choice, signal);
      },
    };
  });
}

interface TypedColumn extends ParquetColumn {
  readonly type: ColumnType;
}

async function columnType(file: RandomAccess, column: ParquetColumn): Promise<ColumnType> {
  const { name, type, elementDefinition } = column.leaf;
  const { dtype, time } = type;
  if (dtype === null) return { kind: 'words' };
  const shared = { kind: 'numbers' as const, dtype, ...(time === undefined ? {} : { time }) };
  if (elementDefinition === null) return { ...shared, width: 1, vectors: false };
  const pages = new Pages(file, column, mostAheadBytes);
  const length = await pages.use(() =>
    firstListLength({ ...column.leaf, elementDefinition }, pages.next, longestVector),
  );
  if (length === 0 || length === longestVector) {
    throw new UserError('data.columnar.nested', { path: file.path, column: name });
  }
  return { ...shared, width: length ?? 1, vectors: true };
}

async function* blocks(
  path: string,
  rows: number,
  columns: readonly TypedColumn[],
  signal: AbortSignal | undefined,
): AsyncIterable<readonly ColumnBlock[]> {
  const file = await RandomAccess.open(path, signal);
  try {
    const ahead = Math.min(mostAheadBytes, Math.floor(aheadBytes / Math.max(1, columns.length)));
    const readers = columns.map((column) => {
      const pages = new Pages(file, column, ahead);
      const width = column.type.kind === 'numbers' ? column.type.width : 1;
      return { pages, cursor: new ColumnCursor(column.leaf, width, pages.next) };
    });
    const most = rowsPerBlock(columns.map(({ type }) => type));
    for (let row = 0; row < rows; row += most) {
      const turn: ColumnBlock[] = [];
      for (const { pages, cursor } of readers) {
        turn.push(await pages.use(() => cursor.read(Math.min(most, rows - row))));
      }
      yield turn;
    }
    for (const { pages, cursor } of readers) await pages.use(() => cursor.end());
  } finally {
    await file.close();
  }
}

/** The pages of a column, row group by row group, and the words for what is wrong with them. */
class Pages {
  private group = 0;
  private stream: PageStream | null = null;

  constructor(
    private readonly file: RandomAccess,
    private readonly column: ParquetColumn,
    private readonly ahead: number,
  ) {}

  readonly next: NextStream = () => {
    const { leaf, chunks } = this.column;
    const chunk = chunks[this.group++];
    this.stream = chunk ? new PageStream(this.file, leaf, chunk, this.ahead) : null;
    return this.stream;
  };

  /** @throws UserError data.columnar.*, naming the column. */
  async use<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const { leaf, chunks } = this.column;
      const byte = this.stream?.position ?? chunks[0]?.start ?? 0;
      throw columnFailure(error, { path: this.file.path, column: leaf.name, byte });
    }
  }
}
