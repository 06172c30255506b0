import { type Estimate, shareOf } from '../estimate';

/** Of N(0, 1) one in a thousand is below. */
const byChance = -3.0902323;

export interface Memorisation {
  /** Samples whose nearest training example is nearer than the nearest held-out one, of as many of both: 0.5 where nothing is memorised. */
  readonly nearerToTraining: Estimate;
  /** The z score of the samples' distances to training examples against those of held-out examples: far below 0 where they are copies. */
  readonly copying: number;
  /** Of a random sample and a random held-out example the probability that the sample is the farther one from what was trained on. */
  readonly farther: Estimate;
  /** Whether `copying` is below what chance leads to in a thousandth of all cases. */
  readonly isCopying: boolean;
}

/**
 * Whether samples are too near to what was trained on.
 *
 * The share of samples that are nearer to the training half than to held-out data (Platzer & Reutterer 2021, "Holdout-Based Empirical
 * Assessment of Mixed-Type Synthetic Data", section 3.2): half of them, unless the training half is remembered; ties count for half.
 * It takes equally many examples of both.
 *
 * The test of data copying (Meehan, Chaudhuri & Dasgupta 2020, arXiv 2004.05675, equation 1 and theorem 1): Delta = P(d(sample) >
 * d(held-out)) for distances to the training half, by the Mann-Whitney U of both, and its z score (U - mn/2) / sqrt(mn (m + n + 1) / 12).
 * The error of Delta is that of Hanley & McNeil 1982, equation 1. Costs a sorting.
 * @param toTraining @param toHeldOut Of each sample the distance to the nearest of equally many training and held-out examples
 * @param samples @param heldOut Distances to the nearest example of the training half
 */
export function memorisation(
  { toTraining, toHeldOut }: { readonly toTraining: Float64Array; readonly toHeldOut: Float64Array },
  { samples, heldOut }: { readonly samples: Float64Array; readonly heldOut: Float64Array },
): Memorisation {
  const nearer = toTraining.reduce((sum, own, i) => sum + (own < toHeldOut[i] ? 1 : own === toHeldOut[i] ? 0.5 : 0), 0);
  const [m, n] = [samples.length, heldOut.length];
  const farther = wins(samples, heldOut) / (m * n);
  const copying = ((farther - 0.5) * m * n) / Math.sqrt((m * n * (m + n + 1)) / 12);
  return {
    nearerToTraining: shareOf(nearer, toTraining.length),
    copying,
    farther: { value: farther, error: errorOfArea(farther, m, n), n: m },
    isCopying: copying < byChance,
  };
}

/** Pairs whose first is larger; ties count for half. */
function wins(a: Float64Array, b: Float64Array): number {
  const sorted = b.toSorted();
  return a.reduce((sum, value) => sum + (below(sorted, value, false) + below(sorted, value, true)) / 2, 0);
}

/** How many of ascending values are below one, or not above it. */
function below(ascending: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value || (orEqual && ascending[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function errorOfArea(area: number, m: number, n: number): number {
  const two = area / (2 - area) - area ** 2;
  const other = (2 * area ** 2) / (1 + area) - area ** 2;
  return Math.sqrt((area * (1 - area) + (m - 1) * two + (n - 1) * other) / (m * n));
}
