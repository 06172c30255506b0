import { noBin } from './binning';
import type { Bits } from './bits';
import type { Filter } from './filters';

/** Whether a filter is the one that a column's own chart, or the legend, sets. */
export function isOwnFilter(filter: Filter, column: string): boolean {
  return (filter.kind === 'range' || filter.kind === 'categories') && filter.column === column;
}

/** What passes all filters but a column's own, so that its chart shows what another choice would let through; null: all. */
export function passesOthers(masks: ReadonlyMap<Filter, Bits>, column: string): Bits | null {
  let passing: Bits | null = null;
  for (const [filter, mask] of masks) {
    if (!isOwnFilter(filter, column)) passing = passing?.and(mask) ?? mask;
  }
  return passing;
}

/** How many examples, of those in `of` (null: all), are in each bar. */
export function countBins(binOf: Uint8Array, bins: number, of: Bits | null): Uint32Array {
  const counts = new Uint32Array(noBin + 1);
  if (of === null) {
    for (let index = 0; index < binOf.length; index++) counts[binOf[index]]++;
    return counts.slice(0, bins);
  }
  const { words } = of;
  for (let at = 0; at < words.length; at++) {
    const begin = at * 32;
    if (words[at] === 0xffffffff) for (let index = begin; index < begin + 32; index++) counts[binOf[index]]++;
    else
      for (let word = words[at]; word !== 0; word &= word - 1) counts[binOf[begin + 31 - Math.clz32(word & -word)]]++;
  }
  return counts.slice(0, bins);
}
