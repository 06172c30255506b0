import * as tf from '@tensorflow/tfjs';
import type { FeatureGroup } from '../../protocol/data';

/**
 * The one-hot groups among the features of a table, as the constants that it takes to compute with all of them at once,
 * whatever their widths. All other features are numbers. It belongs to a model, which disposes it.
 */
export class FeatureGroups {
  /** [features]: 1 for numbers, 0 within groups. */
  readonly numeric: tf.Tensor1D;
  /** [features, groups]: 1 where a feature belongs to a group. Sums over groups are products with it. */
  private readonly membership: tf.Tensor2D;
  /** [features], int32, one for each doubling: the place that lies 1, 2, 4, … on in the same group, around its end. */
  private readonly successors: readonly tf.Tensor1D[];

  constructor(features: number, groups: readonly FeatureGroup[]) {
    const numeric = new Float32Array(features).fill(1);
    const membership = new Float32Array(features * groups.length);
    for (const [column, { start, width }] of groups.entries()) {
      numeric.fill(0, start, start + width);
      for (let i = start; i < start + width; i++) membership[i * groups.length + column] = 1;
    }
    const widest = groups.reduce((most, { width }) => Math.max(most, width), 1);
    this.numeric = tf.keep(tf.tensor1d(numeric));
    this.membership = tf.keep(tf.tensor2d(membership, [features, groups.length]));
    this.successors = Array.from({ length: Math.ceil(Math.log2(widest)) }, (_, round) =>
      tf.keep(tf.tensor1d(successors(features, groups, 2 ** round), 'int32')),
    );
  }

  /** log softmax over each group, [batch, features]; 0 for numbers. Stable for logits of any size. */
  logSoftmax(logits: tf.Tensor2D): tf.Tensor2D {
    const shifted = tf.sub<tf.Tensor2D>(logits, this.maximum(logits));
    return tf.sub(shifted, this.spread(tf.log(this.sum(tf.exp(shifted)))));
  }

  /** The sum over each group, [batch, groups], of values [batch, features]. */
  sum(values: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul(values, this.membership);
  }

  /** The value of each feature's group, [batch, features], of values [batch, groups]; 0 for numbers. */
  spread(values: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul(values, this.membership, false, true);
  }

  dispose(): void {
    tf.dispose([this.numeric, this.membership, ...this.successors]);
  }

  /** The largest value of each one's group; of a number, itself. Each round doubles how far a place sees. */
  private maximum(values: tf.Tensor2D): tf.Tensor2D {
    return this.successors.reduce((most, places) => tf.maximum(most, tf.gather(most, places, 1)), values);
  }
}

/** The place `distance` on in each feature's group, around its end; a number's own. */
function successors(features: number, groups: readonly FeatureGroup[], distance: number): Int32Array {
  const places = Int32Array.from({ length: features }, (_, i) => i);
  for (const { start, width } of groups) {
    for (let i = 0; i < width; i++) places[start + i] = start + ((i + distance) % width);
  }
  return places;
}
