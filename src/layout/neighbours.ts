import { setImmediate } from 'node:timers/promises';
import { NearestOfEach, type NeighbourOptions, type Neighbours } from './nearest';
import { centreOf, countOf, type Points, pointsAt, squaredDistance } from './points';
import { Keys } from './products';
import { fitsTree, neighboursByTree } from './tree-neighbours';

export type { NeighbourOptions, Neighbours } from './nearest';
export type { Points } from './points';

/** Distances that are computed at once: larger blocks leave the processor's caches, and take twice as long. */
const blockBytes = 10e6;
/** Rows of a block, as long as they take no more than so much: with fewer, reading the keys takes longer than computing with them. */
const usualRows = { count: 128, bytes: 4e7 };
/** Coordinates of keys that are gone through at once: more would double what the points take in memory. */
const blockNumbers = 8e6;
/** Candidates beyond k whose distances are computed again, as those of the product are rounded. */
const spare = 9;
/** Squares of longer rows leave no room for distances in single precision. */
const mostSquare = 1e30;

/**
 * Exact nearest neighbours of points among themselves. No point is its own neighbour; duplicates are, and what is not finite is nobody's.
 * @param options.of Whose are wanted, by number; by default all points'.
 * @throws RangeError where there are no more than k points; the signal's reason
 */
export async function exactNeighbours(
  points: Points,
  k: number,
  { of, ...options }: NeighbourOptions & { readonly of?: Int32Array } = {},
): Promise<Neighbours> {
  const count = countOf(points);
  if (!(k >= 1 && k < count)) throw new RangeError(`${k} neighbours among ${count} points`);
  const own = of ?? Int32Array.from({ length: count }, (_, i) => i);
  if (fitsTree(points, own.length)) return neighboursByTree(points, own, k, options);
  return find(of ? pointsAt(points, of) : points, points, own, k, options);
}

/** Of points the k nearest of others. @throws RangeError where there are fewer than k others; the signal's reason */
export async function neighboursAmong(
  points: Points,
  others: Points,
  k: number,
  options: NeighbourOptions = {},
): Promise<Neighbours> {
  const count = countOf(others);
  if (!(k >= 1 && k <= count)) throw new RangeError(`${k} neighbours among ${count} points`);
  return find(points, others, null, k, options);
}

/**
 * By the largest of matrix products, block by block. The distances of these candidates are then computed in double precision from the
 * points themselves; of equal distances the lower index comes first. Where rounding may have hidden a nearer point, as in a heap of
 * points that are far closer together than the others, all of a block are gone through. Lets the process answer requests between blocks.
 * @param own Which of the others each point is, as it is no neighbour of its own; null: none of them.
 */
async function find(
  points: Points,
  others: Points,
  own: Int32Array | null,
  k: number,
  { signal, onProgress, breathe = () => setImmediate() }: NeighbourOptions,
): Promise<Neighbours> {
  const { dims } = others;
  const [count, all] = [countOf(points), countOf(others)];
  const centre = centreOf(others);
  const nearest = new NearestOfEach(count, k);
  const size = Math.max(k + 1 + spare, Math.floor(blockNumbers / dims));
  for (let first = 0; first < all; first += size) {
    const block = { values: others.values.subarray(first * dims, (first + size) * dims), dims };
    const among = countOf(block);
    const keys = new Keys(block, centre);
    const candidates = Math.min(among, k + (own ? 1 : 0) + spare);
    const rowsOf = (bytes: number) => Math.max(1, Math.floor(bytes / (4 * keys.columns)));
    const rows = Math.max(rowsOf(blockBytes), Math.min(usualRows.count, rowsOf(usualRows.bytes)));
    const offer = (row: number, key: number) => {
      if (first + key !== own?.[row]) nearest.offer(row, first + key, squaredDistance(points, row, block, key));
    };
    try {
      for (let begin = 0; begin < count; begin += rows) {
        signal?.throwIfAborted();
        const began = performance.now();
        const end = Math.min(count, begin + rows);
        const found = keys.largest(points, begin, end, candidates);
        for (let row = begin, at = 0; row < end; row++, at += candidates) {
          let least = Number.POSITIVE_INFINITY;
          for (let i = at; i < at + candidates; i++) {
            if (found.keys[i] < among) offer(row, found.keys[i]);
            if (found.products[i] < least) least = found.products[i];
          }
          if (candidates === among) continue;
          const square = keys.square(points, row);
          // The others are no nearer than this.
          const bound = square - least - roundingOf(dims, Math.sqrt(square) + keys.longest);
          if (square < mostSquare ? !(nearest.farthest(row) < bound) : square < Number.POSITIVE_INFINITY)
            for (let key = 0; key < among; key++) offer(row, key);
        }
        onProgress?.((first * count + end * among) / (all * count));
        await breathe(performance.now() - began);
      }
    } finally {
      keys.dispose();
    }
  }
  return nearest.found();
}

/**
 * How far a squared distance may be off that is computed in single precision by |a|^2 - (2 a.b - |b|^2), with |a| + |b|:
 * dims + 1 products are added up, and the coordinates, squares and lengths are rounded before. Below the smallest normal
 * number the error is no longer relative.
 */
function roundingOf(dims: number, sum: number): number {
  return (dims + 8) * (2 ** -23 * sum ** 2 + 2 ** -126);
}
