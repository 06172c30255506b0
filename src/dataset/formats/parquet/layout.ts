import { UserError } from '../../../protocol/errors';
import type { RandomAccess } from '../../bytes/random-access';
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
  readonly columns: readonly ParquetColumn[];
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
    const columns = readable(path, tops.filter(isKept)).map((leaf) => ({
      leaf,
      chunks: groups.map((group) => chunkIn(path, group, leaf, limit)),
    }));
    const leftOut = tops.filter((top) => !isKept(top)).map(({ name }) => name);
    return { rows, columns, leftOut };
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new UserError('data.columnar.footer', { path, bytes: footer.bytes }, { cause: error });
  }
}

function readable(path: string, tops: readonly TopColumn[]): Leaf[] {
  return tops.map((top) => {
    if (!('unsupported' in top)) return top;
    const { name: column, nested, unsupported: type } = top;
    throw nested
      ? new UserError('data.columnar.nested', { path, column })
      : new UserError('data.columnar.type', { path, column, type });
  });
}

function chunkIn(path: string, { rows, columns }: Footer['groups'][number], leaf: Leaf, limit: number): Chunk {
  const { file_path: file, crypto_metadata: encryption, meta_data: meta } = shaped(ChunkShape, columns[leaf.chunk]);
  if (encryption !== undefined) throw new UserError('data.columnar.encrypted', { path });
  if (file) throw new UserError('data.columnar.elsewhere', { path, file });
  if (!isCodec(meta.codec)) throw new UserError('data.columnar.codec', { path, column: leaf.name, codec: meta.codec });
  insist(leaf.elementDefinition !== null || meta.num_values === rows, 'a column of other rows');
  return chunkOf(meta, meta.codec, limit);
}
