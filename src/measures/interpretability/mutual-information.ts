import { coordinate, type Points } from '../points';
import type { Factor } from './factors';

/** Parts of equal width that a dimension is divided into: as in Locatello et al. 2019. */
export const bins = 20;

/** A dimension's part of each example, by `bins` of equal width from the smallest value to the largest. */
export function histogramBins(values: Float64Array): Int32Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const width = (high - low) / bins;
  return Int32Array.from(values, (value) => (width > 0 ? Math.min(bins - 1, Math.floor((value - low) / width)) : 0));
}

/**
 * I(a; b) of two discrete variables, nats, from their counts: sum p(a, b) log(p(a, b) / (p(a) p(b))). Of independent ones it is above 0
 * by about (A - 1) (B - 1) / (2 n) (Miller 1955). Costs n + A B.
 */
export function mutualInformation(a: Int32Array, b: Int32Array): number {
  const n = a.length;
  const width = sizeOf(b);
  const joint = new Float64Array(sizeOf(a) * width);
  const [ofA, ofB] = [new Float64Array(sizeOf(a)), new Float64Array(width)];
  for (let i = 0; i < n; i++) {
    joint[a[i] * width + b[i]]++;
    ofA[a[i]]++;
    ofB[b[i]]++;
  }
  let sum = 0;
  for (const [at, count] of joint.entries()) {
    if (count > 0) sum += (count / n) * Math.log((count * n) / (ofA[Math.floor(at / width)] * ofB[at % width]));
  }
  return Math.max(0, sum);
}

/** H(a) = I(a; a), nats. */
export function entropy(a: Int32Array): number {
  return mutualInformation(a, a);
}

/** I(z_j; v_k), dimensions x factors, nats, with each dimension by parts of equal width. */
export function informationMatrix(codes: Points, factors: readonly Factor[]): readonly Float64Array[] {
  return Array.from({ length: codes.dims }, (_, j) => {
    const own = histogramBins(coordinate(codes, j));
    return Float64Array.from(factors, ({ levels }) => mutualInformation(own, levels));
  });
}

function sizeOf(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0) + 1;
}
