import { elementTypes, product } from '../../bytes/elements';
import type { NumberBlock } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';
import { readNumbers } from './number-reader';

/**
 * Lists start..start + count of a field.
 * @param shape How many elements they have; and of lists of lists, how many each of these has.
 * @param rowOf The row of the file that a list belongs to.
 * @throws ColumnFault where they differ; Damage.
 */
export async function readLists(
  batch: FieldBatch,
  shape: readonly number[],
  start: number,
  count: number,
  rowOf = (list: number) => batch.firstRow + list,
): Promise<NumberBlock> {
  const [length] = shape;
  const valid = await readValidity(batch, start, count);
  const starts = await startsOf(batch, length, { start, count, valid }, rowOf);
  return gatherLists(batch, shape, starts, valid, (i) => rowOf(start + i));
}

/** Where each begins among the elements. */
async function startsOf(
  { field: { layout }, buffers }: FieldBatch,
  length: number,
  { start, count, valid }: { readonly start: number; readonly count: number; readonly valid: Uint8Array | null },
  rowOf: (list: number) => number,
): Promise<Float64Array> {
  if (layout.kind === 'fixedList') {
    insist(layout.length === length, 'lists of another length');
    return Float64Array.from({ length: count }, (_, i) => (start + i) * length);
  }
  insist(layout.kind === 'list', 'lists of what are none');
  const offsets = await readOffsets(buffers[1], layout.offsetBytes, start, count);
  for (let i = 0; i < count; i++) {
    const own = offsets[i + 1] - offsets[i];
    if (valid?.[i] !== 0 && own !== length) {
      throw new ColumnFault('data.columnar.unequal', { row: rowOf(start + i), length: own, expected: length });
    }
  }
  return offsets.subarray(0, count);
}

/** Lists of one length, each from its start on among the elements. */
async function gatherLists(
  { children: [child] }: FieldBatch,
  [length, ...inner]: readonly number[],
  starts: Float64Array,
  valid: Uint8Array | null,
  rowOf: (list: number) => number,
): Promise<NumberBlock> {
  const rows = starts.length;
  const there = starts.filter((_, i) => valid?.[i] !== 0);
  const first = there[0] ?? 0;
  const end = there.length === 0 ? first : there[there.length - 1] + length;
  insist(end <= child.length, 'lists beyond the end of their elements');
  const rowOfElement = (element: number) => rowOf(starts.findLastIndex((begin) => begin <= element));
  const block = await readElements(child, inner, first, end - first, rowOfElement);
  const isWhole = there.length === rows && there.every((start, i) => start === first + i * length);
  if (isWhole) return { ...block, rows };
  const numbers = product(inner);
  const bytes = numbers * bytesOf(child);
  const elements = new Uint8Array(rows * length * bytes);
  const elementValid = new Uint8Array(rows * length * numbers);
  starts.forEach((start, row) => {
    if (valid?.[row] === 0) return;
    const from = start - first;
    elements.set(block.elements.subarray(from * bytes, (from + length) * bytes), row * length * bytes);
    const own = elementValid.subarray(row * length * numbers, (row + 1) * length * numbers);
    if (block.valid) own.set(block.valid.subarray(from * numbers, (from + length) * numbers));
    else own.fill(1);
  });
  return { kind: 'numbers', rows, elements, valid: elementValid };
}

async function readElements(
  batch: FieldBatch,
  inner: readonly number[],
  start: number,
  count: number,
  rowOf: (element: number) => number,
): Promise<NumberBlock> {
  if (inner.length > 0) return readLists(batch, inner, start, count, rowOf);
  const { layout } = batch.field;
  insist(layout.kind === 'numbers', 'lists of what are no numbers');
  return readNumbers(batch, layout, start, count);
}

/** Of a number in lists, however deep these lie. */
function bytesOf({ field: { layout }, children: [child] }: FieldBatch): number {
  if (layout.kind !== 'numbers') return child ? bytesOf(child) : 0;
  return elementTypes[layout.dtype].bytes;
}
