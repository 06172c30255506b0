import { setImmediate } from 'node:timers/promises';
import { nearestNeighbours } from './neighbours';
import type { Codes } from './projection';

/** Others are answered in between, ms. */
const turn = 12;

/**
 * The examples that are among the `count` nearest (Euclidean, over all latent dimensions, exactly) of any of some.
 * Lets the process answer others meanwhile. @throws the signal's reason.
 */
export async function nearestOfEach(
  codes: Codes,
  of: Int32Array,
  count: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<number>> {
  const { means, latent } = codes;
  const found = new Set<number>();
  let since = performance.now();
  for (const index of of) {
    const z = means.subarray(index * latent, (index + 1) * latent);
    for (const neighbour of nearestNeighbours(codes, z, count, index)) found.add(neighbour.index);
    if (performance.now() - since < turn) continue;
    await setImmediate();
    signal?.throwIfAborted();
    since = performance.now();
  }
  return found;
}

/** The `count` examples nearest to the mean of the codes of some. */
export function nearestToCentre(codes: Codes, of: Int32Array, count: number): readonly number[] {
  const { means, latent } = codes;
  const centre = new Float64Array(latent);
  for (const index of of) for (let j = 0; j < latent; j++) centre[j] += means[index * latent + j] / of.length;
  return nearestNeighbours(codes, centre, count).map(({ index }) => index);
}
