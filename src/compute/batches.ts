import { scoped } from '../graph';

/** Some of many rows that are computed at once. */
export interface Batch {
  readonly begin: number;
  readonly end: number;
  /** With what fills it up. */
  readonly size: number;
}

/** Visits 0..count-1 in batches of the sizes that there are graphs for; nothing is a batch, too, of no rows. */
export function inBatches(count: number, sizes: readonly number[] | null, visit: (batch: Batch) => void): void {
  const largest = sizes?.at(-1) ?? count;
  let begin = 0;
  do {
    const end = Math.min(begin + largest, count);
    const size = sizes?.find((size) => size >= end - begin) ?? largest;
    scoped(() => visit({ begin, end, size }));
    begin = end;
  } while (begin < count);
}

/** A batch filled up with zeros. */
export function padded<T extends Float32Array | Int32Array>(whole: T, part: T): T {
  whole.set(part);
  return whole;
}
