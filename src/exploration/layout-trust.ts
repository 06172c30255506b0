import { setImmediate } from 'node:timers/promises';
import type { Neighbours } from '../layout/neighbours';
import { centreOf, type Points, pointsAt } from '../layout/points';
import { Keys, nowhere } from '../layout/products';
import { Ranks } from '../layout/ranks';
import { permutation, random } from '../random';

/** Distances that are computed at once. */
const blockBytes = 10e6;
/** Distances in all, at most: of more points than their root ranks are counted among some of them. */
const mostDistances = 1e10;

interface TrustOptions {
  readonly signal?: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Points that ranks are counted among, at most; by default as many as take about as long as 100,000 among all. */
  readonly among?: number;
}

/** How far each place of a layout can be trusted. */
export interface PointTrust {
  /** NaN of a point that is not finite, and of all where k is not below n / 2. */
  readonly values: Float32Array;
  /** So many random points stood for all. Absent: all were looked at. */
  readonly among?: number;
}

/**
 * The trustworthiness of each point of a layout (one term of the sum of Venna and Kaski 2001, scaled by itself): 1 where its k
 * nearest in the layout are its k nearest in the space, and less by their ranks r in the space beyond k:
 * 1 - 2 / (k (2n - 3k - 1)) * sum(r - k). Its mean over all points is the layout's. Ranks are counted by distances in single
 * precision. Of very many points they are counted among m random ones, each for n / m: a rank r is then off by sqrt(r n / m), as a
 * rule, and what is said of a point by 1 / sqrt(m) at most.
 *
 * With the two swapped it is the continuity of each point: 1 where its k nearest in the space are its k nearest in the layout.
 * @param shown The k nearest of each point in the layout. @throws the signal's reason
 */
export async function trustOfEach(space: Points, shown: Neighbours, options: TrustOptions = {}): Promise<PointTrust> {
  const { k, indices } = shown;
  const n = space.values.length / space.dims;
  const values = new Float32Array(n).fill(Number.NaN);
  if (!(k < n / 2)) return { values };
  const scale = 2 / (k * (2 * n - 3 * k - 1));
  const among = Math.min(n, options.among ?? Math.floor(mostDistances / n));
  const sample = among < n ? permutation(n, random(1)).slice(0, among).sort() : null;
  const centre = centreOf(space);
  const keys = new Keys(sample ? pointsAt(space, sample) : space, centre);
  const rows = Math.max(1, Math.floor(blockBytes / (4 * among)));
  const ranks = new Ranks(k);
  try {
    for (let begin = 0; begin < n; begin += rows) {
      options.signal?.throwIfAborted();
      const end = Math.min(n, begin + rows);
      const block = keys.distances(space, begin, end);
      for (let point = begin; point < end; point++) {
        if (!(keys.square(space, point) < nowhere)) continue;
        const at = (point - begin) * keys.columns;
        const distances = block.subarray(at, at + among);
        const nearest = indices.subarray(point * k, (point + 1) * k);
        const distanceTo = (other: number) =>
          sample ? distanceBetween(space, centre, point, other) : distances[other];
        const known = (other: number) => (distanceTo(other) < nowhere ? distanceTo(other) : Number.NaN);
        const beyond = ranks.beyond({ distances, points: sample }, point, nearest, known, n / among);
        values[point] = 1 - scale * beyond;
      }
      options.onProgress?.(end / n);
      await setImmediate();
    }
  } finally {
    keys.dispose();
  }
  return sample ? { values, among } : { values };
}

/** |a - b|^2 - |a|^2 about the centre, as it is for the two. */
function distanceBetween({ values, dims }: Points, centre: Float64Array, one: number, other: number): number {
  let sum = 0;
  for (let j = 0, a = one * dims, b = other * dims; j < dims; j++) {
    const [from, to] = [values[a + j] - centre[j], values[b + j] - centre[j]];
    sum += to * (to - 2 * from);
  }
  return sum;
}
