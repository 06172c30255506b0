import { parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet';
import { UserError } from '../../../protocol/errors';
import type { RandomAccess } from '../../bytes/random-access';
import { Damage, decodeBy, insist } from '../columnar/damage';
import { endOfStruct } from './metadata-check';
import { FileShape, shaped } from './metadata-shape';

const magic = 'PAR1';
const encryptedMagic = 'PARE';
/** Magic at both ends, and the footer's length. */
const smallestFile = 12;

/** What the end of a file says of it. */
export interface Footer {
  /** Its own length. */
  readonly bytes: number;
  readonly rows: number;
  readonly schema: SchemaTree;
  /** What its writer has noted, by name. */
  readonly notes: ReadonlyMap<string, string>;
  /** Columns in the order of the schema's leaves, their shape not checked. */
  readonly groups: readonly { readonly rows: number; readonly columns: readonly unknown[] }[];
}

/**
 * Reads what the end of a Parquet file says of it.
 * @throws UserError data.columnar.cutOff, data.columnar.encrypted or data.columnar.footer.
 */
export async function readFooter(file: RandomAccess): Promise<Footer> {
  const { path, size } = file;
  const tail = size >= smallestFile ? await file.read(size - 8, 8) : Buffer.alloc(8);
  const end = tail.toString('latin1', 4);
  if (end === encryptedMagic) throw new UserError('data.columnar.encrypted', { path });
  if (end !== magic) throw new UserError('data.columnar.cutOff', { path, format: 'Parquet', bytes: size });
  const length = tail.readUInt32LE(0);
  try {
    insist(length <= size - smallestFile, 'a footer larger than the file');
    const footer = await file.read(size - 8 - length, length + 8);
    insist(endOfStruct(footer.subarray(0, length), 0) <= length, 'a footer of another size');
    const metadata = decodeBy('hyparquet', () => parquetMetadata(footer, { geoparquet: false }));
    const { num_rows: rows, row_groups: groups, key_value_metadata: notes = [] } = shaped(FileShape, metadata);
    return {
      bytes: length,
      rows,
      schema: decodeBy('hyparquet', () => parquetSchema(metadata)),
      notes: new Map(notes.map(({ key, value }) => [key, value])),
      groups: groups.map(({ num_rows: rows, columns }) => ({ rows, columns })),
    };
  } catch (error) {
    if (error instanceof Damage) throw new UserError('data.columnar.footer', { path, bytes: length }, { cause: error });
    throw error;
  }
}
