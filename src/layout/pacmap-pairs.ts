import { type Bits, random, toUnit } from '../random';
import type { Neighbours, Points } from './neighbours';

/** The pairs that PaCMAP is of: for each of n points so many others, row by row; -1 where there are no more. */
export interface PacmapPairs {
  /** n x neighbours */
  readonly near: Int32Array;
  /** n x half as many */
  readonly midNear: Int32Array;
  /** n x twice as many */
  readonly further: Int32Array;
}

/** Nearest neighbours that the near pairs are chosen from, beyond as many as are wanted. */
export const candidatesBeyond = 50;
const midNearShare = 0.5;
const furtherShare = 2;
/** Of so many random points the second nearest is mid-near. */
const midNearSample = 6;

/**
 * Wang, Huang, Rudin, Shaposhnik 2021, section 5: near pairs by the distance d_ij^2 / (s_i s_j), with s_i the mean distance to the
 * fourth to sixth neighbour; the second nearest of six random points, so that the whole keeps its order; and random points that are
 * no near ones. Seeded.
 * @param neighbours Exact ones, or most, as many as are wanted and `candidatesBeyond`, or all.
 */
export function pacmapPairs(points: Points, neighbours: Neighbours, wanted: number, seed: number): PacmapPairs {
  const n = points.values.length / points.dims;
  const nearWidth = Math.min(neighbours.k, wanted);
  const midNearWidth = Math.min(n - 1, Math.round(midNearShare * wanted));
  const furtherWidth = Math.min(n - 1, Math.round(furtherShare * wanted));
  const near = nearPairs(neighbours, nearWidth);
  const midNear = new Int32Array(n * midNearWidth).fill(-1);
  const further = new Int32Array(n * furtherWidth).fill(-1);
  const next = random(seed, 3);
  const of = (pairs: Int32Array, width: number, row: number) => pairs.subarray(row * width, (row + 1) * width);
  for (let row = 0; row < n; row++) {
    midNearOf(points, row, of(midNear, midNearWidth, row), next);
    furtherOf(n, row, of(near, nearWidth, row), of(further, furtherWidth, row), next);
  }
  return { near, midNear, further };
}

function nearPairs({ k, indices, distances }: Neighbours, wanted: number): Int32Array {
  const n = indices.length / k;
  const scale = new Float64Array(n);
  const [from, to] = [Math.min(3, k - 1), Math.min(6, k)];
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let at = row * k + from; at < row * k + to; at++) sum += distances[at];
    scale[row] = Math.max(sum / (to - from), 1e-10);
  }
  const near = new Int32Array(n * wanted);
  const order = Array.from({ length: k }, (_, i) => i);
  const scaled = new Float64Array(k);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < k; i++) {
      const other = indices[row * k + i];
      scaled[i] = other < 0 ? Number.POSITIVE_INFINITY : distances[row * k + i] ** 2 / (scale[row] * scale[other]);
    }
    // Of equal ones the nearer first.
    order.sort((a, b) => scaled[a] - scaled[b] || a - b);
    for (let i = 0; i < wanted; i++) near[row * wanted + i] = indices[row * k + order[i]];
  }
  return near;
}

function midNearOf({ values, dims }: Points, row: number, found: Int32Array, next: Bits): void {
  const n = values.length / dims;
  const sample = new Int32Array(Math.min(midNearSample, n - 1));
  for (let i = 0; i < found.length; i++) {
    let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [nearest, secondNearest] = [-1, -1];
    sample.fill(-1);
    for (let drawn = 0; drawn < sample.length; drawn++) {
      const other = drawOther(n, row, [sample, found], next);
      if (other < 0) break;
      sample[drawn] = other;
      let squared = 0;
      for (let j = 0, a = row * dims, b = other * dims; j < dims; j++) squared += (values[a + j] - values[b + j]) ** 2;
      if (squared < first) [second, secondNearest, first, nearest] = [first, nearest, squared, other];
      else if (squared < second) [second, secondNearest] = [squared, other];
    }
    found[i] = secondNearest < 0 ? nearest : secondNearest;
  }
}

function furtherOf(n: number, row: number, near: Int32Array, found: Int32Array, next: Bits): void {
  for (let i = 0; i < found.length; i++) found[i] = drawOther(n, row, [near, found], next);
}

/** Draws of one that is not taken, before it is given up: of few points all may be. */
const mostDraws = 50;

/** A random point besides one and others; -1 where none was found. */
function drawOther(n: number, own: number, taken: readonly Int32Array[], next: Bits): number {
  for (let turn = 0; turn < mostDraws; turn++) {
    const other = Math.floor(toUnit(next()) * n);
    if (other !== own && !taken.some((some) => some.includes(other))) return other;
  }
  return -1;
}
