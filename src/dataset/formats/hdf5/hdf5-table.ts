import { UserError } from '../../../protocol/errors';
import { throwIfCancelled } from '../../../task';
import { product } from '../../bytes/elements';
import { type ColumnarFile, type ColumnBlock, rowsPerBlock, type UnreadColumn } from '../columnar/column-block';
import type { OpenOptions } from '../columnar/columnar-format';
import { checkFilters } from './filters';
import { checkHeld, typeName } from './hdf5-array';
import { Hdf5File } from './hdf5-file';
import { type Hdf5Metadata, hdf5Class } from './library';
import { elementFields, type RecordField, recordField } from './record-field';
import { shortFloats } from './short-floats';

/** Records that are read at once take about as much. */
const blockBytes = 1 << 22;

/** Is it one of records (a compound type) in a row, as h5py writes structured arrays and PyTables its tables? */
export function isTable({ type, shape }: Hdf5Metadata): boolean {
  return type === hdf5Class.compound && shape?.length === 1;
}

/**
 * An array of records as columns: a member of numbers, booleans or words is one; one of several numbers holds vectors. The blocks in
 * which pandas keeps the columns of one type are taken apart again.
 * @throws UserError data.hdf5.*, data.truncated.
 */
export async function openHdf5Table(
  path: string,
  table: string,
  { ignore = [] }: Pick<OpenOptions, 'ignore'>,
): Promise<ColumnarFile> {
  const file = await Hdf5File.open(path);
  try {
    const metadata = file.metadata(table);
    checkFilters(file, table);
    await checkHeld(file, table, metadata);
    const attributes = file.attributes(table);
    const fields: RecordField[] = [];
    const unread: UnreadColumn[] = [];
    for (const member of metadata.compound_type?.members ?? []) {
      const { name } = member;
      const names = pandasNames(attributes[`${name}_kind`]);
      const apart = names.length > 0 ? elementFields(member, names) : [];
      const field = recordField(member);
      const type = field ? otherHalf(path, field) : typeName(member);
      if (type !== null)
        unread.push({ name, refusal: new UserError('data.columnar.type', { path, column: name, type }) });
      else if (apart.length > 0) fields.push(...apart);
      else if (field) fields.push(field);
    }
    const isKept = ({ name }: { readonly name: string }) => !ignore.includes(name);
    const kept = fields.filter(isKept);
    return {
      path,
      parts: [path],
      rows: product(metadata.shape ?? [0]),
      columns: kept.map(({ name, type }) => ({ name, type })),
      unread: unread.filter(isKept),
      warnings: [],
      leftOut: [...fields, ...unread].filter((column) => !isKept(column)).map(({ name }) => name),
      blocks: (places, signal, firstRow = 0) => {
        const chosen = places.map((place) => kept[place]);
        return blocks({ path, table, metadata }, chosen, firstRow, signal);
      },
    };
  } finally {
    file.close();
  }
}

/** What floats of 16 bits are that are no halves. */
function otherHalf(path: string, { type }: RecordField): string | null {
  if (type.kind !== 'numbers' || type.dtype !== 'float16') return null;
  const stored = shortFloats(path);
  return stored.length === 0 || (stored.length === 1 && stored[0] === 'float16') ? null : stored.join(' / ');
}

async function* blocks(
  { path, table, metadata }: { readonly path: string; readonly table: string; readonly metadata: Hdf5Metadata },
  fields: readonly RecordField[],
  firstRow: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ColumnBlock[]> {
  const rows = product(metadata.shape ?? [0]);
  const { size: bytes } = metadata;
  const most = Math.min(rowsPerBlock(fields.map(({ type }) => type)), Math.max(1, Math.floor(blockBytes / bytes)));
  const file = await Hdf5File.open(path);
  try {
    for (let begin = firstRow; begin < rows; begin += most) {
      throwIfCancelled(signal);
      const count = Math.min(most, rows - begin);
      yield file.records(table, metadata, { begin, count }, (heap, pointer) =>
        fields.map((field) => field.block(heap, pointer, { count, bytes })),
      );
    }
  } finally {
    file.close();
  }
}

/** The names of the columns in a block, a list that Python has pickled (protocol 0); none where it is something else. */
function pandasNames(note: unknown): readonly string[] {
  if (typeof note !== 'string' || !/^\(lp\d+\n(V[^\n]*\np\d+\na)+\.$/.test(note)) return [];
  return Array.from(note.matchAll(/^a?V([^\n]*)$/gm), ([, name]) =>
    JSON.parse(`"${name.replace(/(?<!\\)"/g, '\\"')}"`),
  );
}
