import { spread } from '../example-set';
import type { Codes } from '../projection';
import { grouped, groupsInSight, placesBetween } from './in-sight';

/** Codes that hang together where the prior hardly draws. */
export interface ImprobableRegion {
  /** The example whose code has the highest log q(z) of them. */
  readonly example: number;
  /** Of all codes. */
  readonly share: number;
  /** log q(z) there, nats. */
  readonly logPosterior: number;
}

interface Densities {
  /** log p(z) of the prior, [rows], at rows x latent. */
  logPriors(codes: Float32Array): Promise<Float32Array>;
  /** log q(z) of the posteriors of others at the code of an example. */
  logPosterior(example: number): number;
}

/**
 * The counterparts of holes: codes at which log p(z) is below `threshold`, put together where it is all along the line between
 * them, too; looked for from where codes are densest.
 * @param improbable The examples whose codes are. @returns Those with the largest share first.
 */
export async function improbableRegions(
  { latent, means }: Codes,
  improbable: Int32Array,
  { logPriors, logPosterior }: Densities,
  threshold: number,
): Promise<readonly ImprobableRegion[]> {
  const codeOf = (example: number) => means.slice(example * latent, (example + 1) * latent);
  const candidates = Array.from(spread(improbable, grouped), (example) => ({
    example,
    logPosterior: logPosterior(example),
  })).sort((a, b) => b.logPosterior - a.logPosterior);
  const groups = await groupsInSight(
    candidates.map(({ example }) => codeOf(example)),
    async (code, others) => {
      if (others.length === 0) return -1;
      const ways = others.map((other) => placesBetween(other, code));
      const places = Float32Array.from(ways.flat().flatMap((place) => [...place]));
      const densities = await logPriors(places);
      const each = ways[0].length;
      return others.findIndex((_, at) =>
        densities.subarray(at * each, (at + 1) * each).every((log) => log < threshold),
      );
    },
  );
  const share = improbable.length / (means.length / latent);
  return groups
    .map(({ first, members }) => ({ ...candidates[first], share: (share * members) / candidates.length }))
    .sort((a, b) => b.share - a.share);
}
