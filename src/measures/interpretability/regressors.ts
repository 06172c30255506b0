import { coordinate, type Points } from '../points';
import { fitBoostedTrees } from './boosted-trees';
import type { Fit } from './dci';
import { quantileBins } from './factors';
import { type Correlations, lasso } from './lasso';

/** Strengths of the lasso that are tried, each as a part of the one by which all weights are 0. */
const strengths = Array.from({ length: 16 }, (_, i) => 10 ** (-i / 5));

/** Parts of equally many examples that a dimension's values are divided into, between which trees split. */
const treeBins = 32;

/** Fits a number of each example by the dimensions of its code. */
type Regressor = (target: Float64Array) => Fit;

/**
 * The lasso, the first of Eastwood & Williams's two regressors: importances are the absolute weights of standardised dimensions for the
 * standardised number, so that one which no line tells has small ones. Costs n d (d + 1).
 * @param parts Of the examples: those that are fitted to, those that choose the strength, those that are told.
 */
export function lassoOf(codes: Points, parts: readonly Int32Array[]): Regressor {
  const dimensions = Array.from({ length: codes.dims }, (_, j) => standardised(coordinate(codes, j), parts[0]));
  const products = parts.map((rows) => productsOf(dimensions, rows));
  return (target) => fitTarget({ dimensions, products, parts }, standardised(target, parts[0]));
}

/**
 * Gradient boosted trees, as Locatello et al. 2019 have them (there of classes, here of one number for each): importances are parts of
 * what all splits are worth, whatever that is. Costs as these.
 * @param parts Of the examples: those that are told come last, all others are fitted to.
 */
export function treesOf(codes: Points, parts: readonly Int32Array[]): Regressor {
  const columns = Array.from({ length: codes.dims }, (_, j) => quantileBins(coordinate(codes, j), treeBins));
  const told = parts[parts.length - 1];
  const fitted = Int32Array.from(parts.slice(0, -1).flatMap((rows) => [...rows])).sort();
  return (target) => {
    const { importances, errorOf } = fitBoostedTrees({ columns, bins: treeBins }, target, fitted);
    const mean = sumOf(told, (row) => target[row]) / told.length;
    return {
      importances,
      error: errorOf(told),
      variance: sumOf(told, (row) => (target[row] - mean) ** 2) / told.length,
    };
  };
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
function fitTarget({ dimensions, products, parts }: Predictors, target: Float64Array): Fit {
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
  return {
    importances: best.weights.map(Math.abs),
    error: errorOf(best.weights, told),
    variance: told.square - mean ** 2,
  };
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

function sumOf(rows: Int32Array, of: (row: number) => number): number {
  let sum = 0;
  for (const row of rows) sum += of(row);
  return sum;
}
