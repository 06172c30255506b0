import { UserError } from '../../../protocol/errors';
import type { RandomAccess } from '../../bytes/random-access';
import type { UnreadColumn } from '../columnar/column-block';
import { Damage, insist } from '../columnar/damage';
import { type Footer, readFooter } from './footer';
import { type Leaf, type TopColumn, topColumns } from './leaf';
import { ChunkShape, shaped } from './metadata-shape';
import { type Chunk, chunkOf, isCodec } from './page-stream';

/** Nobody writes more rows than this for each byte: it is 30 times what columns of constants come to. */
const mostRowsPerByte = 1 << 18;

/** Where everything lies in a Parquet file, checked against its size. */
export interface ParquetLayout {
  readonly rows: number;
  /** By row group, of those that have any. */
  readonly groupRows: readonly number[];
  readonly columns: readonly ParquetColumn[];
  readonly unread: readonly UnreadColumn[];
  /** What its writer has noted, by name. */
  readonly notes: ReadonlyMap<string, string>;
  readonly leftOut: readonly string[];
}

export interface ParquetColumn {
  readonly leaf: Leaf;
  /** One for each row group that has rows. */
  readonly chunks: readonly Chunk[];
}

/**
 * Reads the footer, and what it says of the columns but those to be left out.
 * @throws UserError data.columnar.*, naming the column that cannot be read.
 */
export async function readLayout(file: RandomAccess, ignore: readonly string[]): Promise<ParquetLayout> {
  const { path, size } = file;
  const footer = await readFooter(file);
  try {
    const groups = footer.groups.filter(({ rows }) => rows !== 0);
    const rows = groups.reduce((total, group) => total + group.rows, 0);
    insist(groups.every((group) => group.rows > 0) && rows === footer.rows, 'row groups that do not add up');
    insist(rows <= size * mostRowsPerByte, 'more rows than the file can hold');
    const limit = size - 8 - footer.bytes;
    const tops = topColumns(footer.schema);
    const isKept = ({ name }: TopColumn) => !ignore.includes(name);
    const kept = tops.filter(isKept);
    const columns = kept.filter(isLeaf).map((leaf) => ({
      leaf,
      chunks: groups.map((group) => chunkIn(path, group, leaf, limit)),
    }));
    const unread = kept.flatMap((top) => (isLeaf(top) ? [] : [unreadColumn(path, top)]));
    const groupRows = groups.map(({ rows }) => rows);
    const leftOut = tops.filter((top) => !isKept(top)).map(({ name }) => name);
    return { rows, groupRows, columns, unread, notes: footer.notes, leftOut };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new UserError('data.columnar.footer', { path, bytes: footer.bytes }, { cause: error });
  }
}

function isLeaf(top: TopColumn): top is Leaf {
  return !('unsupported' in top);
}

function unreadColumn(path: string, { name, nested, unsupported: type }: Exclude<TopColumn, Leaf>): UnreadColumn {
  const refusal = nested
    ? new UserError('data.columnar.nested', { path, column: name })
    : new UserError('data.columnar.type', { path, column: name, type });
  return { name, refusal };
}

function chunkIn(path: string, { rows, columns }: Footer['groups'][number], leaf: Leaf, limit: number): Chunk {
  const { file_path: file, crypto_metadata: encryption, meta_data: meta } = shaped(ChunkShape, columns[leaf.chunk]);
  if (encryption !== undefined) throw new UserError('data.columnar.encrypted', { path });
  if (file) throw new UserError('data.columnar.elsewhere', { path, file });
  if (!isCodec(meta.codec)) throw new UserError('data.columnar.codec', { path, column: leaf.name, codec: meta.codec });
  insist(leaf.lists !== null || meta.num_values === rows, 'a column of other rows');
  return chunkOf(meta, meta.codec, limit);
}
