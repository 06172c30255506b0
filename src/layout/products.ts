import * as tf from '@tensorflow/tfjs';
import { countOf, type Points } from './points';

/** Keys of which only the largest product is looked at, at first. */
const groupSize = 16;
/** Of fewer groups for each that is wanted nothing is gained. */
const leastGroups = 4;
/** Squared lengths from here on are no numbers of single precision. Whatever is as long is nowhere, like what makes the last group whole. */
export const nowhere = 1e38;

/** The largest products of rows with keys, rows x count, in any order. */
export interface Largest {
  readonly products: Float32Array;
  /** Whose they are; what is beyond the last key is nobody. */
  readonly keys: Int32Array;
}

/**
 * Points b that others, a, are held against by matrix products of the backend: |a - b|^2 = |a|^2 - (2 a.b - |b|^2), so that the products
 * [2a, -1] [b, |b|^2]^T are the larger the nearer both are. To be disposed.
 */
export class Keys {
  /** With those that stand for nothing: columns of products. */
  readonly columns: number;
  /** Length of the longest about the centre. */
  readonly longest: number;
  private readonly tensor: tf.Tensor2D;

  /** @param centre What all coordinates are taken about. */
  constructor(
    points: Points,
    private readonly centre: Float64Array,
  ) {
    const { dims } = points;
    const count = countOf(points);
    this.columns = groupSize * Math.ceil(count / groupSize);
    const keys = new Float32Array(this.columns * (dims + 1));
    let longest = 0;
    for (let key = 0, to = 0; key < this.columns; key++) {
      const square = key < count ? this.extend(points, key, 1, keys, to) : nowhere;
      // No number is nowhere, too.
      const isSomewhere = square < nowhere;
      if (isSomewhere) longest = Math.max(longest, square);
      keys[to + dims] = isSomewhere ? square : nowhere;
      to += dims + 1;
    }
    this.longest = Math.sqrt(longest);
    this.tensor = tf.tensor2d(keys, [this.columns, dims + 1]);
  }

  /** |a - b|^2 - |a|^2 of points a, from one to another: rows x columns. What is nowhere is at 1e38 or beyond. */
  distances(points: Points, begin: number, end: number): Float32Array {
    const away = (rows: tf.Tensor2D) => [tf.matMul(rows, this.tensor, false, true)];
    return this.read(points, [begin, end], -1, away)[0] as Float32Array;
  }

  /**
   * Of points, from one to another, the `count` largest of each. They are in the `count` groups whose own largest are the largest, so
   * that few products are sorted.
   */
  largest(points: Points, begin: number, end: number, count: number): Largest {
    const groups = this.columns / groupSize;
    if (groups < leastGroups * count) {
      const [products, keys] = this.read(points, [begin, end], 1, (rows) => {
        const { values, indices } = tf.topk(tf.matMul(rows, this.tensor, false, true), count, false);
        return [values, indices];
      });
      return { products: products as Float32Array, keys: keys as Int32Array };
    }
    const [products, places, chosen] = this.read(points, [begin, end], 1, (rows) => {
      const all = tf.reshape(tf.matMul(rows, this.tensor, false, true), [-1, groupSize, groups]);
      const { indices: chosen } = tf.topk(tf.max(all, 1), count, false);
      const within = tf.reshape(tf.gather(all, chosen as tf.Tensor2D, 2, 1), [-1, groupSize * count]);
      const { values, indices } = tf.topk(within, count, false);
      return [values, indices, chosen];
    });
    // Place p is of member p / count of the chosen group p % count.
    const keys = (places as Int32Array).map(
      (place, at) => Math.floor(place / count) * groups + chosen[at - (at % count) + (place % count)],
    );
    return { products: products as Float32Array, keys };
  }

  /** |a|^2 about the centre. */
  square({ values, dims }: Points, row: number): number {
    let square = 0;
    for (let j = 0, at = row * dims; j < dims; j++, at++) square += Math.fround(values[at] - this.centre[j]) ** 2;
    return square;
  }

  dispose(): void {
    this.tensor.dispose();
  }

  /** What is computed of the products, or of what is less the nearer both are. */
  private read(
    points: Points,
    [begin, end]: readonly [begin: number, end: number],
    sign: 1 | -1,
    rank: (rows: tf.Tensor2D) => tf.Tensor[],
  ): (Float32Array | Int32Array)[] {
    const { dims } = points;
    const rows = new Float32Array((end - begin) * (dims + 1));
    for (let row = begin, to = 0; row < end; row++, to += dims + 1) {
      this.extend(points, row, 2 * sign, rows, to);
      rows[to + dims] = -sign;
    }
    const ranked = tf.tidy(() => rank(tf.tensor2d(rows, [end - begin, dims + 1])));
    try {
      return ranked.map((tensor) => tensor.dataSync() as Float32Array | Int32Array);
    } finally {
      tf.dispose(ranked);
    }
  }

  /** Writes a point about the centre, `factor` times, or zeros where it is nowhere. Answers its squared length. */
  private extend({ values, dims }: Points, row: number, factor: number, target: Float32Array, to: number): number {
    let square = 0;
    for (let j = 0, from = row * dims; j < dims; j++, from++) {
      const value = Math.fround(values[from] - this.centre[j]);
      square += value * value;
      target[to + j] = factor * value;
    }
    if (!(square < nowhere)) target.fill(0, to, to + dims);
    return square;
  }
}
