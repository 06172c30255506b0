/** What is usual among numbers: their quartiles. */
export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Of those that are numbers, by linear interpolation between the two nearest ranks; null where there are none. */
export function quartilesOf(values: Float32Array): Quartiles | null {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return null;
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** "Far out" by Tukey (1977): more than three interquartile ranges above the upper quartile. */
export function outerFence({ low, high }: Quartiles): number {
  return high + 3 * (high - low);
}

/** (x - median) / (interquartile range); 0 where all are the same. What is no number stays none. */
export function standardised(values: Float32Array): Float32Array {
  const usual = quartilesOf(values);
  if (usual === null) return values;
  const { low, median, high } = usual;
  const range = high - low || Number.POSITIVE_INFINITY;
  return values.map((value) => (value - median) / range);
}
