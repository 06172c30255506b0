import * as tf from '@tensorflow/tfjs';
import type { FeatureGroup } from '../../protocol/data';

/** A group of more features than these is computed by itself: to look around in it takes a round for each doubling. */
const mostTogether = 32;

/**
 * The one-hot groups among the features of a table, as the constants that it takes to compute with narrow ones all at once, whatever their
 * widths, and with each wide one by itself. All other features are numbers. It belongs to a model, which disposes it.
 */
export class FeatureGroups {
  /** [features]: 1 for numbers, 0 within groups. */
  readonly numeric: tf.Tensor1D;
  /** [features, groups]: 1 where a feature belongs to a group. Sums over groups are products with it. */
  private readonly membership: tf.Tensor2D;
  /** All features, one stretch after another. */
  private readonly stretches: readonly Stretch[];

  constructor(features: number, groups: readonly FeatureGroup[]) {
    const numeric = new Float32Array(features).fill(1);
    for (const { start, width } of groups) numeric.fill(0, start, start + width);
    this.numeric = tf.keep(tf.tensor1d(numeric));
    this.membership = membershipOf(features, groups);
    this.stretches = stretchesOf(features, groups);
  }

  /** log softmax over each group, [batch, features]; 0 for numbers. Stable for logits of any size. */
  logSoftmax(logits: tf.Tensor2D): tf.Tensor2D {
    const { stretches } = this;
    if (stretches.length === 1) return stretches[0].logSoftmax(logits);
    const widths = stretches.map(({ width }) => width);
    const pieces = tf.split<tf.Tensor2D>(logits, widths, 1);
    return tf.concat(
      stretches.map((stretch, i) => stretch.logSoftmax(pieces[i])),
      1,
    );
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
    tf.dispose([this.numeric, this.membership, ...this.stretches.flatMap(({ constants }) => constants)]);
  }
}

/** Features that follow each other: a wide group, or what is between two of them. */
interface Stretch {
  readonly width: number;
  readonly constants: readonly tf.Tensor[];
  /** [batch, width]. */
  logSoftmax(logits: tf.Tensor2D): tf.Tensor2D;
}

function stretchesOf(features: number, groups: readonly FeatureGroup[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  const upTo = (end: number) => {
    const within = groups
      .filter(({ start }) => start >= at && start < end)
      .map(({ start, width }) => ({ start: start - at, width }));
    if (end > at) stretches.push(together(end - at, within));
  };
  for (const { start, width } of groups.filter((group) => group.width > mostTogether)) {
    upTo(start);
    stretches.push({ width, constants: [], logSoftmax: (logits) => tf.logSoftmax(logits) });
    at = start + width;
  }
  upTo(features);
  return stretches;
}

/** Numbers, and groups that are computed all at once. */
function together(features: number, groups: readonly FeatureGroup[]): Stretch {
  if (groups.length === 0) return { width: features, constants: [], logSoftmax: (logits) => tf.zerosLike(logits) };
  const membership = membershipOf(features, groups);
  const widest = groups.reduce((most, { width }) => Math.max(most, width), 1);
  // [features], int32, one for each doubling: the place that lies 1, 2, 4, … on in the same group, around its end.
  const successors = Array.from({ length: Math.ceil(Math.log2(widest)) }, (_, round) =>
    tf.keep(tf.tensor1d(successorsOf(features, groups, 2 ** round), 'int32')),
  );
  /** The largest value of each one's group; of a number, itself. Each round doubles how far a place sees. */
  const maximum = (values: tf.Tensor2D) =>
    successors.reduce((most, places) => tf.maximum(most, tf.gather(most, places, 1)), values);
  return {
    width: features,
    constants: [membership, ...successors],
    logSoftmax(logits) {
      const shifted = tf.sub<tf.Tensor2D>(logits, maximum(logits));
      const sums = tf.matMul(tf.exp(shifted), membership);
      return tf.sub(shifted, tf.matMul(tf.log(sums), membership, false, true));
    },
  };
}

/** [features, groups]: 1 where a feature belongs to a group. */
function membershipOf(features: number, groups: readonly FeatureGroup[]): tf.Tensor2D {
  const membership = new Float32Array(features * groups.length);
  for (const [column, { start, width }] of groups.entries()) {
    for (let i = start; i < start + width; i++) membership[i * groups.length + column] = 1;
  }
  return tf.keep(tf.tensor2d(membership, [features, groups.length]));
}

/** The place `distance` on in each feature's group, around its end; a number's own. */
function successorsOf(features: number, groups: readonly FeatureGroup[], distance: number): Int32Array {
  const places = Int32Array.from({ length: features }, (_, i) => i);
  for (const { start, width } of groups) {
    for (let i = 0; i < width; i++) places[start + i] = start + ((i + distance) % width);
  }
  return places;
}
