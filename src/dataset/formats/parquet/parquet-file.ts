import { isUtf8 } from 'node:buffer';
import { product } from '../../bytes/elements';
import { RandomAccess, withRandomAccess } from '../../bytes/random-access';
import { withClassNames } from '../columnar/class-names';
import {
  type ColumnarFile,
  type ColumnBlock,
  type ColumnType,
  rowsPerBlock,
  type UnreadColumn,
} from '../columnar/column-block';
import { columnFailure, unreadColumn } from '../columnar/column-failure';
import { ColumnFault } from '../columnar/damage';
import { type Feature, huggingFaceFeatures, noFeature } from '../columnar/features';
import { imageKind } from '../images/image-kind';
import { arrowFeatures } from './arrow-note';
import { ColumnCursor, type NextStream } from './column-cursor';
import { type ParquetColumn, readLayout } from './layout';
import { listShape } from './list-shape';
import { PageStream } from './page-stream';
import { fileType } from './value-type';

/** What all columns together read ahead, and what one does at most. */
const aheadBytes = 1 << 24;
const mostAheadBytes = 1 << 16;
/** What the texts of a block may take. */
const textBytes = 1 << 21;
/** The longest lists that are taken for vectors. */
const longestVector = 1 << 20;
/** Rows whose bytes tell whether a column is one of texts or of files. */
const valuesLookedAt = 16;

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
    const { columns, rows, groupRows, leftOut, notes, ...layout } = await readLayout(file, ignore);
    const features = new Map([
      ...arrowFeatures(notes.get('ARROW:schema')),
      ...huggingFaceFeatures(notes.get('huggingface')),
    ]);
    const typed: TypedColumn[] = [];
    const unread: UnreadColumn[] = [...layout.unread];
    for (const column of columns) {
      const feature = features.get(column.leaf.name) ?? noFeature;
      const found = await typedColumn(file, column, feature);
      if ('refusal' in found) unread.push(found);
      else typed.push(found);
    }
    const opened: ColumnarFile = {
      path,
      parts: [path],
      rows,
      columns: typed.map(({ leaf: { name }, type }) => ({ name, type })),
      unread,
      warnings: [],
      leftOut,
      blocks: (chosen, signal, first = 0) => {
        const choice = chosen.map((i) => typed[i]);
        return blocks(path, groupRows, choice, first, signal);
      },
    };
    return withClassNames(opened, features);
  });
}

interface TypedColumn extends ParquetColumn {
  readonly type: ColumnType;
}

/** What a column holds, as far as its first values tell. */
async function typedColumn(
  file: RandomAccess,
  column: ParquetColumn,
  feature: Feature,
): Promise<TypedColumn | UnreadColumn> {
  const { dtype, isRaw, areFiles } = column.leaf.type;
  const files: TypedColumn = { ...column, leaf: { ...column.leaf, type: fileType }, type: { kind: 'files' } };
  const pages = new Pages(file, dtype === null ? files : column, mostAheadBytes);
  try {
    if (dtype !== null) return { ...column, type: await numbersIn(column, feature, pages) };
    if (!isRaw && !areFiles) return { ...column, type: { kind: 'words' } };
    const first = await firstFile(files, pages);
    if (feature.isImage || (first && imageKind(first) !== null)) return files;
    if (column.leaf.isMember) throw new ColumnFault('data.columnar.nested', {});
    if (first && !isUtf8(first)) throw new ColumnFault('data.columnar.type', { type: 'bytes' });
    return { ...column, type: { kind: 'words' } };
  } catch (error) {
    return unreadColumn(error, pages.place);
  }
}

async function numbersIn({ leaf }: ParquetColumn, { shape }: Feature, pages: Pages): Promise<ColumnType> {
  const { type, lists } = leaf;
  const { time } = type;
  const shared = { kind: 'numbers' as const, dtype: type.dtype!, ...(time === undefined ? {} : { time }) };
  if (!lists) return { ...shared, width: 1, vectors: false };
  const found = (await listShape({ ...leaf, lists }, pages.next, longestVector)) ?? [1];
  const length = product(found);
  if (length === 0 || length >= longestVector) throw new ColumnFault('data.columnar.nested', {});
  const own = found.length > 1 ? found : shape;
  return { ...shared, width: length, vectors: true, ...(own && product(own) === length ? { shape: own } : {}) };
}

/** The first that is there, among the first rows. */
async function firstFile({ leaf, chunks }: ParquetColumn, pages: Pages): Promise<Buffer | null> {
  const rows = chunks.reduce((total, { entries }) => total + entries, 0);
  const cursor = new ColumnCursor(leaf, [1], pages.next);
  for (let row = 0; row < Math.min(rows, valuesLookedAt); row++) {
    const block = await cursor.read(1);
    if (block.kind === 'files' && block.files[0]) return block.files[0];
  }
  return null;
}

/** How many elements lists have, at each depth. */
function listsOf({ leaf: { lists }, type }: TypedColumn): readonly number[] {
  if (type.kind !== 'numbers') return [1];
  return lists && lists.depth > 1 && type.shape ? type.shape : [type.width];
}

async function* blocks(
  path: string,
  groupRows: readonly number[],
  columns: readonly TypedColumn[],
  first: number,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly ColumnBlock[]> {
  const file = await RandomAccess.open(path, signal);
  try {
    const ahead = Math.min(mostAheadBytes, Math.floor(aheadBytes / Math.max(1, columns.length)));
    let group = 0;
    let row = 0;
    while (group < groupRows.length && row + groupRows[group] <= first) row += groupRows[group++];
    const readers = columns.map((column) => {
      const pages = new Pages(file, column, ahead, group);
      return { pages, cursor: new ColumnCursor(column.leaf, listsOf(column), pages.next, row) };
    });
    if (first > row) for (const { pages, cursor } of readers) await pages.use(() => cursor.skip(first - row));
    const rows = groupRows.reduce((total, own) => total + own, 0);
    const most = Math.min(rowsPerBlock(columns.map(({ type }) => type)), rowsOfTexts(columns, rows));
    for (let row = first; row < rows; row += most) {
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

/** Rows of which the texts take some megabytes: they may be long. */
function rowsOfTexts(columns: readonly TypedColumn[], rows: number): number {
  const texts = columns.filter(({ type }) => type.kind === 'words');
  const bytes = texts.reduce((total, { chunks }) => total + chunks.reduce((sum, chunk) => sum + chunk.bytes, 0), 0);
  return Math.max(1, Math.floor((rows * textBytes) / Math.max(1, bytes)));
}

/** The pages of a column, row group by row group, and the words for what is wrong with them. */
class Pages {
  private stream: PageStream | null = null;

  constructor(
    private readonly file: RandomAccess,
    private readonly column: ParquetColumn,
    private readonly ahead: number,
    private group = 0,
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
      throw columnFailure(error, this.place);
    }
  }

  /** Where something is wrong. */
  get place(): { readonly path: string; readonly column: string; readonly byte: number } {
    const { leaf, chunks } = this.column;
    return { path: this.file.path, column: leaf.name, byte: this.stream?.position ?? chunks[0]?.start ?? 0 };
  }
}
