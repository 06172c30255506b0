import type { DensityField } from './kernel-density';

/** A line around where points are densest. */
export interface Contour {
  /** The part of all points that is inside. */
  readonly share: number;
  readonly level: number;
  /** Pieces of it, from and to: 4 numbers each, x and y. */
  readonly pieces: Float32Array;
}

/** The parts of all points that lines go round. */
export const contourShares = [0.1, 0.3, 0.5, 0.7, 0.9, 0.97] as const;

/** Lines around the smallest regions that hold these parts of the points (highest density regions; Hyndman, 1996). */
export function contours(field: DensityField, shares: readonly number[] = contourShares): readonly Contour[] {
  const levels = levelsOf(field, shares);
  return shares.map((share, i) => ({ share, level: levels[i], pieces: contour(field, levels[i]) }));
}

/** The density above which so large a part of all points is, for each of the parts. */
export function levelsOf({ values, step }: DensityField, shares: readonly number[]): readonly number[] {
  const descending = values.slice().sort().reverse();
  const cell = step[0] * step[1] * step[2];
  const sums = new Float64Array(descending.length);
  for (let i = 0, sum = 0; i < descending.length; i++) {
    sum += descending[i] * cell;
    sums[i] = sum;
  }
  const total = sums[sums.length - 1];
  return shares.map((share) => descending[sums.findIndex((sum) => sum >= share * total)] ?? 0);
}

/** Which edges of a cell a line goes through, from and to, by which of its corners are inside (1, 2, 4, 8 counter-clockwise). */
const edges: readonly (readonly number[])[] = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];
const saddles = { apart: [3, 0, 1, 2], joined: [3, 2, 1, 0] } as const;

/** Marching squares, straight between places: where two opposite corners are inside, the mean of the four says whether they join. */
export function contour({ values, size, origin, step }: DensityField, level: number): Float32Array {
  const [across, down] = size;
  const pieces: number[] = [];
  for (let k = 0; k < down - 1; k++) {
    for (let i = 0; i < across - 1; i++) {
      const at = k * across + i;
      const corners = [values[at], values[at + 1], values[at + across + 1], values[at + across]];
      const inside = corners.reduce((bits, value, corner) => bits | (value >= level ? 1 << corner : 0), 0);
      if (inside === 0 || inside === 15) continue;
      for (const edge of edgesOf(inside, corners, level)) {
        const share = (level - corners[edge]) / (corners[(edge + 1) % 4] - corners[edge]);
        const [x, y] = onEdge(edge, share);
        pieces.push(origin[0] + (i + x) * step[0], origin[1] + (k + y) * step[1]);
      }
    }
  }
  return Float32Array.from(pieces);
}

function edgesOf(inside: number, corners: readonly number[], level: number): readonly number[] {
  if (inside !== 5 && inside !== 10) return edges[inside];
  const joined = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 >= level;
  return joined === (inside === 5) ? saddles.joined : saddles.apart;
}

/** A place on the edges of the unit square: below, right, above, left, each from its first corner on. */
function onEdge(edge: number, share: number): readonly [number, number] {
  if (edge === 0) return [share, 0];
  if (edge === 1) return [1, share];
  return edge === 2 ? [1 - share, 1] : [0, 1 - share];
}
