/** Rows first (inclusive) to last (exclusive). */
export interface VisibleRange {
  readonly first: number;
  readonly last: number;
}

/** Which rows of equal height meet the viewport, and `overscan` more on both sides. */
export function visibleRange(
  scrollTop: number,
  viewport: number,
  rowHeight: number,
  rows: number,
  overscan: number,
): VisibleRange {
  const first = Math.max(0, Math.min(rows, Math.floor(scrollTop / rowHeight) - overscan));
  const last = Math.min(rows, Math.max(first, Math.ceil((scrollTop + viewport) / rowHeight) + overscan));
  return { first, last };
}
