import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import type { DimensionMoments, LatentMoments } from '../../src/protocol/trainer';
import type { Bits } from '../data/bits';

/** Of the numbers that are there. */
export interface Moments {
  readonly count: number;
  /** NaN where there is none. */
  readonly mean: number;
  /** The sample's, by n - 1; NaN for fewer than two. */
  readonly deviation: number;
}

/** A column of the selection beside that of all, and how far the selection is from the others. */
export type Difference = {
  readonly column: ColumnInfo;
  /**
   * Total variation between the selection and the examples outside of it, 0..1: of categories half the sum of the
   * differences of their shares; of numbers that of two normal distributions as far apart as the standardised mean
   * difference d says, 2 Φ(|d| / 2) - 1. So both kinds of columns are ranked on one scale.
   */
  readonly distance: number;
} & (
  | {
      readonly kind: 'numbers';
      readonly selected: Moments;
      readonly all: Moments;
      /** Difference of the means in pooled standard deviations (Cohen's d). */
      readonly standardised: number;
    }
  | {
      readonly kind: 'categories';
      /** By code; the last counts those without a value. */
      readonly selected: Int32Array;
      readonly all: Int32Array;
    }
);

/** How many examples have each category, by code, and, last, none. */
export function countCategories({ categories = [], values }: ColumnValues, selection: Bits | null): Int32Array {
  const counts = new Int32Array(categories.length + 1);
  const count = (index: number) => {
    const code = values[index];
    counts[code >= 0 && code < categories.length ? code : categories.length]++;
  };
  if (selection) selection.forEach(count);
  else for (let index = 0; index < values.length; index++) count(index);
  return counts;
}

/** In two passes, so that a large mean costs no digits. */
export function momentsOf(values: Float32Array, selection: Bits | null): Moments {
  let [count, sum] = [0, 0];
  const each = (visit: (value: number) => void) => {
    const at = (index: number) => {
      if (Number.isFinite(values[index])) visit(values[index]);
    };
    if (selection) selection.forEach(at);
    else for (let index = 0; index < values.length; index++) at(index);
  };
  each((value) => {
    count++;
    sum += value;
  });
  const mean = sum / count;
  let squares = 0;
  each((value) => {
    squares += (value - mean) ** 2;
  });
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN };
}

export function difference(column: ColumnValues, selection: Bits): Difference {
  const rest = selection.not();
  if (column.categories) {
    const [selected, all] = [countCategories(column, selection), countCategories(column, null)];
    const distance = rest.empty
      ? 0
      : totalVariation(
          selected,
          all.map((count, code) => count - selected[code]),
        );
    return { kind: 'categories', column, selected, all, distance };
  }
  const { values } = column;
  return ofMoments(column, momentsOf(values, selection), momentsOf(values, rest), momentsOf(values, null));
}

/** The difference in each latent dimension, in the order of their columns. */
export function latentDifferences(columns: readonly ColumnInfo[], moments: LatentMoments): readonly Difference[] {
  const at = ({ count, mean, deviation }: DimensionMoments, dimension: number): Moments => ({
    count: count[dimension],
    mean: mean[dimension],
    deviation: deviation[dimension],
  });
  const { selected, others, all } = moments;
  return columns.map((column, dimension) =>
    ofMoments(column, at(selected, dimension), at(others, dimension), at(all, dimension)),
  );
}

function ofMoments(column: ColumnInfo, selected: Moments, others: Moments, all: Moments): Difference {
  const standardised = standardisedDifference(selected, others);
  const distance = 2 * normalBelow(Math.abs(standardised) / 2) - 1;
  return { kind: 'numbers', column, selected, all, standardised, distance };
}

/** Those in which the selection differs most first. */
export function rankDifferences(differences: Iterable<Difference>): readonly Difference[] {
  return [...differences].sort((a, b) => b.distance - a.distance);
}

function totalVariation(counts: Int32Array, others: Int32Array): number {
  const sum = (values: Int32Array) => values.reduce((total, value) => total + value, 0);
  const [of, ofOthers] = [sum(counts), sum(others)];
  if (of === 0 || ofOthers === 0) return 0;
  return counts.reduce((total, count, code) => total + Math.abs(count / of - others[code] / ofOthers), 0) / 2;
}

/** (m1 - m2) / sqrt(((n1 - 1) s1^2 + (n2 - 1) s2^2) / (n1 + n2 - 2)); 0 where there is nothing to compare. */
function standardisedDifference(one: Moments, other: Moments): number {
  if (one.count === 0 || other.count === 0 || one.mean === other.mean) return 0;
  const squares = ({ count, deviation }: Moments) => (count > 1 ? (count - 1) * deviation ** 2 : 0);
  const freedom = one.count + other.count - 2;
  const pooled = freedom > 0 ? Math.sqrt((squares(one) + squares(other)) / freedom) : 0;
  return (one.mean - other.mean) / pooled;
}

/** Φ, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function normalBelow(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 1;
  const z = Math.abs(x) / Math.SQRT2;
  const s = 1 / (1 + 0.3275911 * z);
  const series = s * (0.254829592 + s * (-0.284496736 + s * (1.421413741 + s * (-1.453152027 + s * 1.061405429))));
  const error = 1 - series * Math.exp(-z * z);
  return x < 0 ? (1 - error) / 2 : (1 + error) / 2;
}
