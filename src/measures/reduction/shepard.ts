import type { Points } from '../../layout/neighbours';
import { permutation, random } from '../../random';
import type { Estimate } from '../estimate';
import { spearman } from '../spearman';

/** Pairs of examples, at most. */
export const mostPairs = 100_000;

/** Tells these draws from others. */
const pairSeed = 0x5e9a;

/** Pairs of different points: the first ones and the second ones. */
export interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** All pairs of n points, or, of more than so many, random ones: in each round every point is in one pair at most. */
export function somePairs(n: number, most: number, seed: number): Pairs {
  const all = (n * (n - 1)) / 2;
  const count = Math.min(all, most);
  const [first, second] = [new Int32Array(count), new Int32Array(count)];
  let at = 0;
  if (all <= most) {
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++, at++) [first[at], second[at]] = [i, j];
    }
    return { first, second };
  }
  for (let round = 0; at < count; round++) {
    const order = permutation(n, random(seed, pairSeed, round));
    for (let i = 0; i + 1 < n && at < count; i += 2, at++) [first[at], second[at]] = [order[i], order[i + 1]];
  }
  return { first, second };
}

/**
 * Shepard correlation: Spearman's rank correlation between the distances of pairs of examples in one space and in another (the rank
 * form of a Shepard diagram; Shepard 1962, Espadoto et al. 2019, "Towards a Quantitative Survey of Dimension Reduction
 * Techniques", table 5). 1 where all distances have the same order. NaN where all distances of one space are the same.
 *
 * Without a unit. The error is (1 - rho^2) sqrt((1 + rho^2 / 2) / (m - 3)) (Bonett & Wright 2000) for the m = n / 2 pairs that have no
 * example in common: an upper estimate, as more pairs are looked at. Costs m' (d + d') for m' pairs, and their sorting.
 */
export function shepardCorrelation(space: Points, other: Points, { first, second }: Pairs): Estimate {
  const n = space.values.length / space.dims;
  const value = spearman(distancesOf(space, { first, second }), distancesOf(other, { first, second }));
  const independent = Math.floor(n / 2);
  const error = independent > 3 ? (1 - value ** 2) * Math.sqrt((1 + value ** 2 / 2) / (independent - 3)) : null;
  return { value, error, n: first.length };
}

function distancesOf({ values, dims }: Points, { first, second }: Pairs): Float64Array {
  return Float64Array.from(first, (one, pair) => {
    let squared = 0;
    for (let j = 0, a = one * dims, b = second[pair] * dims; j < dims; j++)
      squared += (values[a + j] - values[b + j]) ** 2;
    // Order is all that counts, and a root keeps it.
    return squared;
  });
}
