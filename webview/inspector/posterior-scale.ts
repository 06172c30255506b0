/** A posterior's interval and the prior's, as shares (0..1) of the width of the chart. */
export interface PosteriorScale {
  /** The values at the left and right end: symmetric, and wide enough for every interval. */
  readonly reach: number;
  place(value: number): number;
}

/** Wide enough for mean ± 2 sigma of every dimension, and for the prior's ± 2, which shows what is usual. */
export function posteriorScale(mean: Float32Array, sigma: Float32Array | null): PosteriorScale {
  let reach = 2.5;
  for (let index = 0; index < mean.length; index++) {
    reach = Math.max(reach, Math.abs(mean[index]) + 2 * (sigma?.[index] ?? 0));
  }
  return { reach, place: (value) => (value + reach) / (2 * reach) };
}

/** The order of the dimensions in the chart: their own, or by KL, the most informative first. */
export function dimensionOrder(count: number, kl: Float32Array | null): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  return kl ? order.sort((a, b) => kl[b] - kl[a] || a - b) : order;
}
