import { decodeElements } from '../../bytes/elements';
import { insist } from '../columnar/damage';
import type { BatchBuffer } from './batch-buffer';
import type { Field } from './schema';

/** A field of one batch: its own nodes and buffers, and those of its children. */
export interface FieldBatch {
  readonly field: Field;
  /** Which row of the file its first value belongs to. */
  readonly firstRow: number;
  /** Its values, and how many of them are missing. */
  readonly length: number;
  readonly nulls: number;
  readonly buffers: readonly BatchBuffer[];
  readonly children: readonly FieldBatch[];
}

/** 1 for each value that is there; null where all are. */
export async function readValidity(
  { nulls, buffers: [validity] }: FieldBatch,
  start: number,
  count: number,
): Promise<Uint8Array | null> {
  return nulls === 0 || validity.isEmpty ? null : readBits(validity, start, count);
}

export async function readBits(buffer: BatchBuffer, start: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
  const first = Math.floor(start / 8);
  const bits = await buffer.read(first, Math.ceil((start + count) / 8) - first);
  const values = new Uint8Array(count);
  for (let i = 0, bit = start - 8 * first; i < count; i++, bit++) values[i] = (bits[bit >> 3] >> (bit & 7)) & 1;
  return values;
}

/** Where values begin and end in the buffer behind: count + 1 places, ascending. */
export async function readOffsets(
  buffer: BatchBuffer,
  bytes: 4 | 8,
  start: number,
  count: number,
): Promise<Float64Array> {
  // An array without values may have no offsets at all.
  if (count === 0) return new Float64Array(1);
  const stored = await buffer.take(start * bytes, (count + 1) * bytes);
  const offsets = new Float64Array(decodeElements(stored, bytes === 4 ? 'int32' : 'int64', true));
  let last = 0;
  for (let i = 0; i < offsets.length; i++) {
    insist(offsets[i] >= last, 'values that end before they begin');
    last = offsets[i];
  }
  return offsets;
}
