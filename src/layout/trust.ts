import { permutation, random } from '../random';
import type { Points } from './neighbours';
import { Ranks } from './ranks';

/** How well neighbourhoods are kept, each from 0 to 1. */
export interface Trust {
  /** Neighbours in the layout are neighbours in the space. */
  readonly trustworthiness: number;
  /** Neighbours in the space are neighbours in the layout. */
  readonly continuity: number;
}

/**
 * Trustworthiness and continuity (Venna and Kaski 2001): 1 - 2 / (n k (2n - 3k - 1)) times the sum, over the k nearest in
 * the one that are not among the k nearest in the other, of their rank in the other beyond k. Ranks are exact among all
 * points; of more than `rows` points, the mean over so many random ones (seeded) is taken.
 * @throws RangeError where k is not below n / 2, or the two differ in their number of points
 */
export function trust(space: Points, layout: Points, k: number, rows = 2000, seed = 1): Trust {
  const n = space.values.length / space.dims;
  if (layout.values.length / layout.dims !== n) throw new RangeError('a layout of other points');
  if (!(k >= 1 && k < n / 2)) throw new RangeError(`${k} neighbours among ${n} points`);
  const chosen = n <= rows ? Int32Array.from({ length: n }, (_, i) => i) : permutation(n, random(seed)).slice(0, rows);
  const ranks = new Ranks(k);
  const beyond = (distances: Float64Array, row: number, of: Int32Array) =>
    ranks.beyond({ distances, points: null }, row, of, (point) => distances[point]);
  let [intruders, missing] = [0, 0];
  for (const row of chosen) {
    const [before, after] = [distancesFrom(space, row), distancesFrom(layout, row)];
    intruders += beyond(before, row, nearest(after, row, k));
    missing += beyond(after, row, nearest(before, row, k));
  }
  const scale = 2 / (chosen.length * k * (2 * n - 3 * k - 1));
  return { trustworthiness: 1 - scale * intruders, continuity: 1 - scale * missing };
}

/** Squared. */
function distancesFrom({ values, dims }: Points, row: number): Float64Array {
  const result = new Float64Array(values.length / dims);
  const own = values.slice(row * dims, (row + 1) * dims);
  for (let i = 0, at = 0; i < result.length; i++) {
    let sum = 0;
    for (let j = 0; j < dims; j++, at++) sum += (values[at] - own[j]) ** 2;
    result[i] = sum;
  }
  return result;
}

/** The k nearest of a point, by insertion. */
function nearest(distances: Float64Array, own: number, k: number): Int32Array {
  const indices = new Int32Array(k);
  let count = 0;
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i];
    if (i === own || (count === k && distances[indices[k - 1]] <= distance)) continue;
    let place = count < k ? count++ : k - 1;
    for (; place > 0 && distances[indices[place - 1]] > distance; place--) indices[place] = indices[place - 1];
    indices[place] = i;
  }
  return indices;
}
