import { type Bits, random } from '../random';
import { forceTables, tableBegin, tableLength, tableShift } from './force-tables';
import { prune } from './fuzzy-graph';
import type { Graph } from './graph';
import { shared } from './shared-array';

/** UMAP under way or to come, in memory that threads share: all arrays lie in SharedArrayBuffers. */
export interface UmapDescent {
  readonly kind: 'umap';
  /** Over which the learning rate falls from 1 to 0. */
  readonly epochs: number;
  readonly seed: number;
  /** See `Graph`; pruned. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** Of each edge how often it is followed, as a fraction of 2^32 epochs, and where in its turn it begins. */
  readonly rates: Uint32Array;
  readonly phases: Uint32Array;
  /** Of the squared distance; see `forceTables`. */
  readonly attraction: Float32Array;
  readonly repulsion: Float32Array;
  /** Two of n x 3: after an even number of epochs the first has the positions, after an odd one the second. */
  readonly positions: readonly [Float32Array, Float32Array];
}

export interface UmapOptions {
  readonly epochs: number;
  readonly minDist: number;
  readonly seed: number;
}

/** Of each edge that is followed, how many points are pushed away. */
const negativeSamples = 5;
/** No coordinate is moved further by one force, times the learning rate. */
const largestGradient = 4;

/** @param initial n x 3; in two dimensions the third coordinates are zero, and stay so. */
export function createUmapDescent(graph: Graph, initial: Float32Array, options: UmapOptions): UmapDescent {
  const { offsets, targets, weights } = prune(graph, options.epochs);
  let largest = 0;
  for (const weight of weights) if (weight > largest) largest = weight;
  const tables = forceTables(options.minDist);
  const next: Bits = random(options.seed, 1);
  const count = targets.length;
  return {
    kind: 'umap',
    epochs: options.epochs,
    seed: options.seed,
    offsets: shared(Int32Array, offsets.length, (i) => offsets[i]),
    targets: shared(Int32Array, count, (i) => targets[i]),
    rates: shared(Uint32Array, count, (i) => Math.min(2 ** 32 - 1, (weights[i] / largest) * 2 ** 32)),
    phases: shared(Uint32Array, count, next),
    attraction: shared(Float32Array, tableLength, (i) => tables.attraction[i]),
    repulsion: shared(Float32Array, tableLength, (i) => tables.repulsion[i]),
    positions: [shared(Float32Array, initial.length, (i) => initial[i]), shared(Float32Array, initial.length)],
  };
}

/** Points that a thread takes at once. */
const blockRows = 512;

export function umapBlocks({ offsets }: UmapDescent): number {
  return Math.max(1, Math.ceil((offsets.length - 1) / blockRows));
}

/**
 * One epoch for the points of a block (McInnes, Healy, Melville 2018, algorithm 5): each is moved along its edges
 * that are due, and away from random points. All others are where they were after the epoch before, so that the order
 * of points, and the threads that they are divided among, make no difference.
 */
export function descend(descent: UmapDescent, epoch: number, block: number): void {
  const { offsets, targets, rates, phases, attraction, repulsion, seed } = descent;
  const [before, after] = epoch % 2 === 0 ? descent.positions : [descent.positions[1], descent.positions[0]];
  const rate = 1 - epoch / descent.epochs;
  const n = offsets.length - 1;
  const end = Math.min(n, (block + 1) * blockRows);
  const perBit = n / 2 ** 32;
  const epochHash = hashed(Math.imul(epoch + 1, 0x9e3779b1) ^ seed);
  const squared = new Float32Array(1);
  const bits = new Int32Array(squared.buffer);
  for (let row = block * blockRows; row < end; row++) {
    let x = before[3 * row];
    let y = before[3 * row + 1];
    let z = before[3 * row + 2];
    // A generator for each point and epoch: whoever comes before draws nothing from it.
    let state = hashed(Math.imul(row + 1, 0x85ebca6b) ^ epochHash);
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      // Due where the sum of its rates passes a whole number.
      if ((Math.imul(epoch, rates[at]) + phases[at]) >>> 0 >= rates[at]) continue;
      const to = 3 * targets[at];
      const dx = x - before[to];
      const dy = y - before[to + 1];
      const dz = z - before[to + 2];
      squared[0] = dx * dx + dy * dy + dz * dz;
      const place = (bits[0] >> tableShift) - tableBegin;
      // Points at one place have no direction to be moved in, and neither have those that are no numbers.
      if (place >= 0 && place < tableLength) {
        const force = attraction[place];
        x -= rate * clipped(force * dx);
        y -= rate * clipped(force * dy);
        z -= rate * clipped(force * dz);
      }
      for (let sample = 0; sample < negativeSamples; sample++) {
        // A linear congruential generator; the place comes from its high bits.
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const other = 3 * Math.floor((state >>> 0) * perBit);
        const dx = x - before[other];
        const dy = y - before[other + 1];
        const dz = z - before[other + 2];
        squared[0] = dx * dx + dy * dy + dz * dz;
        const place = (bits[0] >> tableShift) - tableBegin;
        if (!(place >= 0 && place < tableLength) || other === 3 * row) continue;
        const force = repulsion[place];
        x += rate * clipped(force * dx);
        y += rate * clipped(force * dy);
        z += rate * clipped(force * dz);
      }
    }
    after[3 * row] = x;
    after[3 * row + 1] = y;
    after[3 * row + 2] = z;
  }
}

function clipped(gradient: number): number {
  return Math.max(-largestGradient, Math.min(largestGradient, gradient));
}

/** Mixes all bits of a 32-bit integer (Chris Wellons' lowbias32). */
function hashed(value: number): number {
  value ^= value >>> 16;
  value = Math.imul(value, 0x7feb352d);
  value ^= value >>> 15;
  value = Math.imul(value, 0x846ca68b);
  return value ^ (value >>> 16);
}
