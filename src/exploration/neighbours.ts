import type { Codes } from './projection';

export interface Neighbour {
  readonly index: number;
  readonly distance: number;
}

/**
 * The `count` examples whose codes lie closest to `z` (Euclidean), the closest first, leaving out `except`; only of `among`,
 * where it is given. A code that is not finite is near to nothing.
 */
export function nearestNeighbours(
  { means, latent }: Codes,
  z: ArrayLike<number>,
  count: number,
  except = -1,
  among?: Int32Array,
): readonly Neighbour[] {
  const nearest: { index: number; distance: number }[] = [];
  let limit = Number.POSITIVE_INFINITY;
  const total = among?.length ?? means.length / latent;
  for (let at = 0; at < total; at++) {
    const index = among ? among[at] : at;
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
