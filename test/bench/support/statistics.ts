/** The middle one; the upper of two. NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that the share `q` of all values lies below; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)] ?? Number.NaN;
}

/**
 * How many times as long the one takes as the other: the median of the ratios of what was measured in the same round, so
 * that a machine that slows down for a while slows both.
 */
export function medianRatio(one: readonly number[], other: readonly number[]): number {
  return median(one.slice(0, other.length).map((value, round) => value / other[round]));
}

/** To three digits: noise begins before. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
