import type { RandomAccess } from '../../bytes/random-access';
import type { ColumnType } from '../columnar/column-block';
import { ColumnFault } from '../columnar/damage';
import type { ArrowIndex } from './arrow-index';
import { readOffsets, readValidity } from './field-batch';
import { fieldBatches } from './field-batches';
import type { FieldLayout } from './schema';

/** The longest lists that are taken for vectors. */
const longestVector = 1 << 20;
/** Rows that are looked at together for the first list. */
const rowsAtOnce = 1 << 12;

/** What a field of the schema is as a column. @throws ColumnFault where it is none that can be read; Damage. */
export async function columnType(file: RandomAccess, index: ArrowIndex, place: number): Promise<ColumnType> {
  const { layout, dictionary, children } = index.fields[place];
  if (layout.kind === 'words' || layout.kind === 'wordViews') return { kind: 'words' };
  if (layout.kind === 'numbers') return numbers(layout, 1, false);
  if (layout.kind === 'null') return { kind: 'numbers', dtype: 'float64', width: 1, vectors: false };
  if (layout.kind === 'other' && !layout.nested) throw new ColumnFault('data.columnar.type', { type: layout.type });
  const [element] = children;
  if (dictionary || layout.kind === 'other' || element?.layout.kind !== 'numbers' || element.dictionary) throw nested();
  const length =
    layout.kind === 'fixedList'
      ? layout.length
      : ((await firstListLength(file, index, place, layout.offsetBytes)) ?? 1);
  if (length < 1 || length > longestVector) throw nested();
  return numbers(element.layout, length, true);
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

/** How many elements the first list has that is there; null where none is. */
async function firstListLength(
  file: RandomAccess,
  { fields, batches }: ArrowIndex,
  place: number,
  offsetBytes: 4 | 8,
): Promise<number | null> {
  for (const batch of batches) {
    const list = fieldBatches(file, fields, batch, 0)[place];
    for (let row = 0; row < list.length; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, list.length - row);
      const valid = await readValidity(list, row, count);
      const offsets = await readOffsets(list.buffers[1], offsetBytes, row, count);
      const first = valid ? valid.indexOf(1) : 0;
      if (first >= 0) return offsets[first + 1] - offsets[first];
    }
  }
  return null;
}
