import { approximateNeighbours } from './approximate-neighbours';
import { exactNeighbours, type NeighbourOptions, type Neighbours, type Points } from './neighbours';

/** Exact ones cost the square of the number of points: of more than these most are found. */
export const exactMost = 100_000;

/** The nearest neighbours of each point. */
export interface FoundNeighbours extends Neighbours {
  /** The share of them that was found, where it may not be all. */
  readonly recall?: number;
}

/**
 * Exact, or of very many points most of them.
 * @param seed Of the latter.
 * @throws RangeError where there are no more than k points; the signal's reason
 */
export function nearestNeighbours(
  points: Points,
  k: number,
  seed: number,
  options: NeighbourOptions,
): Promise<FoundNeighbours> {
  return points.values.length / points.dims > exactMost
    ? approximateNeighbours(points, k, seed, options)
    : exactNeighbours(points, k, options);
}
