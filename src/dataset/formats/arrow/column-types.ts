import { product } from '../../bytes/elements';
import type { RandomAccess } from '../../bytes/random-access';
import type { ColumnType } from '../columnar/column-block';
import { ColumnFault } from '../columnar/damage';
import type { Feature } from '../columnar/features';
import { imageKind } from '../images/image-kind';
import type { ArrowIndex } from './arrow-index';
import { Dictionaries } from './dictionaries';
import { readOffsets, readValidity } from './field-batch';
import { fieldBatches } from './field-batches';
import { isFileMember, readField } from './field-reader';
import type { FieldLayout } from './schema';

/** The longest lists that are taken for vectors. */
const longestVector = 1 << 20;
/** Rows that are looked at together for the first list. */
const rowsAtOnce = 1 << 12;
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
  const { layout, dictionary, children } = index.fields[place];
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
  const [element] = children;
  if (
    dictionary ||
    (layout.kind !== 'list' && layout.kind !== 'fixedList') ||
    element?.layout.kind !== 'numbers' ||
    element.dictionary
  )
    throw nested();
  const length =
    layout.kind === 'fixedList' ? layout.length : ((await listLength(file, index, place, layout.offsetBytes)) ?? 1);
  if (length < 1 || length > longestVector) throw nested();
  const { shape } = feature;
  return {
    ...numbers(element.layout, length, true),
    ...(shape && product(shape) === length ? { shape } : {}),
  };
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

/**
 * How many elements the lists have that are there, as far as the first ones tell; null where none is.
 * @throws ColumnFault where they differ.
 */
async function listLength(
  file: RandomAccess,
  { fields, batches }: ArrowIndex,
  place: number,
  offsetBytes: 4 | 8,
): Promise<number | null> {
  let firstRow = 0;
  for (const batch of batches) {
    const list = fieldBatches(file, fields, batch, firstRow)[place];
    for (let row = 0; row < list.length; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, list.length - row);
      const valid = await readValidity(list, row, count);
      const offsets = await readOffsets(list.buffers[1], offsetBytes, row, count);
      let expected: number | null = null;
      for (let i = 0; i < count; i++) {
        if (valid?.[i] === 0) continue;
        const length = offsets[i + 1] - offsets[i];
        expected ??= length;
        if (length !== expected) {
          throw new ColumnFault('data.columnar.unequal', { row: firstRow + row + i, length, expected });
        }
      }
      if (expected !== null) return expected;
    }
    firstRow += batch.rows;
  }
  return null;
}
