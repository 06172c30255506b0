import { setImmediate } from 'node:timers/promises';
import { NearestOfEach, type NeighbourOptions, type Neighbours } from './nearest';
import { createTree, grow, type PointTree } from './point-tree';
import { countOf, type Points } from './points';

/** Dimensions that the tree has. */
const most = 3;
/** Of fewer points, or for fewer of them, a tree is not worth its growing. */
const least = { points: 2000, share: 0.05 };
/** Points whose neighbours are looked for between two pauses. */
const blockPoints = 2048;

/** Whether the neighbours of so many of the points are found sooner by a tree than by comparing all. */
export function fitsTree(points: Points, wanted: number): boolean {
  const count = countOf(points);
  return points.dims <= most && count >= least.points && wanted >= least.share * count;
}

/**
 * The exact nearest neighbours of points in up to three dimensions among themselves, by a k-d tree, in about n log n (Friedman, Bentley &
 * Finkel 1977): a node is passed over where its box is farther away than the k nearest that are known. Distances in double precision.
 * @param of Whose, by number. @throws the signal's reason
 */
export async function neighboursByTree(
  points: Points,
  of: Int32Array,
  k: number,
  { signal, onProgress, breathe = () => setImmediate() }: NeighbourOptions = {},
): Promise<Neighbours> {
  const nearest = new NearestOfEach(of.length, k);
  const grown = new GrownTree(points);
  for (let begin = 0; begin < of.length; begin += blockPoints) {
    signal?.throwIfAborted();
    const began = performance.now();
    const end = Math.min(of.length, begin + blockPoints);
    for (let row = begin; row < end; row++) grown.search(of[row], row, nearest);
    onProgress?.(end / of.length);
    await breathe(performance.now() - began);
  }
  return nearest.found();
}

/** A tree of the points that are finite. */
class GrownTree {
  private readonly tree: PointTree;
  /** Which point is at each place. */
  private readonly pointAt: Int32Array;
  /** The place of each point; -1 of one that is not finite. */
  private readonly placeOf: Int32Array;
  /** The leaf of each place. */
  private readonly leafAt: Int32Array;

  constructor({ values, dims }: Points) {
    const count = values.length / dims;
    const isPlace = (point: number) => values.subarray(point * dims, (point + 1) * dims).every(Number.isFinite);
    const finite = Int32Array.from({ length: count }, (_, point) => point).filter(isPlace);
    const positions = new Float64Array(most * finite.length);
    for (const [i, point] of finite.entries())
      for (let j = 0; j < dims; j++) positions[most * i + j] = values[point * dims + j];
    this.tree = createTree(finite.length);
    const { order, leaves, begins, ends } = this.tree;
    if (finite.length > 0) grow(this.tree, positions);
    this.pointAt = Int32Array.from(order, (i) => finite[i]);
    this.placeOf = new Int32Array(count).fill(-1);
    for (const [place, point] of this.pointAt.entries()) this.placeOf[point] = place;
    this.leafAt = new Int32Array(finite.length);
    for (const leaf of leaves) this.leafAt.fill(leaf, begins[leaf], ends[leaf]);
  }

  /** Offers to a row the nearest of its point. */
  search(point: number, row: number, nearest: NearestOfEach): void {
    const place = this.placeOf[point];
    if (place < 0) return;
    const { skips } = this.tree;
    const own = this.leafAt[place];
    this.offer(own, place, row, nearest);
    for (let node = 0; node < skips.length; ) {
      if (this.squareTo(node, place) > nearest.farthest(row)) {
        node = skips[node];
        continue;
      }
      if (skips[node] === node + 1 && node !== own) this.offer(node, place, row, nearest);
      node++;
    }
  }

  /** All points of a leaf but its own. */
  private offer(leaf: number, place: number, row: number, nearest: NearestOfEach): void {
    const { sorted, begins, ends } = this.tree;
    const [x, y, z] = [sorted[most * place], sorted[most * place + 1], sorted[most * place + 2]];
    for (let at = begins[leaf]; at < ends[leaf]; at++) {
      if (at === place) continue;
      const i = most * at;
      nearest.offer(row, this.pointAt[at], (sorted[i] - x) ** 2 + (sorted[i + 1] - y) ** 2 + (sorted[i + 2] - z) ** 2);
    }
  }

  /** The squared distance to the box of a node, rounded no further up than that to any of its points. */
  private squareTo(node: number, place: number): number {
    const { sorted, boxes } = this.tree;
    let square = 0;
    for (let axis = 0; axis < most; axis++) {
      const x = sorted[most * place + axis];
      const low = boxes[2 * most * node + axis];
      const high = boxes[2 * most * node + most + axis];
      if (x < low) square += (low - x) ** 2;
      else if (x > high) square += (x - high) ** 2;
    }
    return square;
  }
}
