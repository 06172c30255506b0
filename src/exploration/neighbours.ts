import type { Codes } from './projection';

export interface Neighbour {
  readonly index: number;
  readonly distance: number;
}

/** How many are listed beside an example that is looked at. */
export const listed = 8;

/**
 * The `count` examples whose codes lie closest to `z` (Euclidean), the closest first, leaving out `except`.
 * A code that is not finite is near to nothing.
 */
export function nearestNeighbours(
  { means, latent }: Codes,
  z: ArrayLike<number>,
  count: number,
  except = -1,
): readonly Neighbour[] {
  const nearest: { index: number; distance: number }[] = [];
  let limit = Number.POSITIVE_INFINITY;
  const total = means.length / latent;
  for (let index = 0; index < total; index++) {
    const begin = index * latent;
    let squared = 0;
    for (let j = 0; j < latent && squared < limit; j++) squared += (means[begin + j] - z[j]) ** 2;
    if (!(squared < limit) || index === except) continue;
    let place = nearest.length;
    while (place > 0 && nearest[place - 1].distance > squared) place--;
    nearest.splice(place, 0, { index, distance: squared });
    if (nearest.length > count) nearest.pop();
    if (nearest.length === count) limit = nearest[count - 1].distance;
  }
  return nearest.map(({ index, distance }) => ({ index, distance: Math.sqrt(distance) }));
}

/** The `count` examples nearest to the mean of the codes of some. */
export function nearestToCentre(codes: Codes, of: Int32Array, count: number): readonly number[] {
  const { means, latent } = codes;
  const mean = new Float64Array(latent);
  for (const index of of) for (let j = 0; j < latent; j++) mean[j] += means[index * latent + j] / of.length;
  return nearestNeighbours(codes, mean, count).map(({ index }) => index);
}
