import * as tf from '@tensorflow/tfjs';
import { breathe } from '../../training/breathe';
import { countOf, type Points, squaredDistance } from '../points';

/** Of each of some points the nearest of others. */
export interface Nearest {
  /** By number. */
  readonly indices: Int32Array;
  /** Euclidean. */
  readonly distances: Float64Array;
}

/** Numbers of others that are gone through at once. */
const blockNumbers = 6e6;
/** The nearest of a block by products of single precision, whose distances are computed again: the nearest is among them. */
const candidates = 4;

/**
 * The nearest of other points, by matrix products: |a - b|^2 = |a|^2 - (2 a.b - |b|^2). Of a block of others the few
 * with the largest 2 a.b - |b|^2 are measured again in double precision, so that copies are at a distance of 0.
 * Costs the product of both.
 */
export async function nearestAmong(points: Points, others: Points): Promise<Nearest> {
  const { dims } = points;
  const [count, all] = [countOf(points), countOf(others)];
  const indices = new Int32Array(count).fill(-1);
  const squares = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const from = tf.tensor2d(points.values, [count, dims]);
  const size = Math.max(candidates, Math.floor(blockNumbers / dims));
  try {
    for (let begin = 0; begin < all; begin += size) {
      const block = { values: others.values.slice(begin * dims, (begin + size) * dims), dims };
      const found = largest(from, block);
      const each = found.length / count;
      for (let i = 0; i < found.length; i++) {
        const row = Math.floor(i / each);
        const squared = squaredDistance(points, row, block, found[i]);
        if (squared < squares[row]) [squares[row], indices[row]] = [squared, begin + found[i]];
      }
      await breathe();
    }
  } finally {
    from.dispose();
  }
  return { indices, distances: squares.map(Math.sqrt) };
}

/** The likeliest of a block, count x candidates. */
function largest(from: tf.Tensor2D, block: Points): Int32Array {
  return tf.tidy(() => {
    const to = tf.tensor2d(block.values, [countOf(block), block.dims]);
    const products = tf.sub(tf.mul(tf.matMul(from, to, false, true), 2), tf.sum(tf.square(to), 1));
    return tf.topk(products, Math.min(candidates, to.shape[0]), false).indices.dataSync<'int32'>();
  });
}
