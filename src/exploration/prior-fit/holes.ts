import { breathe } from '../../training/breathe';
import type { AggregatePosterior } from '../aggregate-posterior';

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

/** Draws that are put together to holes; of more the first so many, which are as fair a sample. */
const grouped = 192;
/** Holes that are told apart. */
const most = 12;
/** Where between two draws it is looked for codes, as shares of the way. */
const between = [0.5, 0.25, 0.75];

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
  const place = new Float32Array(latent);
  const sees = (a: Float32Array, b: Float32Array) =>
    between.every((share) => {
      for (let j = 0; j < latent; j++) place[j] = a[j] + share * (b[j] - a[j]);
      return posterior.logDensity(place) < threshold;
    });
  const holes: { draw: number; logPosterior: number; members: number }[] = [];
  for (const candidate of candidates) {
    const own = holes.find(({ draw }) => sees(codeOf(draw), codeOf(candidate.draw)));
    if (own) own.members++;
    else if (holes.length < most) holes.push({ ...candidate, members: 1 });
    await breathe();
  }
  const share = alone.length / count;
  const shareOf = (members: number) => (share * members) / Math.max(1, candidates.length);
  return {
    share,
    holes: holes
      .map(({ draw, logPosterior, members }) => ({ draw, logPosterior, share: shareOf(members) }))
      .sort((a, b) => b.share - a.share),
  };
}
