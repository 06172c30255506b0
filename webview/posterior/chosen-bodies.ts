import type { PosteriorBodies } from '../../src/protocol/posterior-bodies';
import type { Bits } from '../data/bits';
import type { Bodies } from '../scene/bodies/bodies';

/** Of the posteriors of points that are seen (null: all), at most so many, evenly spread. @param positions Means, examples x 3. */
export function chosenBodies(
  { indices, axes }: PosteriorBodies,
  positions: Float32Array,
  seen: Bits | null,
  most: number,
): Bodies {
  const passing = Array.from(indices.keys()).filter((place) => seen === null || seen.has(indices[place]));
  const count = Math.min(most, passing.length);
  const chosen = Array.from({ length: count }, (_, i) => passing[Math.floor((i * passing.length) / count)]);
  const centres = new Float32Array(3 * count);
  const own = new Float32Array(9 * count);
  for (const [body, place] of chosen.entries()) {
    centres.set(positions.subarray(3 * indices[place], 3 * indices[place] + 3), 3 * body);
    own.set(axes.subarray(9 * place, 9 * place + 9), 9 * body);
  }
  return { indices: Int32Array.from(chosen, (place) => indices[place]), centres, axes: own };
}
