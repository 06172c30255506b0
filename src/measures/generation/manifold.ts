import { breathe } from '../../training/breathe';
import { countOf, type Points, squaredDistance } from '../points';

/**
 * Balls around points that each reach to the k-th nearest other one: the estimate of where a distribution has mass that
 * precision, recall, density and coverage share (Kynkaanniemi et al. 2019, arXiv 1904.06991, section 2).
 * @returns The squared radius of each. Costs n^2 distances. @throws RangeError of no more than k points
 */
export async function squaredRadii(points: Points, k: number): Promise<Float64Array> {
  const n = countOf(points);
  if (!(k >= 1 && k < n)) throw new RangeError(`${k} neighbours among ${n} points`);
  const nearest = Array.from({ length: n }, () => new Float64Array(k).fill(Number.POSITIVE_INFINITY));
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const squared = squaredDistance(points, i, points, j);
      insert(nearest[i], squared);
      insert(nearest[j], squared);
    }
    await breathe();
  }
  return Float64Array.from(nearest, (distances) => distances[k - 1]);
}

/** Of each of some points in how many of the balls around others it lies, its border being in. Costs n m distances. */
export async function ballsAround(points: Points, centres: Points, radii: Float64Array): Promise<Int32Array> {
  const counts = new Int32Array(countOf(points));
  for (let i = 0; i < counts.length; i++) {
    for (let j = 0; j < radii.length; j++) if (squaredDistance(points, i, centres, j) <= radii[j]) counts[i]++;
    await breathe();
  }
  return counts;
}

/** Keeps the smallest, ascending. */
function insert(smallest: Float64Array, value: number): void {
  let place = smallest.length - 1;
  if (!(value < smallest[place])) return;
  for (; place > 0 && smallest[place - 1] > value; place--) smallest[place] = smallest[place - 1];
  smallest[place] = value;
}
