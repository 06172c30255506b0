import type { Factor } from './factors';

/** All from 0 to 1. */
export interface Dci {
  /** Whether each dimension is important for one factor alone. */
  readonly disentanglement: number;
  /** Whether each factor has one important dimension alone. */
  readonly completeness: number;
  /** How much of the factors the regressor tells: R^2 of examples that it is not fitted to. */
  readonly informativeness: number;
}

/** What a regressor makes of one number of each example. */
export interface Fit {
  /** Of each dimension, not below 0. */
  readonly importances: Float64Array;
  /** The mean squared error over examples that it is not fitted to, and their variance. */
  readonly error: number;
  readonly variance: number;
}

/**
 * Disentanglement, completeness and informativeness (Eastwood & Williams 2018, "A Framework for the Quantitative Evaluation of
 * Disentangled Representations", ICLR, section 2), by the importances R_jk of dimensions j for factors k, of categories the mean over the
 * classes. With P_jk = R_jk / sum_k R_jk, and Q_jk = R_jk / sum_j R_jk,
 *
 *   D = sum_j rho_j (1 - H_K(P_j.)), rho_j = sum_k R_jk / sum R,   C = sum_k rho_k (1 - H_d(Q_.k))
 *
 * with entropies to the base of their number, and rho_k the factor's part of all importances, as in Locatello et al. 2019.
 * Informativeness is the mean R^2 (the paper has the error, 1 - R^2, as a root).
 * @param fit A regressor. @throws RangeError of fewer than two factors
 */
export function disentanglementCompletenessInformativeness(
  factors: readonly Factor[],
  fit: (target: Float64Array) => Fit,
): Dci {
  if (factors.length < 2) throw new RangeError('DCI takes two factors');
  const fits = factors.map((factor) => targetsOf(factor).map(fit));
  const dimensions = Array.from(fits[0][0].importances.keys());
  const importances = fits.map((ofFactor) =>
    Float64Array.from(dimensions, (j) => sumOf(ofFactor, (own) => own.importances[j]) / ofFactor.length),
  );
  const byDimension = dimensions.map((j) => Float64Array.from(importances, (of) => of[j]));
  const shares = normalised(Float64Array.from(byDimension, (of) => sumOf(of)));
  const factorShares = normalised(Float64Array.from(importances, (of) => sumOf(of)));
  const told = fits.map(
    (ofFactor) => 1 - sumOf(ofFactor, ({ error }) => error) / sumOf(ofFactor, ({ variance }) => variance),
  );
  return {
    disentanglement: sumOf(byDimension.map((of, j) => shares[j] * (1 - relativeEntropy(of)))),
    completeness: sumOf(importances.map((of, k) => factorShares[k] * (1 - relativeEntropy(of)))),
    informativeness: sumOf(told.map((value) => Math.max(0, value))) / factors.length,
  };
}

/** A number itself, or for each category whether it is the one. */
function targetsOf({ numbers, levels, count }: Factor): readonly Float64Array[] {
  if (numbers) return [numbers];
  return Array.from({ length: count }, (_, level) => Float64Array.from(levels, (own) => Number(own === level)));
}

/** The entropy of shares, to the base of their number: 1 where all are alike, or none is there; 0 of one alone. */
function relativeEntropy(values: Float64Array): number {
  if (values.length === 1) return 0;
  if (sumOf(values) === 0) return 1;
  const entropy = sumOf(normalised(values), (share) => (share > 0 ? -share * Math.log(share) : 0));
  return entropy / Math.log(values.length);
}

function normalised(values: Float64Array): Float64Array {
  const total = sumOf(values);
  return total > 0 ? values.map((value) => value / total) : values;
}

function sumOf(values: Float64Array | readonly number[]): number;
function sumOf<T>(values: Iterable<T>, of: (value: T) => number): number;
function sumOf(values: Iterable<number>, of: (value: number) => number = (value) => value): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum;
}
