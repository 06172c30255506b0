import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { nearestNeighbours } from './neighbours';
import { type Codes, centre } from './projection';

/** Of the products that are computed at once: others are answered in between. */
const blockBytes = 10e6;
/** Candidates beyond those that are wanted, as the products are rounded. */
const spare = 9;
/** Of float32, relative. */
const rounding = 2 ** -24;

/**
 * The examples that are among the `count` nearest (Euclidean, over all latent dimensions, exactly) of any of some; none is
 * its own. Candidates come from products of the backend, 2 a.b - |b|^2, which is larger the nearer b is to a; their distances are
 * computed in double precision, and where rounding may hide a nearer example, those of all.
 * Lets the process answer others meanwhile. @throws the signal's reason.
 */
export async function nearestOfEach(
  codes: Codes,
  of: Int32Array,
  count: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<number>> {
  const { latent } = codes;
  const examples = codes.means.length / latent;
  const candidates = Math.min(examples, count + 1 + spare);
  const points = centred(codes);
  const squares = Float64Array.from({ length: examples }, (_, i) => squareOf(points, latent, i));
  const longest = Math.sqrt(squares.reduce((a, b) => Math.max(a, b), 0));
  const rows = Math.max(1, Math.floor(blockBytes / (4 * examples)));
  const found = new Set<number>();
  const keys = tf.tidy(() => extended(points, latent, Int32Array.from(squares.keys()), 1, (i) => squares[i]));
  try {
    for (let begin = 0; begin < of.length; begin += rows) {
      signal?.throwIfAborted();
      const block = of.subarray(begin, begin + rows);
      const { products, indices } = largest(points, latent, block, keys, candidates);
      for (const [row, index] of block.entries()) {
        const z = codes.means.subarray(index * latent, (index + 1) * latent);
        // Of equal distances the lower index is taken, as it is of all.
        const own = indices.slice(row * candidates, (row + 1) * candidates).sort();
        const nearest = nearestNeighbours(codes, z, count, index, own);
        const furthest = nearest.at(-1)?.distance ?? Number.NaN;
        // The others are no nearer than this.
        const least = products.subarray(row * candidates, (row + 1) * candidates).reduce((a, b) => Math.min(a, b));
        const slack = 4 * (latent + 2) * rounding * (Math.sqrt(squares[index]) + longest) ** 2;
        const isSure = candidates === examples || furthest ** 2 < squares[index] - least - slack;
        for (const { index: other } of isSure ? nearest : nearestNeighbours(codes, z, count, index)) found.add(other);
      }
      await setImmediate();
    }
  } finally {
    keys.dispose();
  }
  return found;
}

/** The `count` examples nearest to the mean of the codes of some. */
export function nearestToCentre(codes: Codes, of: Int32Array, count: number): readonly number[] {
  const { means, latent } = codes;
  const mean = new Float64Array(latent);
  for (const index of of) for (let j = 0; j < latent; j++) mean[j] += means[index * latent + j] / of.length;
  return nearestNeighbours(codes, mean, count).map(({ index }) => index);
}

/** About their mean, where products lose the least. */
function centred(codes: Codes): Float32Array {
  const mean = centre(codes);
  return codes.means.map((value, at) => value - mean[at % codes.latent]);
}

function squareOf(points: Float32Array, latent: number, index: number): number {
  let sum = 0;
  for (let at = index * latent; at < (index + 1) * latent; at++) sum += points[at] ** 2;
  return sum;
}

/** Rows of points, times `factor`, and one number more. */
function extended(
  points: Float32Array,
  latent: number,
  indices: Int32Array,
  factor: number,
  last: (index: number) => number,
): tf.Tensor2D {
  const width = latent + 1;
  const rows = new Float32Array(indices.length * width);
  for (const [row, index] of indices.entries()) {
    for (let j = 0; j < latent; j++) rows[row * width + j] = factor * points[index * latent + j];
    rows[row * width + latent] = last(index);
  }
  return tf.tensor2d(rows, [indices.length, width]);
}

function largest(points: Float32Array, latent: number, block: Int32Array, keys: tf.Tensor2D, candidates: number) {
  const [values, indices] = tf.tidy(() => {
    const queries = extended(points, latent, block, 2, () => -1);
    const top = tf.topk(tf.matMul(queries, keys, false, true), candidates);
    return [top.values, top.indices];
  });
  try {
    return { products: values.dataSync() as Float32Array, indices: indices.dataSync() as Int32Array };
  } finally {
    tf.dispose([values, indices]);
  }
}
