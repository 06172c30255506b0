import type { PosteriorBodies } from '../../src/protocol/posterior-bodies';
import { randomBits } from '../scene/shuffle';

/**
 * Where points are shown at draws of their posteriors: E + M e, with e from N(0, I) by the seed. What has no body stays where it is.
 * @param places Means, examples x 3.
 */
export function drawnPlaces(
  places: Float32Array,
  { indices, axes }: Pick<PosteriorBodies, 'indices' | 'axes'>,
  seed: number,
): Float32Array {
  const drawn = places.slice();
  const next = normals(seed);
  for (const [body, index] of indices.entries()) {
    for (let column = 0; column < 3; column++) {
      const noise = next();
      const begin = 9 * body + 3 * column;
      for (let axis = 0; axis < 3; axis++) drawn[3 * index + axis] += noise * axes[begin + axis];
    }
  }
  return drawn;
}

/** N(0, 1), by the Box-Muller transform. */
function normals(seed: number): () => number {
  const bits = randomBits(seed);
  const uniform = () => (bits() + 0.5) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
