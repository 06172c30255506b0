import type { Bits } from '../data/bits';

/**
 * How many points are nowhere, of all that a layout is of.
 * @param positions examples x 3
 * @param of Those that the layout is of; others have no place in any case.
 */
export function countPlaceless(positions: Float32Array, of?: Bits): { readonly none: number; readonly all: number } {
  const examples = positions.length / 3;
  let none = 0;
  for (let i = 0; i < examples; i++) {
    const sum = positions[3 * i] + positions[3 * i + 1] + positions[3 * i + 2];
    if (!Number.isFinite(sum) && (of === undefined || of.has(i))) none++;
  }
  return { none, all: of?.count ?? examples };
}
