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
  const nearest = new NearestFew(count);
  const total = means.length / latent;
  for (let index = 0; index < total; index++) {
    const begin = index * latent;
    let squared = 0;
    for (let j = 0; j < latent && squared < nearest.limit; j++) squared += (means[begin + j] - z[j]) ** 2;
    if (squared < nearest.limit && index !== except) nearest.take(index, squared);
  }
  return nearest.list();
}

/** The nearest of what is gone through; of those equally far the ones that came first. */
export class NearestFew {
  /** The squared distance from which on nothing is taken any more. */
  limit: number;
  private readonly found: { readonly index: number; readonly squared: number }[] = [];

  constructor(private readonly count: number) {
    this.limit = count > 0 ? Number.POSITIVE_INFINITY : 0;
  }

  /** @param squared Below the limit. */
  take(index: number, squared: number): void {
    const { count, found } = this;
    let place = found.length;
    while (place > 0 && found[place - 1].squared > squared) place--;
    found.splice(place, 0, { index, squared });
    if (found.length > count) found.pop();
    if (found.length === count) this.limit = found[count - 1].squared;
  }

  /** The nearest first. @param unit What is 1 in the distances. */
  list(unit = 1): readonly Neighbour[] {
    return this.found.map(({ index, squared }) => ({ index, distance: Math.sqrt(squared) / unit }));
  }
}

/** The `count` examples nearest to the mean of the codes of some. */
export function nearestToCentre(codes: Codes, of: Int32Array, count: number): readonly number[] {
  const { means, latent } = codes;
  const mean = new Float64Array(latent);
  for (const index of of) for (let j = 0; j < latent; j++) mean[j] += means[index * latent + j] / of.length;
  return nearestNeighbours(codes, mean, count).map(({ index }) => index);
}
