import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import type { Neighbours, Points } from '../layout/neighbours';

/** Distances that are computed at once. */
const blockBytes = 10e6;

interface TrustOptions {
  readonly signal?: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * The trustworthiness of each point of a layout (one term of the sum of Venna and Kaski 2001, scaled by itself): 1 where its k
 * nearest in the layout are its k nearest in the space, and less by their ranks r in the space beyond k:
 * 1 - 2 / (k (2n - 3k - 1)) * sum(r - k). Its mean over all points is the layout's. Ranks are counted by distances in single
 * precision. NaN for a point that is not finite, and for all where k is not below n / 2.
 * @param shown The k nearest of each point in the layout. @throws the signal's reason
 */
export async function trustOfEach(space: Points, shown: Neighbours, options: TrustOptions = {}): Promise<Float32Array> {
  const { k, indices } = shown;
  const { dims } = space;
  const n = space.values.length / dims;
  const result = new Float32Array(n).fill(Number.NaN);
  if (!(k < n / 2)) return result;
  const scale = 2 / (k * (2 * n - 3 * k - 1));
  const points = tf.tensor2d(centred(space), [n, dims]);
  const squares = tf.tidy(() => tf.sum(tf.square(points), 1));
  const rows = Math.max(1, Math.floor(blockBytes / (4 * n)));
  const ranks = new Ranks(k);
  try {
    for (let begin = 0; begin < n; begin += rows) {
      options.signal?.throwIfAborted();
      const count = Math.min(rows, n - begin);
      // |a - b|^2 less |a|^2, which is the same for all b.
      const block = tf.tidy(() =>
        tf.sub(squares, tf.mul(2, tf.matMul(tf.slice(points, [begin, 0], [count, dims]), points, false, true))),
      );
      const distances = block.dataSync<'float32'>();
      block.dispose();
      for (let row = 0; row < count; row++) {
        const point = begin + row;
        const nearest = indices.subarray(point * k, (point + 1) * k);
        const beyond = ranks.beyond(distances.subarray(row * n, (row + 1) * n), point, nearest);
        result[point] = 1 - scale * beyond;
      }
      options.onProgress?.((begin + count) / n);
      await setImmediate();
    }
  } finally {
    tf.dispose([points, squares]);
  }
  return result;
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

/** How far down neighbours stand among all points, by their distances. */
class Ranks {
  private readonly limits: Float32Array;
  private readonly places: Int32Array;
  private readonly counts: Int32Array;

  constructor(private readonly k: number) {
    this.limits = new Float32Array(k);
    this.places = new Int32Array(k);
    this.counts = new Int32Array(k);
  }

  /** Sum of max(0, rank - k) of some points; of equally far ones the lower index comes first. NaN where one has no distance. */
  beyond(distances: Float32Array, own: number, of: Int32Array): number {
    const { k, limits, places, counts } = this;
    const sorted = Array.from(of).sort((a, b) => distances[a] - distances[b] || a - b);
    if (sorted.some((point) => point < 0 || !Number.isFinite(distances[point]))) return Number.NaN;
    for (let i = 0; i < k; i++) {
      places[i] = sorted[i];
      limits[i] = distances[sorted[i]];
    }
    counts.fill(0);
    const last = limits[k - 1];
    for (let i = 0; i < distances.length; i++) {
      const distance = distances[i];
      if (!(distance <= last) || i === own) continue;
      let place = k;
      while (place > 0 && (distance < limits[place - 1] || (distance === limits[place - 1] && i < places[place - 1]))) {
        place--;
      }
      // Before the first of them that it is nearer than.
      if (place < k) counts[place]++;
    }
    let [sum, before] = [0, 0];
    for (let i = 0; i < k; i++) {
      before += counts[i];
      // Counted from 1: those before it, and itself.
      if (before + 1 > k) sum += before + 1 - k;
    }
    return sum;
  }
}
