import { breathe } from '../../training/breathe';
import type { AggregatePosterior } from '../aggregate-posterior';
import { grouped, groupsInSight, placesBetween } from './in-sight';

/** Draws of the prior, and how probable each is. */
export interface PriorDraws {
  /** draws x latent. */
  readonly codes: Float32Array;
  /** log p(z) of each, nats. */
  readonly logDensities: ArrayLike<number>;
}

/** A hole: draws of the prior that see each other through the emptiness. */
export interface Hole {
  /** The most probable of its draws. */
  readonly draw: number;
  /** Of all draws of the prior. */
  readonly share: number;
  /** log q(z) there, nats. */
  readonly logPosterior: number;
}

/**
 * Finds where the prior draws and no code lies: the draws at which log q(z) of the aggregate posterior is below `threshold`. Two
 * are in one hole where it is below it all along the line between them, too; holes are looked for from the most probable draws on.
 * @returns The share of all draws that lie in a hole, and the holes, those with the largest share first.
 */
export async function findHoles(
  { codes, logDensities }: PriorDraws,
  posterior: Pick<AggregatePosterior, 'logDensity'>,
  threshold: number,
): Promise<{ readonly share: number; readonly holes: readonly Hole[] }> {
  const count = logDensities.length;
  const latent = codes.length / count;
  const codeOf = (draw: number) => codes.subarray(draw * latent, (draw + 1) * latent);
  const alone: { readonly draw: number; readonly logPosterior: number }[] = [];
  for (let draw = 0; draw < count; draw++) {
    const logPosterior = posterior.logDensity(codeOf(draw));
    if (logPosterior < threshold) alone.push({ draw, logPosterior });
    await breathe();
  }
  const candidates = alone.slice(0, grouped).sort((a, b) => logDensities[b.draw] - logDensities[a.draw]);
  const sees = (a: Float32Array, b: Float32Array) =>
    placesBetween(a, b).every((place) => posterior.logDensity(place) < threshold);
  const groups = await groupsInSight(
    candidates.map(({ draw }) => codeOf(draw)),
    (code, others) => others.findIndex((other) => sees(other, code)),
  );
  const share = alone.length / count;
  return {
    share,
    holes: groups
      .map(({ first, members }) => ({ ...candidates[first], share: (share * members) / candidates.length }))
      .sort((a, b) => b.share - a.share),
  };
}
