import type { RandomAccess } from '../../bytes/random-access';
import { ColumnFault } from '../columnar/damage';
import type { ArrowIndex } from './arrow-index';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';
import { fieldBatches } from './field-batches';
import type { Field, NumberLayout } from './schema';

/** The longest lists that are taken for vectors. */
export const longestVector = 1 << 20;
/** Rows that are looked at together for the first list. */
const rowsAtOnce = 1 << 12;

/** What lists, and lists of lists, hold in the end, where that is numbers; null where it is something else. */
export function numbersInLists({ layout, dictionary, children: [child] }: Field): NumberLayout | null {
  if (dictionary || !child || (layout.kind !== 'list' && layout.kind !== 'fixedList')) return null;
  if (child.layout.kind === 'numbers') return child.dictionary ? null : child.layout;
  return numbersInLists(child);
}

/**
 * How many elements the lists have that are there, as far as the first ones tell, and of lists of lists how many each of these
 * has; null where none is there.
 * @throws ColumnFault where they differ, or are too long; Damage.
 */
export async function listShape(
  file: RandomAccess,
  { fields, batches }: ArrowIndex,
  place: number,
): Promise<readonly number[] | null> {
  const { layout, children } = fields[place];
  if (layout.kind === 'fixedList' && children[0].layout.kind === 'numbers') return [layout.length];
  let firstRow = 0;
  for (const batch of batches) {
    const list = fieldBatches(file, fields, batch, firstRow)[place];
    const begin = firstRow;
    for (let row = 0; row < list.length; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, list.length - row);
      const shape = await shapeWithin(list, row, count, (i) => begin + i);
      if (shape) return shape;
    }
    firstRow += batch.rows;
  }
  return null;
}

async function shapeWithin(
  batch: FieldBatch,
  start: number,
  count: number,
  rowOf: (list: number) => number,
): Promise<readonly number[] | null> {
  const { field, children } = batch;
  if (field.layout.kind !== 'list' && field.layout.kind !== 'fixedList') return [];
  const valid = await readValidity(batch, start, count);
  const ends = await endsOf(batch, start, count);
  const first = ends.findIndex((_, i) => i < count && valid?.[i] !== 0);
  if (first < 0 || first === count) return null;
  const length = ends[first + 1] - ends[first];
  for (let i = first; i < count; i++) {
    const own = ends[i + 1] - ends[i];
    if (valid?.[i] === 0 || own === length) continue;
    throw new ColumnFault('data.columnar.unequal', { row: rowOf(start + i), length: own, expected: length });
  }
  if (length > longestVector) throw new ColumnFault('data.columnar.nested', {});
  const inner = await shapeWithin(children[0], ends[first], length, () => rowOf(start + first));
  return inner && [length, ...inner];
}

/** Where lists begin among the elements, and where the last ends. */
function endsOf({ field: { layout }, buffers }: FieldBatch, start: number, count: number): Promise<Float64Array> {
  if (layout.kind === 'list') return readOffsets(buffers[1], layout.offsetBytes, start, count);
  const length = layout.kind === 'fixedList' ? layout.length : 0;
  return Promise.resolve(Float64Array.from({ length: count + 1 }, (_, i) => (start + i) * length));
}
