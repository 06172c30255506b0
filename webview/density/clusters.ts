import type { Vector3 } from '../scene/vector';
import { type DensityField, placeOf, type Scatter } from './kernel-density';

/** Points around a place that is denser than all around it. */
export interface Cluster {
  /** Where it is densest. */
  readonly place: Vector3;
  /** How many points. */
  readonly size: number;
}

export interface Clusters {
  /** The largest first. */
  readonly clusters: readonly Cluster[];
  /** For each point the number of its cluster, `noCluster` for none. */
  readonly of: Uint16Array;
}

export const noCluster = 0xffff;
/** A peak is one if it is higher than the pass to a higher one by so many standard errors... */
const certainty = 3;
/** ...and so many times as high. */
const prominence = 1.2;
/** Fewer points, or a smaller share of all, are no cluster. */
const fewest = 5;
const smallestShare = 0.002;
const most = 200;
/** Names of more groups than these have no room. */
const mostGroups = 100;

/**
 * Clusters as peaks of the density, by their prominence (ToMATo: Chazal, Guibas, Oudot and Skraba, 2013): the field is flooded from its
 * highest place down, and where two peaks meet, the lower one becomes part of the other unless it rises clearly above the pass
 * between them, beyond what chance does: the standard error of a density f is sqrt(f R / (n h^d)), R = (2 sqrt(pi))^-d. How many clusters
 * there are follows from the points; their forms are free, as HDBSCAN's are, at the cost of a sort of the grid.
 */
export function findClusters(scatter: Scatter, field: DensityField): Clusters {
  const basins = flood(field, standardError(field, scatter.dims));
  return gather(scatter, field, basins);
}

/** Of a density, divided by its square root. */
function standardError({ bandwidth, count }: DensityField, dims: 2 | 3): number {
  const kernel = bandwidth.slice(0, dims).reduce((volume, h) => volume * h * 2 * Math.sqrt(Math.PI), 1);
  return 1 / Math.sqrt(count * kernel);
}

/** For each place its peak's place; -1 where no point is near. */
function flood({ values, size }: DensityField, error: number): Int32Array {
  const order = descending(values);
  const parent = new Int32Array(values.length).fill(-1);
  const root = (place: number): number => {
    let at = place;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const around = neighbourhood(size);
  for (const place of order) {
    let uphill = -1;
    const met: number[] = [];
    around(place, (other) => {
      if (parent[other] === -1) return;
      met.push(other);
      if (uphill === -1 || values[other] > values[uphill]) uphill = other;
    });
    parent[place] = uphill === -1 ? place : root(uphill);
    for (const other of met) {
      const [one, two] = [root(place), root(other)];
      if (one === two) continue;
      const [high, low] = values[one] >= values[two] ? [one, two] : [two, one];
      const pass = values[place];
      const rise = values[low] - pass;
      const stands = values[low] >= prominence * pass && rise >= certainty * error * Math.sqrt(values[low] + pass);
      if (!stands) parent[low] = high;
    }
  }
  return parent.map((_, place) => (parent[place] === -1 ? -1 : root(place)));
}

/** Places with any density to speak of, the densest first. */
function descending(values: Float32Array): Uint32Array {
  const least = 1e-5 * values[highest(values)];
  const places = new Uint32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > least) places[count++] = i;
  return places.subarray(0, count).sort((a, b) => values[b] - values[a]);
}

function neighbourhood([across, down, deep]: Vector3): (place: number, visit: (other: number) => void) => void {
  return (place, visit) => {
    const i = place % across;
    const k = Math.floor(place / across) % down;
    const l = Math.floor(place / (across * down));
    for (let z = Math.max(0, l - 1); z <= Math.min(deep - 1, l + 1); z++) {
      for (let y = Math.max(0, k - 1); y <= Math.min(down - 1, k + 1); y++) {
        for (let x = Math.max(0, i - 1); x <= Math.min(across - 1, i + 1); x++) {
          const other = (z * down + y) * across + x;
          if (other !== place) visit(other);
        }
      }
    }
  };
}

/** Gives the points to the basins they are in, and leaves out what is too small. */
function gather({ positions, shown }: Scatter, field: DensityField, basins: Int32Array): Clusters {
  const peakOf = (i: number) => {
    if (shown[i] === 0) return -1;
    const place = placeOf(field, positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]);
    return place === -1 ? -1 : basins[place];
  };
  const sizes = new Map<number, number>();
  for (let i = 0; i < shown.length; i++) {
    const peak = peakOf(i);
    if (peak >= 0) sizes.set(peak, (sizes.get(peak) ?? 0) + 1);
  }
  const smallest = Math.max(fewest, smallestShare * field.count);
  const kept = [...sizes].filter(([, size]) => size >= smallest).sort((a, b) => b[1] - a[1]);
  const numbers = new Map(kept.slice(0, most).map(([peak], number) => [peak, number]));
  const of = new Uint16Array(shown.length).fill(noCluster);
  for (let i = 0; i < shown.length; i++) of[i] = numbers.get(peakOf(i)) ?? noCluster;
  return { clusters: kept.slice(0, most).map(([peak, size]) => ({ place: summit(field, peak), size })), of };
}

/** Between the places of the grid, where the parabolas through a peak and its neighbours along each axis are highest. */
function summit({ values, size, origin, step }: DensityField, peak: number): Vector3 {
  const place = [peak % size[0], Math.floor(peak / size[0]) % size[1], Math.floor(peak / (size[0] * size[1]))];
  const at = (axis: number): number => {
    if (size[axis] === 1) return 0;
    const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
    const inside = place[axis] > 0 && place[axis] < size[axis] - 1;
    const [before, here, after] = inside ? [values[peak - stride], values[peak], values[peak + stride]] : [0, 0, 0];
    const bend = before - 2 * here + after;
    const shift = bend < 0 ? (before - after) / (2 * bend) : 0;
    return origin[axis] + (place[axis] + shift) * step[axis];
  };
  return [at(0), at(1), at(2)];
}

/** A group of points, such as a category, and where it is densest. */
export interface GroupPlace extends Cluster {
  readonly group: number;
}

/** Where the largest groups of points are densest, the largest first. `groups` holds a whole number for each point, negative for none. */
export function groupPlaces(
  { positions, shown, dims }: Scatter,
  groups: ArrayLike<number>,
  estimate: (scatter: Scatter) => DensityField | null,
): readonly GroupPlace[] {
  const sizes = new Map<number, number>();
  for (let i = 0; i < shown.length; i++) {
    if (shown[i] === 1 && groups[i] >= 0) sizes.set(groups[i], (sizes.get(groups[i]) ?? 0) + 1);
  }
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, mostGroups);
  const members = new Map(largest.map(([group, size]) => [group, { positions: new Float32Array(3 * size), next: 0 }]));
  for (let i = 0; i < shown.length; i++) {
    const own = shown[i] === 1 ? members.get(groups[i]) : undefined;
    if (!own) continue;
    own.positions.set(positions.subarray(3 * i, 3 * i + 3), own.next);
    own.next += 3;
  }
  return largest.flatMap(([group, size]) => {
    const own = members.get(group)!.positions;
    const field = estimate({ positions: own, shown: new Uint8Array(size).fill(1), dims });
    return field ? [{ group, size, place: summit(field, highest(field.values)) }] : [];
  });
}

function highest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
