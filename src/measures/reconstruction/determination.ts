import { type Estimate, ratioOf } from '../estimate';

/**
 * The coefficient of determination of a column, R^2 = 1 - sum_i (x_i - x'_i)^2 / sum_i (x_i - mean)^2: 1 where it comes back exactly, 0 where
 * it does as its mean, below that where it does worse. NaN of a column that is constant.
 *
 * Without a unit. The error is that of the ratio, by the delta method. Costs n.
 */
export function determination(original: Float32Array, reconstruction: Float32Array): Estimate {
  const mean = original.reduce((sum, value) => sum + value, 0) / original.length;
  const errors = Float64Array.from(original, (value, i) => (value - reconstruction[i]) ** 2);
  const spread = Float64Array.from(original, (value) => (value - mean) ** 2);
  // The mean of equal numbers is theirs but for rounding.
  if (original.every((value) => value === original[0])) return { value: Number.NaN, error: null, n: original.length };
  const { value, ...rest } = ratioOf(errors, spread);
  return { value: 1 - value, ...rest };
}
