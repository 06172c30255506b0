import { coordinate, type Points } from '../points';
import type { Factor } from './factors';
import { type Correlations, lasso } from './lasso';

/** All from 0 to 1. */
export interface Dci {
  /** Whether each dimension is important for one factor alone. */
  readonly disentanglement: number;
  /** Whether each factor has one important dimension alone. */
  readonly completeness: number;
  /** How much of the factors a linear function of the codes tells: R^2 of examples that it is not fitted to. */
  readonly informativeness: number;
}

/** Strengths of the lasso that are tried, each as a part of the one by which all weights are 0. */
const strengths = Array.from({ length: 16 }, (_, i) => 10 ** (-i / 5));

/**
 * Disentanglement, completeness and informativeness (Eastwood & Williams 2018, "A Framework for the Quantitative Evaluation of
 * Disentangled Representations", ICLR, section 2), by the lasso, one of the paper's two regressors: importances R_jk are the absolute
 * weights of standardised dimensions j for factor k, of categories their mean over the classes. With P_jk = R_jk / sum_k R_jk, and
 * Q_jk = R_jk / sum_j R_jk,
 *
 *   D = sum_j rho_j (1 - H_K(P_j.)), rho_j = sum_k R_jk / sum R,   C = sum_k rho_k (1 - H_d(Q_.k))
 *
 * with entropies to the base of their number, and rho_k the factor's part of all importances, as in Locatello et al. 2019: a factor
 * that no line tells counts little. Informativeness is the mean R^2 (the paper has the error, 1 - R^2, as a root). Trees see what is
 * no line: figures by them are others. Costs n d (d + targets).
 * @param parts Of the examples: those that are fitted to, those that choose the strength, those that are told.
 * @throws RangeError of fewer than two factors
 */
export function disentanglementCompletenessInformativeness(
  codes: Points,
  factors: readonly Factor[],
  parts: readonly Int32Array[],
): Dci {
  if (factors.length < 2) throw new RangeError('DCI takes two factors');
  const { dims } = codes;
  const dimensions = Array.from({ length: dims }, (_, j) => standardised(coordinate(codes, j), parts[0]));
  const products = parts.map((rows) => productsOf(dimensions, rows));
  const fits = factors.map((factor) =>
    targetsOf(factor).map((target) => fitTarget({ dimensions, products, parts }, standardised(target, parts[0]))),
  );
  const importances = fits.map((ofFactor) =>
    Float64Array.from(dimensions, (_, j) => sumOf(ofFactor, ({ weights }) => Math.abs(weights[j])) / ofFactor.length),
  );
  const byDimension = dimensions.map((_, j) => Float64Array.from(importances, (of) => of[j]));
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

/** By the mean and the deviation of some rows, which are fitted to; what does not vary there is 0. */
function standardised(values: Float64Array, rows: Int32Array): Float64Array {
  const mean = sumOf(rows, (row) => values[row]) / rows.length;
  const deviation = Math.sqrt(sumOf(rows, (row) => (values[row] - mean) ** 2) / rows.length);
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/** X^T X / n over some rows. */
function productsOf(dimensions: readonly Float64Array[], rows: Int32Array): Float64Array {
  const d = dimensions.length;
  const products = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++)
      products[j * d + k] = products[k * d + j] = meanProduct(dimensions[j], dimensions[k], rows);
  }
  return products;
}

function meanProduct(a: Float64Array, b: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += a[row] * b[row];
  return sum / rows.length;
}

/** Standardised dimensions, and their products over each part of the examples. */
interface Predictors {
  readonly dimensions: readonly Float64Array[];
  readonly products: readonly Float64Array[];
  readonly parts: readonly Int32Array[];
}

/** Weights by the first part of the examples and a strength by the second; error and variance over the third. */
function fitTarget({ dimensions, products, parts }: Predictors, target: Float64Array) {
  const [fitted, choosing, told] = parts.map((rows, part) => ({
    columns: products[part],
    wanted: Float64Array.from(dimensions, (dimension) => meanProduct(dimension, target, rows)),
    square: meanProduct(target, target, rows),
  }));
  const most = fitted.wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let weights: Float64Array = new Float64Array(dimensions.length);
  let best = { weights, error: Number.POSITIVE_INFINITY };
  for (const strength of strengths) {
    weights = lasso(fitted, strength * most, weights);
    const error = errorOf(weights, choosing);
    if (error < best.error) best = { weights, error };
  }
  const mean = sumOf(parts[2], (row) => target[row]) / parts[2].length;
  return { weights: best.weights, error: errorOf(best.weights, told), variance: told.square - mean ** 2 };
}

/** The mean of (y - w x)^2. */
function errorOf(
  weights: Float64Array,
  { columns, wanted, square }: Correlations & { readonly square: number },
): number {
  const d = weights.length;
  let error = square;
  for (let j = 0; j < d; j++) {
    error -= 2 * weights[j] * wanted[j];
    for (let k = 0; k < d; k++) error += weights[j] * weights[k] * columns[j * d + k];
  }
  return error;
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
