import { elementTypes } from '../../bytes/elements';
import type { NumberBlock, NumberType } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';
import { readNumbers } from './number-reader';

export async function readFixedLists(
  batch: FieldBatch,
  length: number,
  start: number,
  count: number,
): Promise<NumberBlock> {
  const valid = await readValidity(batch, start, count);
  const starts = Array.from({ length: count }, (_, i) => (start + i) * length);
  return gatherLists(batch, length, starts, valid);
}

export async function readLists(
  batch: FieldBatch,
  { width }: NumberType,
  offsetBytes: 4 | 8,
  start: number,
  count: number,
): Promise<NumberBlock> {
  const valid = await readValidity(batch, start, count);
  const offsets = await readOffsets(batch.buffers[1], offsetBytes, start, count);
  for (let i = 0; i < count; i++) {
    const length = offsets[i + 1] - offsets[i];
    if (valid?.[i] !== 0 && length !== width) {
      throw new ColumnFault('data.columnar.unequal', { row: batch.firstRow + start + i, length, expected: width });
    }
  }
  return gatherLists(batch, width, offsets.slice(0, count), valid);
}

/** Lists of one length, each from its start on among the elements. */
async function gatherLists(
  { children: [child] }: FieldBatch,
  length: number,
  starts: readonly number[],
  valid: Uint8Array | null,
): Promise<NumberBlock> {
  const { layout } = child.field;
  insist(layout.kind === 'numbers', 'lists of what are no numbers');
  const rows = starts.length;
  const bytes = elementTypes[layout.dtype].bytes;
  const there = starts.filter((_, i) => valid?.[i] !== 0);
  const first = there[0] ?? 0;
  const end = there.length === 0 ? first : there[there.length - 1] + length;
  insist(end <= child.length, 'lists beyond the end of their elements');
  const block = await readNumbers(child, layout, first, end - first);
  const isWhole = there.length === rows && there.every((start, i) => start === first + i * length);
  if (isWhole) return { ...block, rows };
  const elements = new Uint8Array(rows * length * bytes);
  const elementValid = new Uint8Array(rows * length);
  starts.forEach((start, row) => {
    if (valid?.[row] === 0) return;
    const from = start - first;
    elements.set(block.elements.subarray(from * bytes, (from + length) * bytes), row * length * bytes);
    if (block.valid) elementValid.set(block.valid.subarray(from, from + length), row * length);
    else elementValid.fill(1, row * length, (row + 1) * length);
  });
  return { kind: 'numbers', rows, elements, valid: elementValid };
}
