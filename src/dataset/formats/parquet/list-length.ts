import { ColumnFault } from '../columnar/damage';
import type { NextStream } from './column-cursor';
import type { Leaf } from './leaf';

/** Entries of which the levels are looked at together. */
const entriesAtOnce = 1 << 10;
/** Lists that are compared, and fewer where these are not in one page. */
const listsLookedAt = 1 << 10;

/**
 * How many elements the lists of a column have that are there, as far as the first ones tell; null where none is, and not
 * counted further than to `most`.
 * @throws ColumnFault where they differ; Damage.
 */
export async function listLength(
  { maxDefinition, elementDefinition }: Leaf & { readonly elementDefinition: number },
  nextStream: NextStream,
  most: number,
): Promise<number | null> {
  let row = -1;
  let first: number | null = null;
  /** Of the list in this row; null where it is missing. */
  let length: number | null = null;
  const compare = () => {
    if (length === null) return;
    first ??= length;
    if (length !== first) throw new ColumnFault('data.columnar.unequal', { row, length, expected: first });
  };
  for (let stream = nextStream(); stream; stream = nextStream()) {
    for (let page = await stream.next(); page; page = await stream.next()) {
      if (first !== null) return first;
      for (let left = page.entries; left > 0; ) {
        const definitions = new Int32Array(Math.min(left, entriesAtOnce)).fill(maxDefinition);
        const repetitions = new Int32Array(definitions.length);
        page.definition?.read(definitions);
        page.repetition?.read(repetitions);
        for (let i = 0; i < definitions.length; i++) {
          if (repetitions[i] === 0) {
            compare();
            length = null;
            row++;
            if (row >= listsLookedAt && first !== null) return first;
          }
          if (definitions[i] >= elementDefinition) length = (length ?? 0) + 1;
          else if (definitions[i] === elementDefinition - 1) length = 0;
          if (length !== null && length >= most) return length;
        }
        left -= definitions.length;
      }
    }
  }
  compare();
  return first;
}
