import { type Graph, symmetrised } from './graph';
import type { Neighbours } from './neighbours';

/** Distances of a point as memberships: exp(-(d - rho) / sigma). */
export interface Membership {
  /** n: the distance to the nearest neighbour that is not at the same place. */
  readonly rho: Float64Array;
  /** n: so that the memberships of the neighbours add up to log2 k. */
  readonly sigma: Float64Array;
}

/** Of the mean distance: sigma is no smaller. */
const leastSigma = 1e-3;

/** McInnes, Healy, Melville 2018, algorithm 3, by bisection. Local connectivity is 1. */
export function membership({ k, distances }: Neighbours): Membership {
  const n = distances.length / k;
  const target = Math.log2(k);
  let total = 0;
  for (const distance of distances) total += distance;
  const meanOfAll = total / distances.length;
  const rho = new Float64Array(n);
  const sigma = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const begin = row * k;
    let sum = 0;
    let nearest = 0;
    for (let i = begin + k - 1; i >= begin; i--) {
      sum += distances[i];
      if (distances[i] > 0) nearest = distances[i];
    }
    let [low, high, middle] = [0, Number.POSITIVE_INFINITY, 1];
    for (let turn = 0; turn < 64; turn++) {
      let memberships = 0;
      for (let i = begin; i < begin + k; i++) {
        const beyond = distances[i] - nearest;
        memberships += beyond > 0 ? Math.exp(-beyond / middle) : 1;
      }
      if (Math.abs(memberships - target) < 1e-5) break;
      if (memberships > target) high = middle;
      else low = middle;
      middle = high === Number.POSITIVE_INFINITY ? 2 * middle : (low + high) / 2;
    }
    rho[row] = nearest;
    sigma[row] = Math.max(middle, leastSigma * (nearest > 0 ? sum / k : meanOfAll)) || 1;
  }
  return { rho, sigma };
}

/**
 * The union of the fuzzy sets of all points: mix (v + v' - v v') + (1 - mix) v v', where v and v' are the memberships of an
 * edge's ends in each other's sets.
 */
export function fuzzyUnion(neighbours: Neighbours, { rho, sigma }: Membership, mix = 1): Graph {
  const { k, distances } = neighbours;
  const own = distances.map((distance, at) => {
    const row = Math.floor(at / k);
    const beyond = distance - rho[row];
    return beyond > 0 ? Math.exp(-beyond / sigma[row]) : 1;
  });
  return symmetrised(neighbours, own, (v, back) => mix * (v + back - v * back) + (1 - mix) * v * back);
}

/** Leaves out edges that are too weak to be followed once in so many epochs. */
export function prune({ offsets, targets, weights }: Graph, epochs: number): Graph {
  let largest = 0;
  for (const weight of weights) if (weight > largest) largest = weight;
  const least = largest / epochs;
  const n = offsets.length - 1;
  const kept = new Int32Array(n + 1);
  const keptTargets = new Int32Array(targets.length);
  const keptWeights = new Float32Array(targets.length);
  let count = 0;
  for (let row = 0; row < n; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      if (!(weights[at] > 0 && weights[at] >= least)) continue;
      keptTargets[count] = targets[at];
      keptWeights[count++] = weights[at];
    }
    kept[row + 1] = count;
  }
  return { offsets: kept, targets: keptTargets.slice(0, count), weights: keptWeights.slice(0, count) };
}
