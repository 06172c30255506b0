import { UserError } from '../../../protocol/errors';
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
import { Damage } from '../columnar/damage';
import { extensionFeature, huggingFaceFeatures } from '../columnar/features';
import { type ArrowIndex, type RecordBatch, readArrowIndex } from './arrow-index';
import { columnType } from './column-types';
import { Dictionaries } from './dictionaries';
import type { FieldBatch } from './field-batch';
import { fieldBatches } from './field-batches';
import { readField } from './field-reader';

/** What the texts of a block may take. */
const textBytes = 1 << 21;
/** Nobody writes more rows than this for each byte. */
const mostRowsPerByte = 1 << 18;

/**
 * Opens an Arrow file (Feather version 2, too) or a stream, compressed by LZ4 or Zstandard or not. Columns that are to
 * be left out may be of any type.
 * Source: arrow.apache.org/docs/format/Columnar.html.
 * @throws UserError data.columnar.*, or as the file system has it.
 */
export function openArrowFile(
  path: string,
  { ignore = [], signal }: { readonly ignore?: readonly string[]; readonly signal?: AbortSignal },
): Promise<ColumnarFile> {
  return withRandomAccess(path, signal, async (file) => {
    const index = await readArrowIndex(file);
    const rows = index.batches.reduce((total, batch) => total + batch.rows, 0);
    if (rows > file.size * mostRowsPerByte) throw new UserError('data.columnar.message', { path, byte: 0 });
    const features = huggingFaceFeatures(index.notes.get('huggingface'));
    const columns: ChosenColumn[] = [];
    const unread: UnreadColumn[] = [];
    for (const [place, { name, notes }] of index.fields.entries()) {
      if (ignore.includes(name)) continue;
      const feature = features.get(name) ?? extensionFeature(notes);
      const type = await columnType(file, index, place, feature).catch((error: unknown) =>
        unreadColumn(error, { path, column: name, byte: 0 }),
      );
      if ('refusal' in type) unread.push(type);
      else columns.push({ name, place, type });
    }
    const opened: ColumnarFile = {
      path,
      parts: [path],
      rows,
      columns,
      unread,
      warnings: [],
      leftOut: index.fields.map(({ name }) => name).filter((name) => ignore.includes(name)),
      blocks: (places, signal, first = 0) => {
        const chosen = places.map((place) => columns[place]);
        return blocks(path, index, chosen, first, signal);
      },
    };
    return withClassNames(opened, features);
  });
}

interface ChosenColumn {
  readonly name: string;
  /** Among the fields. */
  readonly place: number;
  readonly type: ColumnType;
}

/** Batch by batch, and large batches in parts; from row `first` on. */
async function* blocks(
  path: string,
  index: ArrowIndex,
  columns: readonly ChosenColumn[],
  first: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ColumnBlock[]> {
  const file = await RandomAccess.open(path, signal);
  const usual = rowsPerBlock(columns.map(({ type }) => type));
  try {
    const dictionaries = new Dictionaries(file, index);
    let firstRow = 0;
    for (const batch of index.batches) {
      const skipped = Math.min(batch.rows, Math.max(0, first - firstRow));
      const fields = skipped < batch.rows ? dealt(file, index, batch, firstRow) : [];
      const most = Math.min(usual, rowsOfTexts(columns, fields, batch.rows));
      for (let row = skipped; row < batch.rows; row += most) {
        const turn = columns.map(({ name, place, type }) =>
          inColumn({ path, column: name, byte: batch.start }, async () => {
            const field = fields[place];
            const values = field.field.dictionary && (await dictionaries.values(field.field, type, batch.dictionaries));
            return readField(field, type, row, Math.min(most, batch.rows - row), values);
          }),
        );
        // Side by side; of several that fail, it is always the first that is told of.
        await Promise.allSettled(turn);
        yield await Promise.all(turn);
      }
      firstRow += batch.rows;
    }
  } finally {
    await file.close();
  }
}

/** Rows of which the texts take some megabytes: they may be long. */
function rowsOfTexts(columns: readonly ChosenColumn[], fields: readonly FieldBatch[], rows: number): number {
  const texts = columns.filter(({ type }) => type.kind === 'words');
  const bytes = texts.flatMap(({ place }) => fields[place]?.buffers ?? []).reduce((sum, own) => sum + own.stored, 0);
  return Math.max(1, Math.floor((rows * textBytes) / Math.max(1, bytes)));
}

function dealt(file: RandomAccess, { fields }: ArrowIndex, batch: RecordBatch, firstRow: number): FieldBatch[] {
  try {
    return fieldBatches(file, fields, batch, firstRow);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new UserError('data.columnar.message', { path: file.path, byte: batch.start }, { cause: error });
  }
}

async function inColumn<T>(place: Parameters<typeof columnFailure>[1], read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw columnFailure(error, place);
  }
}
