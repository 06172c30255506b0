import { product } from '../../bytes/elements';
import type { RandomAccess } from '../../bytes/random-access';
import type { ColumnType } from '../columnar/column-block';
import { ColumnFault } from '../columnar/damage';
import type { Feature } from '../columnar/features';
import { imageKind } from '../images/image-kind';
import type { ArrowIndex } from './arrow-index';
import { Dictionaries } from './dictionaries';
import { fieldBatches } from './field-batches';
import { isFileMember, readField } from './field-reader';
import { listShape, longestVector, numbersInLists } from './list-shape';
import type { FieldLayout } from './schema';

/** Rows of a batch of which the first file that is there tells what all are. */
const filesLookedAt = 16;

/**
 * What a field of the schema is as a column.
 * @param feature What the file's writer says of it.
 * @throws ColumnFault where it is none that can be read; Damage.
 */
export async function columnType(
  file: RandomAccess,
  index: ArrowIndex,
  place: number,
  feature: Feature,
): Promise<ColumnType> {
  const { layout, children } = index.fields[place];
  if (layout.kind === 'words' || layout.kind === 'wordViews') return { kind: 'words' };
  if (layout.kind === 'numbers') return numbers(layout, 1, false);
  if (layout.kind === 'null') return { kind: 'numbers', dtype: 'float64', width: 1, vectors: false };
  if (
    layout.kind === 'bytes' ||
    layout.kind === 'byteViews' ||
    (layout.kind === 'struct' && children.some(isFileMember))
  ) {
    if (feature.isImage || (await beginsWithImage(file, index, place))) return { kind: 'files' };
    if (layout.kind !== 'struct') throw new ColumnFault('data.columnar.type', { type: 'bytes' });
    throw nested();
  }
  if (layout.kind === 'other' && !layout.nested) throw new ColumnFault('data.columnar.type', { type: layout.type });
  const element = numbersInLists(index.fields[place]);
  if (!element) throw nested();
  const found = (await listShape(file, index, place)) ?? [1];
  const length = product(found);
  if (length < 1 || length > longestVector) throw nested();
  const shape = found.length > 1 ? found : feature.shape;
  return { ...numbers(element, length, true), ...(shape && product(shape) === length ? { shape } : {}) };
}

/** Looks at the first file that is there, among the first rows of each batch. */
async function beginsWithImage(file: RandomAccess, index: ArrowIndex, place: number): Promise<boolean> {
  const dictionaries = new Dictionaries(file, index);
  const type = { kind: 'files' } as const;
  for (const batch of index.batches) {
    const field = fieldBatches(file, index.fields, batch, 0)[place];
    const values = field.field.dictionary && (await dictionaries.values(field.field, type, batch.dictionaries));
    for (let row = 0; row < Math.min(batch.rows, filesLookedAt); row++) {
      const block = await readField(field, type, row, 1, values);
      const head = block.kind === 'files' ? block.files[0] : null;
      if (head) return imageKind(head) !== null;
    }
  }
  return false;
}

function nested(): ColumnFault {
  return new ColumnFault('data.columnar.nested', {});
}

function numbers(
  { dtype, time }: Extract<FieldLayout, { kind: 'numbers' }>,
  width: number,
  vectors: boolean,
): ColumnType {
  return { kind: 'numbers', dtype, width, vectors, ...(time === undefined ? {} : { time }) };
}
