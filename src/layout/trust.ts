import { permutation, random } from '../random';
import type { Points } from './neighbours';

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
  let [intruders, missing] = [0, 0];
  for (const row of chosen) {
    const [before, after] = [distancesFrom(space, row), distancesFrom(layout, row)];
    intruders += ranksBeyond(before, after, k);
    missing += ranksBeyond(after, before, k);
  }
  const scale = 2 / (chosen.length * k * (2 * n - 3 * k - 1));
  return { trustworthiness: 1 - scale * intruders, continuity: 1 - scale * missing };
}

/** Squared; a point is behind none of itself, and ahead of all others. */
function distancesFrom({ values, dims }: Points, row: number): Float64Array {
  const result = new Float64Array(values.length / dims);
  const own = values.slice(row * dims, (row + 1) * dims);
  for (let i = 0, at = 0; i < result.length; i++) {
    let sum = 0;
    for (let j = 0; j < dims; j++, at++) sum += (values[at] - own[j]) ** 2;
    result[i] = sum;
  }
  result[row] = -1;
  return result;
}

/** Sum of max(0, rank - k) by `ranking`, over the k nearest by `chosen`; of equal ones the lower index comes first. */
function ranksBeyond(ranking: Float64Array, chosen: Float64Array, k: number): number {
  const points = nearest(chosen, k).sort((a, b) => ranking[a] - ranking[b] || a - b);
  const distances = Float64Array.from(points, (point) => ranking[point]);
  // Of each of them how many points come before it, and not before the one before it.
  const counts = new Int32Array(k);
  const last = distances[k - 1];
  for (let i = 0; i < ranking.length; i++) {
    const distance = ranking[i];
    if (distance > last) continue;
    let place = k;
    while (
      place > 0 &&
      (distance < distances[place - 1] || (distance === distances[place - 1] && i < points[place - 1]))
    ) {
      place--;
    }
    if (place < k) counts[place]++;
  }
  let [sum, rank] = [0, 0];
  for (const count of counts) {
    rank += count;
    if (rank > k) sum += rank - k;
  }
  return sum;
}

/** The k nearest beside the point itself, by insertion. */
function nearest(distances: Float64Array, k: number): Int32Array {
  const indices = new Int32Array(k);
  let count = 0;
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i];
    if (distance < 0 || (count === k && distances[indices[k - 1]] <= distance)) continue;
    let place = count < k ? count++ : k - 1;
    for (; place > 0 && distances[indices[place - 1]] > distance; place--) indices[place] = indices[place - 1];
    indices[place] = i;
  }
  return indices;
}
