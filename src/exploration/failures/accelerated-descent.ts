/** What is minimised: convex, with a gradient that changes no faster than `smoothness` times the way. */
export interface SmoothConvex {
  /** Of as many numbers as it takes. */
  gradient(at: Float64Array): Float64Array;
  readonly smoothness: number;
}

export interface DescentLimits {
  /** The largest number of the gradient at which it is done. */
  readonly tolerance: number;
  readonly steps: number;
  /** Between steps: others in this process get their turn. What it throws ends it. */
  readonly breathe: () => Promise<void>;
}

/**
 * Accelerated gradient descent (Nesterov 1983), whose momentum begins anew where it goes uphill (O'Donoghue & Candès 2015,
 * arXiv 1204.3982, gradient scheme): x' = y - g(y) / L, y' = x' + (t - 1) / t' (x' - x).
 */
export async function minimise(
  { gradient, smoothness }: SmoothConvex,
  from: Float64Array,
  { tolerance, steps, breathe }: DescentLimits,
): Promise<Float64Array> {
  let [x, y, t] = [from, from, 1];
  for (let step = 0; step < steps; step++) {
    const slope = gradient(y);
    if (slope.every((value) => Math.abs(value) <= tolerance)) return y;
    const next = y.map((value, i) => value - slope[i] / smoothness);
    const uphill = slope.reduce((sum, value, i) => sum + value * (next[i] - x[i]), 0) > 0;
    const longer = uphill ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = uphill ? 0 : (t - 1) / longer;
    y = next.map((value, i) => value + momentum * (value - x[i]));
    [x, t] = [next, longer];
    await breathe();
  }
  return x;
}
