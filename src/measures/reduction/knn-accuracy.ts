import type { Codes } from '../../exploration/projection';
import { neighboursAmong } from '../../layout/neighbours';
import { type Estimate, shareOf } from '../estimate';

/** Codes with a class each, by its number. */
export interface LabelledCodes {
  readonly codes: Codes;
  readonly numbers: Int32Array;
}

/**
 * The share of some examples whose class is the one that most of their k nearest among others have (Cover & Hart 1967; Euclidean, each
 * of the k counts alike, of as many the lowest number). Both have to be of the same space.
 *
 * A share. The error is sqrt(p (1 - p) / n). Costs n n' d products.
 * @throws RangeError where there are fewer than k to learn from; the signal's reason
 */
export async function knnAccuracy(
  learned: LabelledCodes,
  judged: LabelledCodes,
  k: number,
  classes: number,
  signal: AbortSignal,
): Promise<Estimate> {
  const pointsOf = ({ means: values, latent: dims }: Codes) => ({ values, dims });
  const [asked, known] = [pointsOf(judged.codes), pointsOf(learned.codes)];
  const { indices } = await neighboursAmong(asked, known, k, { signal });
  let right = 0;
  const votes = new Int32Array(classes);
  for (const [i, number] of judged.numbers.entries()) {
    votes.fill(0);
    for (const neighbour of indices.subarray(i * k, (i + 1) * k))
      if (neighbour >= 0) votes[learned.numbers[neighbour]]++;
    if (votes.indexOf(Math.max(...votes)) === number) right++;
  }
  return shareOf(right, judged.numbers.length);
}
