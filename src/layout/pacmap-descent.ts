import type { PacmapPairs } from './pacmap-pairs';
import { shared } from './shared-array';

/** Pairs as each point has them, its own and those of others with it, one after another (CSR). */
interface Incident {
  /** n + 1 */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

/** PaCMAP under way or to come, in memory that threads share. */
export interface PacmapDescent {
  readonly kind: 'pacmap';
  readonly epochs: number;
  /** The ends of the first two phases; the third is of the near pairs alone. */
  readonly phases: readonly [number, number];
  readonly near: Incident;
  readonly midNear: Incident;
  readonly further: Incident;
  /** Two of n x 3: after an even number of epochs the first has the positions, after an odd one the second. */
  readonly positions: readonly [Float32Array, Float32Array];
  /** n x 3: the moments of Adam. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface PacmapOptions {
  readonly epochs: number;
  /** Whether the points have been laid out before, and the whole need not be put in order. */
  readonly isFormer: boolean;
}

/** Of 450 epochs 100 are of the first phase, and 100 of the second. */
const phaseShare = 100 / 450;
/** How much mid-near pairs weigh, at first and then. */
const midNearFirst = 1000;
const midNearThen = 3;
/** d~ at which a pair's attraction is half of its most. */
const nearHalf = 10;
const midNearHalf = 10_000;
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** @param initial n x 3; in two dimensions the third coordinates are zero, and stay so. */
export function createPacmapDescent(
  { near, midNear, further }: PacmapPairs,
  initial: Float32Array,
  { epochs, isFormer }: PacmapOptions,
): PacmapDescent {
  const n = initial.length / 3;
  const phase = isFormer ? 0 : Math.round(phaseShare * epochs);
  return {
    kind: 'pacmap',
    epochs,
    phases: [phase, 2 * phase],
    near: incident(near, n),
    midNear: incident(midNear, n),
    further: incident(further, n),
    positions: [shared(Float32Array, initial.length, (i) => initial[i]), shared(Float32Array, initial.length)],
    first: shared(Float32Array, initial.length),
    second: shared(Float32Array, initial.length),
  };
}

/** @param pairs n x so many; -1 is none. */
function incident(pairs: Int32Array, n: number): Incident {
  const width = pairs.length / n;
  const offsets = shared(Int32Array, n + 1);
  pairs.forEach((other, at) => {
    if (other < 0) return;
    offsets[Math.floor(at / width) + 1]++;
    offsets[other + 1]++;
  });
  for (let row = 0; row < n; row++) offsets[row + 1] += offsets[row];
  const targets = shared(Int32Array, offsets[n]);
  const next = offsets.slice();
  pairs.forEach((other, at) => {
    if (other < 0) return;
    const row = Math.floor(at / width);
    targets[next[row]++] = other;
    targets[next[other]++] = row;
  });
  return { offsets, targets };
}

/** How much each kind of pair weighs. */
export interface PacmapWeights {
  readonly near: number;
  readonly midNear: number;
  readonly further: number;
}

/** First the whole is put in order, by mid-near pairs that weigh less and less; at last neighbours alone pull. */
export function pacmapWeights({ phases: [begin, end] }: Pick<PacmapDescent, 'phases'>, epoch: number): PacmapWeights {
  if (epoch < begin) {
    const share = epoch / begin;
    return { near: 2, midNear: (1 - share) * midNearFirst + share * midNearThen, further: 1 };
  }
  return epoch < end ? { near: 3, midNear: midNearThen, further: 1 } : { near: 1, midNear: 0, further: 1 };
}

/** Points that a thread takes at once. */
const blockRows = 512;

export function pacmapBlocks({ near }: PacmapDescent): number {
  return Math.max(1, Math.ceil((near.offsets.length - 1) / blockRows));
}

/**
 * One epoch of Adam, with a rate of 1, for the points of a block, on the loss (Wang, Huang, Rudin, Shaposhnik 2021), with
 * d~ = 1 + |y_i - y_j|^2: w_near d~ / (10 + d~), w_mid d~ / (10000 + d~) and w_further / (1 + d~), summed over the pairs. All are
 * where they were after the epoch before, so that the order of points and the number of threads make no difference.
 */
export function descendPacmap(descent: PacmapDescent, epoch: number, block: number): void {
  const { near, midNear, further, first, second } = descent;
  const [before, after] = epoch % 2 === 0 ? descent.positions : [descent.positions[1], descent.positions[0]];
  const weights = pacmapWeights(descent, epoch);
  const rate = Math.sqrt(1 - beta2 ** (epoch + 1)) / (1 - beta1 ** (epoch + 1));
  const end = Math.min(near.offsets.length - 1, (block + 1) * blockRows);
  const gradient = new Float64Array(3);
  for (let row = block * blockRows; row < end; row++) {
    gradient.fill(0);
    addForces(gradient, before, row, near, 2 * weights.near * nearHalf, nearHalf);
    if (weights.midNear > 0) addForces(gradient, before, row, midNear, 2 * weights.midNear * midNearHalf, midNearHalf);
    addForces(gradient, before, row, further, -2 * weights.further, 1);
    for (let axis = 0; axis < 3; axis++) {
      const at = 3 * row + axis;
      first[at] += (1 - beta1) * (gradient[axis] - first[at]);
      second[at] += (1 - beta2) * (gradient[axis] ** 2 - second[at]);
      after[at] = before[at] - (rate * first[at]) / (Math.sqrt(second[at]) + epsilon);
    }
  }
}

/** Adds factor / (half + d~)^2 (y_row - y_other) for each pair of a point. */
function addForces(
  gradient: Float64Array,
  positions: Float32Array,
  row: number,
  { offsets, targets }: Incident,
  factor: number,
  half: number,
): void {
  const x = positions[3 * row];
  const y = positions[3 * row + 1];
  const z = positions[3 * row + 2];
  let [sumX, sumY, sumZ] = [0, 0, 0];
  for (let at = offsets[row]; at < offsets[row + 1]; at++) {
    const other = 3 * targets[at];
    const dx = x - positions[other];
    const dy = y - positions[other + 1];
    const dz = z - positions[other + 2];
    const sum = half + 1 + dx * dx + dy * dy + dz * dz;
    const force = factor / (sum * sum);
    sumX += force * dx;
    sumY += force * dy;
    sumZ += force * dz;
  }
  gradient[0] += sumX;
  gradient[1] += sumY;
  gradient[2] += sumZ;
}
