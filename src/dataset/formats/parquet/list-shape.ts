import { product } from '../../bytes/elements';
import { ColumnFault } from '../columnar/damage';
import type { NextStream } from './column-cursor';
import type { Leaf, ListLevels } from './leaf';

/** Entries of which the levels are looked at together. */
const entriesAtOnce = 1 << 10;
/** Lists that are compared, and fewer where these are not in one page. */
const listsLookedAt = 1 << 10;

/**
 * How many elements the lists of a column have that are there, as far as the first ones tell, and of lists of lists how many of
 * each these have; null where none is there, and not counted further than to `most`.
 * @throws ColumnFault where they differ; Damage.
 */
export async function listShape(
  { maxDefinition, lists }: Leaf & { readonly lists: ListLevels },
  nextStream: NextStream,
  most: number,
): Promise<readonly number[] | null> {
  const { depth, outer, inner } = lists;
  let row = -1;
  let first: readonly number[] | null = null;
  /** Of the list in this row, elements that begin at each depth; null where it is missing. */
  let begun: number[] | null = null;
  const compare = () => {
    if (begun === null) return;
    const shape = shapeOf(begun);
    first ??= shape;
    if (shape === null || shape.some((size, axis) => size !== first?.[axis])) {
      const length = begun[depth - 1];
      throw new ColumnFault('data.columnar.unequal', { row, length, expected: product(first ?? []) });
    }
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
            begun = null;
            row++;
            if (row >= listsLookedAt && first !== null) return first;
          }
          if (definitions[i] < outer - 1) continue;
          begun ??= new Array<number>(depth).fill(0);
          // One that repeats at a level begins an element there, and in all lists within it.
          const isThere = definitions[i] >= inner;
          for (let level = Math.max(1, repetitions[i]); isThere && level <= depth; level++) begun[level - 1]++;
          if (begun[depth - 1] >= most) return [most];
        }
        left -= definitions.length;
      }
    }
  }
  compare();
  return first;
}

/** Of lists that are all alike, by how many begin at each depth; null where they cannot be. */
function shapeOf(begun: readonly number[]): readonly number[] | null {
  const shape = begun.map((count, axis) => count / (axis === 0 ? 1 : begun[axis - 1]));
  if (begun[0] === 0) return begun.map(() => 0);
  return shape.every(Number.isInteger) ? shape : null;
}
