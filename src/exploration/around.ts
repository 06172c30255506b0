import { exactNeighbours } from '../layout/neighbours';
import type { Codes } from './projection';

/**
 * The examples that are among the `count` nearest (Euclidean, over all latent dimensions, exactly) of any of some; none is
 * its own. Lets the process answer others meanwhile. @throws the signal's reason.
 */
export async function nearestOfEach(
  { means, latent }: Codes,
  of: Int32Array,
  count: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<number>> {
  const others = means.length / latent - 1;
  if (others < 1) return new Set();
  const { indices } = await exactNeighbours({ values: means, dims: latent }, Math.min(count, others), { of, signal });
  return new Set(indices.filter((index) => index >= 0));
}
