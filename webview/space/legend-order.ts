import { type CategoryEntry, distinctCategories } from '../colouring';
import type { LegendOrder } from '../state/view-document';

const known = new WeakMap<readonly CategoryEntry[], Map<LegendOrder, readonly CategoryEntry[]>>();
/** `img2` comes before `img10`. */
const collator = new Intl.Collator(undefined, { numeric: true });

/**
 * The entries in the order that was chosen, or, where none was, by count where there are more than colours for them. No value
 * comes last. Sorted once for the same entries.
 */
export function orderedEntries(
  entries: readonly CategoryEntry[],
  chosen: LegendOrder | null,
): { readonly order: LegendOrder; readonly entries: readonly CategoryEntry[] } {
  const order = chosen ?? (entries.length > distinctCategories + 1 ? 'count' : 'data');
  if (order === 'data') return { order, entries };
  const sorted = known.get(entries) ?? new Map<LegendOrder, readonly CategoryEntry[]>();
  known.set(entries, sorted);
  const inOrder = sorted.get(order) ?? sort(entries, order);
  sorted.set(order, inOrder);
  return { order, entries: inOrder };
}

function sort(entries: readonly CategoryEntry[], order: 'name' | 'count'): readonly CategoryEntry[] {
  const compare =
    order === 'count'
      ? (a: CategoryEntry, b: CategoryEntry) => b.count - a.count || a.code - b.code
      : (a: CategoryEntry, b: CategoryEntry) => collator.compare(a.name ?? '', b.name ?? '');
  return entries.toSorted((a, b) => Number(a.name === null) - Number(b.name === null) || compare(a, b));
}
