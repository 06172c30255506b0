import type { Graph } from './graph';
import { createTree, grow, type PointTree } from './point-tree';
import { repel } from './repulsion';
import { shared } from './shared-array';

/** t-SNE under way or to come, in memory that threads share. */
export interface TsneDescent {
  readonly kind: 'tsne';
  readonly epochs: number;
  /** The first epochs, in which attraction is exaggerated. */
  readonly early: number;
  /** See `affinities`. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array;
  /** n x 3. */
  readonly positions: Float64Array;
  readonly tree: PointTree;
  /** n x 3: sum_j p_ij q_ij (y_i - y_j). */
  readonly attraction: Float64Array;
  /** n x 3: sum_j q_ij^2 (y_i - y_j). */
  readonly repulsion: Float64Array;
  /** Of each leaf the sum of its points' q. */
  readonly similarities: Float64Array;
}

export interface TsneOptions {
  readonly epochs: number;
  /** Whether the points have been laid out before, and need no sorting out. */
  readonly isFormer: boolean;
}

/** By how much attraction is exaggerated at first, and for how long (Belkina et al. 2019); of few epochs, for a third. */
const exaggeration = 12;
const earlyEpochs = 250;
/** Of each epoch's move, what goes on in the next one. */
const momentum = { early: 0.5, late: 0.8 };
const leastGain = 0.01;
/** Leaves of the tree that a thread takes at once. */
const blockLeaves = 16;

/** @param initial n x 3; in two dimensions the third coordinates are zero, and stay so. */
export function createTsneDescent(
  { offsets, targets, weights }: Graph,
  initial: Float32Array,
  { epochs, isFormer }: TsneOptions,
): TsneDescent {
  const tree = createTree(initial.length / 3);
  return {
    kind: 'tsne',
    epochs,
    early: isFormer ? 0 : Math.min(earlyEpochs, Math.floor(epochs / 3)),
    offsets: shared(Int32Array, offsets.length, (i) => offsets[i]),
    targets: shared(Int32Array, targets.length, (i) => targets[i]),
    weights: shared(Float32Array, weights.length, (i) => weights[i]),
    positions: shared(Float64Array, initial.length, (i) => initial[i]),
    tree,
    attraction: shared(Float64Array, initial.length),
    repulsion: shared(Float64Array, initial.length),
    similarities: shared(Float64Array, tree.leaves.length),
  };
}

export function tsneBlocks({ tree }: TsneDescent): number {
  return Math.ceil(tree.leaves.length / blockLeaves);
}

/** Both forces on the points of some leaves, of which no other thread writes any. */
export function findForces(descent: TsneDescent, block: number): void {
  const { tree, repulsion, similarities } = descent;
  const end = Math.min(tree.leaves.length, (block + 1) * blockLeaves);
  for (let leaf = block * blockLeaves; leaf < end; leaf++) {
    similarities[leaf] = repel(tree, leaf, repulsion);
    const node = tree.leaves[leaf];
    for (let at = tree.begins[node]; at < tree.ends[node]; at++) attract(descent, tree.order[at]);
  }
}

function attract({ offsets, targets, weights, positions, attraction }: TsneDescent, row: number): void {
  const x = positions[3 * row];
  const y = positions[3 * row + 1];
  const z = positions[3 * row + 2];
  let [forceX, forceY, forceZ] = [0, 0, 0];
  for (let at = offsets[row]; at < offsets[row + 1]; at++) {
    const to = 3 * targets[at];
    const dx = x - positions[to];
    const dy = y - positions[to + 1];
    const dz = z - positions[to + 2];
    const force = weights[at] / (1 + dx * dx + dy * dy + dz * dz);
    forceX += force * dx;
    forceY += force * dy;
    forceZ += force * dz;
  }
  attraction[3 * row] = forceX;
  attraction[3 * row + 1] = forceY;
  attraction[3 * row + 2] = forceZ;
}

/** What one thread does before and after all have found the forces: it grows the tree, and moves the points. */
export class TsneLeader {
  private readonly moves: Float64Array;
  /** Of each coordinate: more, the longer it goes one way (Jacobs 1988). */
  private readonly gains: Float64Array;

  constructor(private readonly descent: TsneDescent) {
    const { length } = descent.positions;
    this.moves = new Float64Array(length);
    this.gains = new Float64Array(length).fill(1);
  }

  before(): void {
    grow(this.descent.tree, this.descent.positions);
  }

  after(epoch: number): void {
    const { positions, attraction, repulsion, early } = this.descent;
    const { moves, gains } = this;
    const isEarly = epoch < early;
    const pull = isEarly ? exaggeration : 1;
    const carried = isEarly ? momentum.early : momentum.late;
    // Belkina et al. 2019: n over the exaggeration, for a gradient without its factor of 4.
    const rate = positions.length / 3 / exaggeration;
    const total = totalOf(this.descent);
    const mean = [0, 0, 0];
    for (let i = 0; i < positions.length; i++) {
      const gradient = pull * attraction[i] - repulsion[i] / total;
      const isOneWay = gradient * moves[i] < 0;
      gains[i] = isOneWay ? gains[i] + 0.2 : Math.max(leastGain, 0.8 * gains[i]);
      moves[i] = carried * moves[i] - rate * gains[i] * gradient;
      positions[i] += moves[i];
      mean[i % 3] += positions[i];
    }
    for (let i = 0; i < positions.length; i++) positions[i] -= (3 * mean[i % 3]) / positions.length;
  }
}

/** The sum of q over all pairs of different points. */
function totalOf({ similarities, positions }: TsneDescent): number {
  let total = -positions.length / 3;
  for (const sum of similarities) total += sum;
  return total;
}

/** The Kullback-Leibler divergence of the layout's similarities from the affinities, nats: what t-SNE makes small. */
export function divergence(descent: TsneDescent): number {
  const { tree, positions, offsets, targets, weights } = descent;
  grow(tree, positions);
  for (let block = 0; block < tsneBlocks(descent); block++) findForces(descent, block);
  const total = totalOf(descent);
  let sum = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      let squared = 0;
      for (let axis = 0; axis < 3; axis++) {
        squared += (positions[3 * row + axis] - positions[3 * targets[at] + axis]) ** 2;
      }
      const p = weights[at];
      if (p > 0) sum += p * Math.log(p * (1 + squared) * total);
    }
  }
  return sum;
}
