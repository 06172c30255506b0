import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';

/** Points in a space of `dims` dimensions, n x dims, row by row. */
export interface Points {
  readonly values: Float32Array;
  readonly dims: number;
}

/** For each of m points, as a rule all, its k nearest others (Euclidean), the nearest first. */
export interface Neighbours {
  readonly k: number;
  /** m x k; -1 where no other point is at a finite distance. */
  readonly indices: Int32Array;
  /** m x k. */
  readonly distances: Float32Array;
}

export interface NeighbourOptions {
  /** Whose neighbours are wanted; by default all points'. */
  readonly of?: Int32Array;
  /** Among whom they are looked for; by default all points. */
  readonly among?: Int32Array;
  readonly signal?: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** After each piece of work, of so many ms; by default others in this process get their turn. */
  readonly breathe?: (worked: number) => Promise<unknown>;
}

/** Distances that are computed at once: larger blocks leave the processor's caches, and take twice as long. */
const blockBytes = 10e6;
/** Candidates beyond k whose distances are computed again, as those of the product are rounded. */
const spare = 9;

/**
 * Exact nearest neighbours, by matrix products of the backend: |a - b|^2 = |a|^2 - (2 a.b - |b|^2), so that the k largest
 * values of one product [2a, -1] [b, |b|^2]^T are the nearest. Their distances are then computed in double precision from
 * the points themselves; of equal distances the lower index comes first. Where rounding may have hidden a nearer point, as in
 * a heap of points that are far closer together than the others, all points are gone through. No point is its own neighbour;
 * duplicates are, and what is not finite is nobody's.
 * Lets the process answer requests between blocks.
 * @throws RangeError where there are no more than k points to look among; the signal's reason
 */
export async function exactNeighbours(points: Points, k: number, options: NeighbourOptions = {}): Promise<Neighbours> {
  const { dims } = points;
  const n = points.values.length / dims;
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const { of = all, among = all, signal, onProgress, breathe = () => setImmediate() } = options;
  const count = among.length;
  if (!(k >= 1 && k < count)) throw new RangeError(`${k} neighbours among ${count} points`);
  const values = centred(points);
  const candidates = Math.min(count, k + 1 + spare);
  const rows = Math.max(1, Math.min(of.length, Math.floor(blockBytes / (4 * count))));
  const keys = extended(values, dims, among, 1, (square) => square);
  const indices = new Int32Array(of.length * k);
  const distances = new Float32Array(of.length * k);
  const nearest = new Nearest(points, k);
  const lengths = lengthsOf(values, dims);
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  try {
    for (let begin = 0; begin < of.length; begin += rows) {
      signal?.throwIfAborted();
      const begun = performance.now();
      const block = of.subarray(begin, begin + rows);
      const [products, found] = largest(
        extended(values, dims, block, 2, () => -1),
        keys,
        candidates,
      );
      for (const [place, row] of block.entries()) {
        const at = place * candidates;
        nearest.find(
          row,
          found.subarray(at, at + candidates).map((key) => among[key]),
        );
        if (candidates < count) {
          // The others are no nearer than this.
          const product = products.subarray(at, at + candidates).reduce((a, b) => Math.min(a, b));
          const others = lengths[row] ** 2 - product - roundingOf(dims, lengths[row] + longest);
          if (!(nearest.distances[k - 1] ** 2 < others)) nearest.find(row, among);
        }
        indices.set(nearest.indices, (begin + place) * k);
        distances.set(nearest.distances, (begin + place) * k);
      }
      onProgress?.((begin + block.length) / of.length);
      await breathe(performance.now() - begun);
    }
  } finally {
    keys.dispose();
  }
  return { k, indices, distances };
}

/** The largest products of each row with the keys, unsorted, and whose they are. Takes the rows. */
function largest(rows: tf.Tensor2D, keys: tf.Tensor2D, count: number): [Float32Array, Int32Array] {
  const { values, indices } = tf.tidy(() => tf.topk(tf.matMul(rows, keys, false, true), count, false));
  try {
    return [values.dataSync<'float32'>(), indices.dataSync<'int32'>()];
  } finally {
    tf.dispose([rows, values, indices]);
  }
}

/**
 * How far a squared distance may be off that is computed in single precision by |a|^2 - (2 a.b - |b|^2), with |a| + |b|:
 * dims + 1 products are added up, and the coordinates, squares and lengths are rounded before. Below the smallest normal
 * number the error is no longer relative.
 */
function roundingOf(dims: number, sum: number): number {
  return (dims + 8) * (2 ** -23 * sum ** 2 + 2 ** -126);
}

function lengthsOf(values: Float32Array, dims: number): Float64Array {
  const squares = new Float64Array(values.length / dims);
  for (let row = 0, at = 0; row < squares.length; row++) {
    for (let j = 0; j < dims; j++, at++) squares[row] += values[at] * values[at];
  }
  return squares.map(Math.sqrt);
}

/** About their mean, where least is lost to rounding. */
function centred({ values, dims }: Points): Float32Array {
  const mean = new Float64Array(dims);
  for (let i = 0; i < values.length; i++) mean[i % dims] += values[i];
  for (let j = 0; j < dims; j++) mean[j] /= values.length / dims;
  const result = new Float32Array(values.length);
  for (let i = 0, j = 0; i < values.length; i++, j = j + 1 === dims ? 0 : j + 1) result[i] = values[i] - mean[j];
  return result;
}

/** Some rows, scaled by `factor`, with a last column by their squared length. */
function extended(
  values: Float32Array,
  dims: number,
  rows: Int32Array,
  factor: number,
  last: (square: number) => number,
): tf.Tensor2D {
  const result = new Float32Array(rows.length * (dims + 1));
  let to = 0;
  for (const row of rows) {
    let square = 0;
    for (let from = row * dims; from < (row + 1) * dims; from++) {
      square += values[from] * values[from];
      result[to++] = factor * values[from];
    }
    result[to++] = last(square);
  }
  return tf.tensor2d(result, [rows.length, dims + 1]);
}

/** The k nearest of a few candidates, by insertion. */
class Nearest {
  readonly indices: Int32Array;
  readonly distances: Float64Array;

  constructor(
    private readonly points: Points,
    private readonly k: number,
  ) {
    this.indices = new Int32Array(k);
    this.distances = new Float64Array(k);
  }

  find(row: number, candidates: Int32Array): void {
    const { indices, distances, k } = this;
    const { values, dims } = this.points;
    indices.fill(-1);
    distances.fill(Number.POSITIVE_INFINITY);
    let count = 0;
    for (const other of candidates) {
      if (other === row) continue;
      let squared = 0;
      for (let j = 0, a = row * dims, b = other * dims; j < dims; j++) squared += (values[a + j] - values[b + j]) ** 2;
      if (!(squared < Number.POSITIVE_INFINITY)) continue;
      let place = count < k ? count++ : k;
      for (; place > 0; place--) {
        const before = distances[place - 1];
        if (before < squared || (before === squared && indices[place - 1] < other)) break;
        if (place < k) {
          distances[place] = before;
          indices[place] = indices[place - 1];
        }
      }
      if (place < k) {
        distances[place] = squared;
        indices[place] = other;
      }
    }
    for (let i = 0; i < k; i++) distances[i] = Math.sqrt(distances[i]);
  }
}
