import { shared } from './shared-array';

/** Points in a leaf, at most. */
const leafPoints = 32;

/**
 * A k-d tree over points in space, in memory that threads share. Each node halves its points along the longest side of their
 * box, so that its shape is known from their number; nodes are in the order in which a walk from the root meets them.
 */
export interface PointTree {
  /** n: which point is at each place. A node has the points at places `begins` to `ends`. */
  readonly order: Int32Array;
  /** n x 3: the points in that order. */
  readonly sorted: Float64Array;
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  /** The next node that is no descendant of a node; of a leaf the next one. */
  readonly skips: Int32Array;
  /** The nodes that are leaves. */
  readonly leaves: Int32Array;
  /** Nodes x 3: the means of their points. */
  readonly centres: Float64Array;
  /** Nodes x 6: the lowest coordinates of their points, and the highest. */
  readonly boxes: Float64Array;
  /** The squares of the longest sides of the boxes. */
  readonly extents: Float64Array;
}

/** A tree for so many points; they are put in by `grow`. */
export function createTree(n: number): PointTree {
  const nodes: { begin: number; end: number; skip: number }[] = [];
  const add = (begin: number, end: number) => {
    const node = { begin, end, skip: 0 };
    nodes.push(node);
    if (end - begin > leafPoints) {
      const middle = (begin + end) >>> 1;
      add(begin, middle);
      add(middle, end);
    }
    node.skip = nodes.length;
  };
  add(0, n);
  const leaves = [...nodes.keys()].filter((node) => nodes[node].skip === node + 1);
  return {
    order: shared(Int32Array, n, (i) => i),
    sorted: shared(Float64Array, 3 * n),
    begins: shared(Int32Array, nodes.length, (node) => nodes[node].begin),
    ends: shared(Int32Array, nodes.length, (node) => nodes[node].end),
    skips: shared(Int32Array, nodes.length, (node) => nodes[node].skip),
    leaves: shared(Int32Array, leaves.length, (at) => leaves[at]),
    centres: shared(Float64Array, 3 * nodes.length),
    boxes: shared(Float64Array, 6 * nodes.length),
    extents: shared(Float64Array, nodes.length),
  };
}

/** Puts points in. What is nearly in order from before is so soon. @param positions n x 3 */
export function grow(tree: PointTree, positions: Float64Array): void {
  const { order, sorted, begins, ends, skips, centres, boxes, extents } = tree;
  for (let at = 0; at < order.length; at++) {
    for (let axis = 0; axis < 3; axis++) sorted[3 * at + axis] = positions[3 * order[at] + axis];
  }
  for (let node = 0; node < skips.length; node++) {
    const [begin, end] = [begins[node], ends[node]];
    let [longest, along] = [0, 0];
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let at = 3 * begin + axis; at < 3 * end; at += 3) {
        const value = sorted[at];
        sum += value;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      centres[3 * node + axis] = sum / (end - begin);
      boxes[6 * node + axis] = low;
      boxes[6 * node + 3 + axis] = high;
      if (high - low > longest) [longest, along] = [high - low, axis];
    }
    extents[node] = longest ** 2;
    if (skips[node] > node + 1) halve(tree, begin, end, along);
  }
}

/** The half of the places that is lower along an axis comes first (quickselect, Hoare 1961). */
function halve({ order, sorted }: PointTree, begin: number, end: number, axis: number): void {
  const middle = (begin + end) >>> 1;
  let [low, high] = [begin, end - 1];
  while (low < high) {
    const pivot = sorted[3 * ((low + high) >>> 1) + axis];
    let [left, right] = [low, high];
    while (left <= right) {
      while (sorted[3 * left + axis] < pivot) left++;
      while (sorted[3 * right + axis] > pivot) right--;
      if (left <= right) exchange(left++, right--);
    }
    if (right < middle) low = left;
    if (middle < left) high = right;
  }

  function exchange(one: number, other: number): void {
    if (one === other) return;
    const index = order[one];
    order[one] = order[other];
    order[other] = index;
    for (let i = 0; i < 3; i++) {
      const value = sorted[3 * one + i];
      sorted[3 * one + i] = sorted[3 * other + i];
      sorted[3 * other + i] = value;
    }
  }
}
