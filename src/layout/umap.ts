import { fillNormal, random } from '../random';
import { type Graph, prune } from './fuzzy-graph';
import { fitCurve } from './umap-curve';

export interface UmapOptions {
  readonly dims: 2 | 3;
  /** Over which the learning rate falls from 1 to 0. */
  readonly epochs: number;
  readonly minDist: number;
  readonly seed: number;
}

/** Of each edge that is followed, how many points are pushed away. */
const negativeSamples = 5;
/** No coordinate is moved further by one force, times the learning rate. */
const largestGradient = 4;
/** The half width of the first layout, and the deviation of its noise. */
const halfWidth = 10;
const noise = 1e-3;

/**
 * Layout by stochastic gradient descent on the cross-entropy of a fuzzy graph and that of the layout, with negative
 * sampling (McInnes, Healy, Melville 2018, section 4.2). One thread, and the same positions for the same seed, however
 * the epochs are divided into steps.
 */
export class Umap {
  /** n x dims; moved in place. */
  readonly positions: Float32Array;
  private readonly graph: Graph;
  /** Of each edge how often it is followed, as a fraction of 2^32 epochs, and where in its turn it begins. */
  private readonly rates: Uint32Array;
  private readonly phases: Uint32Array;
  private readonly a: number;
  private readonly b: number;
  private epoch = 0;

  /** @param initial n x dims, of any scale: see `spreadOut` */
  constructor(
    graph: Graph,
    initial: Float32Array,
    private readonly options: UmapOptions,
  ) {
    this.graph = prune(graph, options.epochs);
    this.positions = spreadOut(initial, options.seed);
    ({ a: this.a, b: this.b } = fitCurve(options.minDist, 1));
    const { weights } = this.graph;
    let largest = 0;
    for (const weight of weights) if (weight > largest) largest = weight;
    this.rates = Uint32Array.from(weights, (weight) => Math.min(2 ** 32 - 1, (weight / largest) * 2 ** 32));
    const next = random(options.seed, 1);
    this.phases = Uint32Array.from(weights, next);
  }

  get isDone(): boolean {
    return this.epoch >= this.options.epochs;
  }

  /** Goes on by so many epochs, or as many as are left. */
  step(epochs: number): void {
    const end = Math.min(this.options.epochs, this.epoch + epochs);
    for (; this.epoch < end; this.epoch++) this.descend(1 - this.epoch / this.options.epochs);
  }

  private descend(rate: number): void {
    const { positions, rates, phases, a, b, epoch } = this;
    const { offsets, targets } = this.graph;
    const { dims, seed } = this.options;
    const n = offsets.length - 1;
    const next = random(seed, 2, epoch);
    for (let row = 0; row < n; row++) {
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        // Due where the sum of its rates passes a whole number.
        if ((Math.imul(epoch, rates[at]) + phases[at]) >>> 0 >= rates[at]) continue;
        const from = row * dims;
        const to = targets[at] * dims;
        let squared = squaredDistance(positions, from, to, dims);
        if (squared > 0) {
          const power = squared ** b;
          const force = (-2 * a * b * power) / (squared * (1 + a * power));
          for (let j = 0; j < dims; j++) {
            const move = rate * clipped(force * (positions[from + j] - positions[to + j]));
            positions[from + j] += move;
            positions[to + j] -= move;
          }
        }
        for (let sample = 0; sample < negativeSamples; sample++) {
          const other = Math.floor((next() / 2 ** 32) * n) * dims;
          if (other === from) continue;
          squared = squaredDistance(positions, from, other, dims);
          // Points at one place have no direction to be pushed in.
          if (squared === 0) continue;
          const force = (2 * b) / ((0.001 + squared) * (1 + a * squared ** b));
          for (let j = 0; j < dims; j++) {
            positions[from + j] += rate * clipped(force * (positions[from + j] - positions[other + j]));
          }
        }
      }
    }
  }
}

function squaredDistance(positions: Float32Array, a: number, b: number, dims: number): number {
  const x = positions[a] - positions[b];
  const y = positions[a + 1] - positions[b + 1];
  const z = dims === 3 ? positions[a + 2] - positions[b + 2] : 0;
  return x * x + y * y + z * z;
}

function clipped(gradient: number): number {
  return Math.max(-largestGradient, Math.min(largestGradient, gradient));
}

/** Scaled to 10 at most, with a little noise, which parts duplicates. */
function spreadOut(initial: Float32Array, seed: number): Float32Array {
  let largest = 0;
  for (const value of initial) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 ? halfWidth / largest : 0;
  const result = fillNormal(new Float32Array(initial.length), random(seed, 0));
  for (let i = 0; i < result.length; i++) result[i] = noise * result[i] + scale * initial[i];
  return result;
}
