import type { ColumnValues } from '../../src/protocol/data';
import { noBin } from './binning';
import { Bits } from './bits';
import type { Filter } from './filters';

/** Whether a filter is the one that a column's own chart, or the legend, sets. */
export function isOwnFilter(filter: Filter, column: string): boolean {
  return (filter.kind === 'range' || filter.kind === 'categories') && filter.column === column;
}

/** What each filter lets through, but a column's own: its chart shows what another choice would let through. */
export function othersOf(masks: ReadonlyMap<Filter, Bits>, column: string): readonly Bits[] {
  return [...masks].filter(([filter]) => !isOwnFilter(filter, column)).map(([, mask]) => mask);
}

export interface CrossCounts<C> {
  /** Of what passes the filters of other columns. */
  readonly passing: C;
  /** Of these, the selected ones; null where there is no selection. */
  readonly selected: C | null;
}

/**
 * Counts of a column under the filters of all others, and of the selection among them; computed anew only where one of them,
 * or the column, has changed: while a range is dragged, its own chart stays as it is.
 */
export function crossCounter<C>(
  count: (column: ColumnValues, of: Bits | null) => C,
): (column: ColumnValues, masks: ReadonlyMap<Filter, Bits>, selection: Bits | null) => CrossCounts<C> {
  let kept: { readonly of: readonly unknown[]; readonly counts: CrossCounts<C> } | undefined;
  return (column, masks, selection) => {
    const others = othersOf(masks, column.name);
    const of = [column, selection, ...others];
    if (kept && kept.of.length === of.length && of.every((part, at) => part === kept?.of[at])) return kept.counts;
    const passing = Bits.common(others);
    const counts = {
      passing: count(column, passing),
      selected: selection && count(column, passing ? selection.and(passing) : selection),
    };
    kept = { of, counts };
    return counts;
  };
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
