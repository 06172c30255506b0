import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { type Bits, permutation, random, toUnit } from '../random';
import { exactNeighbours, type NeighbourOptions, type Neighbours, type Points } from './neighbours';

/** What share of the nearest neighbours is to be found; after so many rounds what there is will do. */
const wantedRecall = 0.97;
const mostRounds = 8;
const treesARound = 3;
/** Points in a leaf, at most: as many as the processor's caches have room for products of. */
const leafPoints = 1024;
/** Of each point so many neighbours' neighbours are looked at. */
const nearby = 12;
/** Points whose neighbours are found exactly, to see how many of them there are. */
const probes = 200;
/** Nearest by rounded products, beyond those that are asked for. */
const spare = 4;

/** Most of the nearest neighbours. */
export interface ApproximateNeighbours extends Neighbours {
  /** The share that was found of the neighbours of random points. */
  readonly recall: number;
}

/**
 * Nearest neighbours of very many points, in about n log n: random trees (Dasgupta, Freund 2008) put near points into one leaf, as a
 * rule, in which all are compared by a matrix product; what they miss is among the neighbours of neighbours (Dong et al.
 * 2011). How many are found is measured at random points, and more trees are made until it is enough. Seeded. Lets the process
 * answer requests in between.
 * @throws RangeError where there are no more than k points; the signal's reason
 */
export async function approximateNeighbours(
  points: Points,
  k: number,
  seed: number,
  { signal, onProgress, breathe = () => setImmediate() }: NeighbourOptions = {},
): Promise<ApproximateNeighbours> {
  const n = points.values.length / points.dims;
  if (!(k >= 1 && k < n)) throw new RangeError(`${k} neighbours among ${n} points`);
  const next = random(seed, 2);
  const of = permutation(n, next).slice(0, probes);
  const truth = await exactNeighbours(points, k, { of, signal, breathe });
  const found = new Found(points, k);
  let recall = 0;
  for (let round = 0; round < mostRounds && recall < wantedRecall; round++) {
    const report = (share: number) => onProgress?.((round + share) / mostRounds);
    for (let tree = 0; tree < treesARound; tree++) {
      for (const leaf of leavesOf(points, k, next)) {
        signal?.throwIfAborted();
        const begun = performance.now();
        compare(points, leaf, k, found);
        await breathe(performance.now() - begun);
      }
      report((tree + 1) / (treesARound + 1));
    }
    for (let begin = 0; begin < n; begin += leafPoints) {
      signal?.throwIfAborted();
      const begun = performance.now();
      found.lookNearby(begin, Math.min(n, begin + leafPoints));
      await breathe(performance.now() - begun);
    }
    recall = found.recallOf(truth, of);
    report(1);
  }
  return { k, indices: found.indices, distances: found.squares.map(Math.sqrt), recall };
}

/** The leaves of a tree whose nodes halve their points along the line through two random ones. */
function leavesOf({ values, dims }: Points, k: number, next: Bits): Int32Array[] {
  const order = Int32Array.from({ length: values.length / dims }, (_, i) => i);
  const keys = new Float64Array(order.length);
  const most = Math.max(leafPoints, 2 * (k + 1));
  const leaves: Int32Array[] = [];
  const split = (begin: number, end: number) => {
    if (end - begin <= most) {
      leaves.push(order.subarray(begin, end));
      return;
    }
    const [one, other] = [0, 1].map(() => dims * order[begin + Math.floor(toUnit(next()) * (end - begin))]);
    for (let at = begin; at < end; at++) {
      let sum = 0;
      for (let j = 0, i = dims * order[at]; j < dims; j++, i++)
        sum += values[i] * (values[one + j] - values[other + j]);
      keys[at] = sum;
    }
    const middle = (begin + end) >>> 1;
    select(keys, order, begin, end, middle);
    split(begin, middle);
    split(middle, end);
  };
  split(0, order.length);
  return leaves;
}

/** The lower keys come before `middle`, with what they are of (quickselect, Hoare 1961). */
function select(keys: Float64Array, order: Int32Array, begin: number, end: number, middle: number): void {
  let [low, high] = [begin, end - 1];
  while (low < high) {
    const pivot = keys[(low + high) >>> 1];
    let [left, right] = [low, high];
    while (left <= right) {
      while (keys[left] < pivot) left++;
      while (keys[right] > pivot) right--;
      if (left > right) break;
      [keys[left], keys[right]] = [keys[right], keys[left]];
      [order[left], order[right]] = [order[right], order[left]];
      left++;
      right--;
    }
    if (right < middle) low = left;
    if (middle < left) high = right;
  }
}

/** Offers to each point of a leaf the nearest of the others there. */
function compare({ values, dims }: Points, leaf: Int32Array, k: number, found: Found): void {
  // About one of them, where least is lost to rounding.
  const rows = new Float32Array(leaf.length * dims);
  leaf.forEach((row, i) => {
    for (let j = 0; j < dims; j++) rows[i * dims + j] = values[row * dims + j] - values[leaf[0] * dims + j];
  });
  const count = Math.min(leaf.length, k + 1 + spare);
  const nearest = tf.tidy(() => {
    const x = tf.tensor2d(rows, [leaf.length, dims]);
    const products = tf.matMul(x.mul(2), x, false, true).sub(x.square().sum(1));
    return tf.topk(products as tf.Tensor2D, count, false).indices.dataSync<'int32'>();
  });
  leaf.forEach((row, i) => {
    for (let at = i * count; at < (i + 1) * count; at++) found.offer(row, leaf[nearest[at]]);
  });
}

/** The nearest that have been found so far. */
class Found {
  /** n x k; -1 where there is none yet. */
  readonly indices: Int32Array;
  /** n x k: squared distances. */
  readonly squares: Float32Array;

  constructor(
    private readonly points: Points,
    private readonly k: number,
  ) {
    const n = points.values.length / points.dims;
    this.indices = new Int32Array(n * k).fill(-1);
    this.squares = new Float32Array(n * k).fill(Number.POSITIVE_INFINITY);
  }

  offer(row: number, other: number): void {
    if (row === other) return;
    const { indices, squares, k } = this;
    const { values, dims } = this.points;
    const [begin, last] = [row * k, row * k + k - 1];
    const farthest = squares[last];
    let sum = 0;
    for (let j = 0, a = row * dims, b = other * dims; j < dims; j++) sum += (values[a + j] - values[b + j]) ** 2;
    const squared = Math.fround(sum);
    if (!(squared < farthest)) return;
    let place = last;
    while (place > begin && squares[place - 1] >= squared) place--;
    // It may be there already: then at the same distance.
    for (let at = place; squares[at] === squared; at++) if (indices[at] === other) return;
    indices.copyWithin(place + 1, place, last);
    squares.copyWithin(place + 1, place, last);
    indices[place] = other;
    squares[place] = squared;
  }

  /** Offers the neighbours of neighbours to some points, and these to them. */
  lookNearby(begin: number, end: number): void {
    const { indices, k } = this;
    const few = Math.min(k, nearby);
    const near = new Int32Array(few * few);
    for (let row = begin; row < end; row++) {
      let count = 0;
      for (let i = row * k; i < row * k + few; i++) {
        for (let j = indices[i] * k; j < indices[i] * k + few; j++) near[count++] = indices[j];
      }
      for (let at = 0; at < count; at++) {
        this.offer(row, near[at]);
        this.offer(near[at], row);
      }
    }
  }

  /** The share of true neighbours, of some points, that has been found. */
  recallOf({ distances }: Neighbours, of: Int32Array): number {
    const { k, squares } = this;
    let count = 0;
    of.forEach((row, i) => {
      // By distance: of several that are equally far any will do.
      const farthest = distances[(i + 1) * k - 1];
      for (let at = row * k; at < (row + 1) * k; at++) if (Math.sqrt(squares[at]) <= farthest * (1 + 1e-6)) count++;
    });
    return count / distances.length;
  }
}
