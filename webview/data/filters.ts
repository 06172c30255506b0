import type { Bits } from './bits';

/** What lets examples through; those that pass all filters are shown. A filter never changes: another takes its place. */
export type Filter =
  /** The legend's: all but these categories of a column, by code; -1: no value. One a column. */
  | { readonly kind: 'categories'; readonly column: string; readonly hidden: readonly number[] }
  /** Numbers from `low` to `high`, ends included; null: no bound. What has no value does not pass. One a column. */
  | { readonly kind: 'range'; readonly column: string; readonly low: number | null; readonly high: number | null }
  /** What the query language says; a word alone is looked for in every column. */
  | { readonly kind: 'query'; readonly text: string }
  /** These examples, or all but these. */
  | { readonly kind: 'examples'; readonly examples: Bits; readonly without: boolean };

/** The codes of a column that the legend hides. */
export function hiddenCodes(filters: readonly Filter[], column: string): ReadonlySet<number> {
  const filter = filters.find((other) => other.kind === 'categories' && other.column === column);
  return new Set(filter?.kind === 'categories' ? filter.hidden : []);
}

/** The filters with other categories of a column hidden; without its filter where none is. */
export function withHidden(filters: readonly Filter[], column: string, hidden: Iterable<number>): readonly Filter[] {
  const codes = [...hidden];
  const isIts = (filter: Filter) => filter.kind === 'categories' && filter.column === column;
  return placed(filters, isIts, codes.length === 0 ? null : { kind: 'categories', column, hidden: codes });
}

/** The bounds of a column's range; null: none. */
export function rangeOf(
  filters: readonly Filter[],
  column: string,
): { readonly low: number | null; readonly high: number | null } {
  const filter = filters.find((other) => other.kind === 'range' && other.column === column);
  return filter?.kind === 'range' ? filter : { low: null, high: null };
}

export function withRange(
  filters: readonly Filter[],
  column: string,
  low: number | null,
  high: number | null,
): readonly Filter[] {
  const isIts = (filter: Filter) => filter.kind === 'range' && filter.column === column;
  return placed(filters, isIts, low === null && high === null ? null : { kind: 'range', column, low, high });
}

export function withoutFilter(filters: readonly Filter[], filter: Filter): readonly Filter[] {
  return filters.filter((other) => other !== filter);
}

/** Puts a filter where the one that it replaces is, or last. */
function placed(
  filters: readonly Filter[],
  replaces: (filter: Filter) => boolean,
  filter: Filter | null,
): readonly Filter[] {
  const at = filters.findIndex(replaces);
  if (filter === null) return filters.filter((other) => !replaces(other));
  return at < 0 ? [...filters, filter] : filters.map((other, place) => (place === at ? filter : other));
}
