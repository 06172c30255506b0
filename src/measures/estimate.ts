/** A number, and its standard error by the sample it is of; null where none is known. */
export interface Estimate {
  readonly value: number;
  readonly error: number | null;
  readonly n: number;
}

/** The mean of independent numbers: its standard error is s / sqrt(n), with s the sample's standard deviation. What is NaN is not counted. */
export function meanOf(values: ArrayLike<number>): Estimate {
  let [n, mean, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    n++;
    const distance = values[i] - mean;
    mean += distance / n;
    squares += distance * (values[i] - mean);
  }
  return { value: n > 0 ? mean : Number.NaN, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : null, n };
}

/** The share of so many that are so: its standard error is sqrt(p (1 - p) / n). */
export function shareOf(count: number, n: number): Estimate {
  const value = count / n;
  return { value, error: Math.sqrt((value * (1 - value)) / n), n };
}

/**
 * The ratio of two sums over the same examples, sum a / sum b. Its standard error is by the delta method:
 * sqrt(sum_i (a_i - r b_i)^2 / (n (n - 1))) / mean b. NaN where all b are 0.
 */
export function ratioOf(a: ArrayLike<number>, b: ArrayLike<number>): Estimate {
  const n = a.length;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < n; i++) {
    sumA += a[i];
    sumB += b[i];
  }
  const value = sumA / sumB;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (a[i] - value * b[i]) ** 2;
  return {
    value: sumB === 0 ? Number.NaN : value,
    error: n > 1 ? Math.sqrt(squares / (n * (n - 1))) / (sumB / n) : null,
    n,
  };
}
