import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import type { Neighbours, Points } from '../layout/neighbours';
import { Ranks } from '../layout/ranks';
import { permutation, random } from '../random';
import { rowsOf } from './placement';

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
  const { dims } = space;
  const n = space.values.length / dims;
  const values = new Float32Array(n).fill(Number.NaN);
  if (!(k < n / 2)) return { values };
  const scale = 2 / (k * (2 * n - 3 * k - 1));
  const among = Math.min(n, options.among ?? Math.floor(mostDistances / n));
  const sample = among < n ? permutation(n, random(1)).slice(0, among).sort() : null;
  const all = centred(space);
  const keys = keysOf(sample ? rowsOf({ latent: dims, means: all }, sample).means : all, dims);
  const points = tf.tensor2d(all, [n, dims]);
  const rows = Math.max(1, Math.floor(blockBytes / (4 * among)));
  const ranks = new Ranks(k);
  try {
    for (let begin = 0; begin < n; begin += rows) {
      options.signal?.throwIfAborted();
      const count = Math.min(rows, n - begin);
      const block = distancesTo(tf.slice(points, [begin, 0], [count, dims]), keys);
      for (let row = 0; row < count; row++) {
        const point = begin + row;
        const distances = block.subarray(row * among, (row + 1) * among);
        const nearest = indices.subarray(point * k, (point + 1) * k);
        const distanceTo = (other: number) => (sample ? distanceBetween(all, dims, point, other) : distances[other]);
        const beyond = ranks.beyond({ distances, points: sample }, point, nearest, distanceTo, n / among);
        values[point] = 1 - scale * beyond;
      }
      options.onProgress?.((begin + count) / n);
      await setImmediate();
    }
  } finally {
    tf.dispose([points, ...Object.values(keys)]);
  }
  return sample ? { values, among } : { values };
}

/** What distances are computed to, with their squared lengths. */
interface Keys {
  readonly points: tf.Tensor2D;
  readonly squares: tf.Tensor1D;
}

function keysOf(values: Float32Array, dims: number): Keys {
  const points = tf.tensor2d(values, [values.length / dims, dims]);
  return { points, squares: tf.tidy(() => tf.sum(tf.square(points), 1)) };
}

/** |a - b|^2 less |a|^2, which is the same for all b; rows x keys. Takes the rows. */
function distancesTo(rows: tf.Tensor2D, { points, squares }: Keys): Float32Array {
  const block = tf.tidy(() => tf.sub(squares, tf.mul(2, tf.matMul(rows, points, false, true))));
  try {
    return block.dataSync<'float32'>();
  } finally {
    tf.dispose([rows, block]);
  }
}

/** The same as it is for the two. */
function distanceBetween(values: Float32Array, dims: number, one: number, other: number): number {
  let sum = 0;
  for (let j = 0, a = one * dims, b = other * dims; j < dims; j++)
    sum += values[b + j] * (values[b + j] - 2 * values[a + j]);
  return sum;
}

/** About the mean of what is finite, where least is lost to rounding. */
function centred({ values, dims }: Points): Float32Array {
  const mean = new Float64Array(dims);
  const count = new Float64Array(dims);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    mean[i % dims] += values[i];
    count[i % dims]++;
  }
  return values.map((value, i) => value - mean[i % dims] / Math.max(1, count[i % dims]));
}
