import type { NextStream } from './column-cursor';
import type { Leaf } from './leaf';

/** Entries of which the levels are looked at together. */
const entriesAtOnce = 1 << 10;

/**
 * How many elements the first list of a column has that is there; null where none is. Not counted further than to
 * `most`. @throws Damage.
 */
export async function firstListLength(
  { maxDefinition, elementDefinition }: Leaf & { readonly elementDefinition: number },
  nextStream: NextStream,
  most: number,
): Promise<number | null> {
  let length: number | null = null;
  for (let stream = nextStream(); stream; stream = nextStream()) {
    for (let page = await stream.next(); page; page = await stream.next()) {
      for (let left = page.entries; left > 0; ) {
        const definitions = new Int32Array(Math.min(left, entriesAtOnce)).fill(maxDefinition);
        const repetitions = new Int32Array(definitions.length);
        page.definition?.read(definitions);
        page.repetition?.read(repetitions);
        for (let i = 0; i < definitions.length; i++) {
          if (length !== null && (repetitions[i] === 0 || length >= most)) return length;
          if (definitions[i] >= elementDefinition) length = (length ?? 0) + 1;
          else if (definitions[i] === elementDefinition - 1) return 0;
        }
        left -= definitions.length;
      }
    }
  }
  return length;
}
