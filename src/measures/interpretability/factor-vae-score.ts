import { type Estimate, shareOf } from '../estimate';
import { activeUnits, activeVariance } from '../health/active-units';
import type { Points } from '../points';
import type { Factor } from './factors';
import { draws, drawVotes, type Vote } from './votes';

/**
 * The FactorVAE score (Kim & Mnih 2018, arXiv 1802.05983, section 4): of examples with one factor held fixed the dimension that varies
 * least, by its variance over all, is to tell which factor it was. The accuracy of the majority vote of each dimension, on votes that it
 * is not made of. From 1 / K by chance to 1; dimensions that are not active are left out. The error is that of a share of so many
 * votes. Costs votes x draws x d.
 * @throws RangeError of fewer than two factors
 */
export function factorVaeScore(codes: Points, factors: readonly Factor[], seed: number): Estimate {
  const { dims, values } = codes;
  const { variances } = activeUnits(codes);
  const active = variances.flatMap(({ value }, j) => (value > activeVariance ? [j] : []));
  const least = ({ rows }: Vote) => {
    let [best, smallest] = [-1, Number.POSITIVE_INFINITY];
    for (const j of active) {
      const variance = varianceOf(rows, (row) => values[row * dims + j]) / variances[j].value;
      if (variance < smallest) [best, smallest] = [j, variance];
    }
    return best;
  };
  const oneValue = (byValue: readonly Int32Array[], index: (count: number) => number) => {
    const rows = byValue[index(byValue.length)];
    return Int32Array.from({ length: draws }, () => rows[index(rows.length)]);
  };
  const [learned, judged] = [2 * seed, 2 * seed + 1].map((each) => drawVotes(factors, each, oneValue));
  const counts = Array.from({ length: dims }, () => new Float64Array(factors.length));
  for (const vote of learned) if (active.length > 0) counts[least(vote)][vote.factor]++;
  const told = (vote: Vote) => (active.length > 0 ? counts[least(vote)] : counts[0]);
  const right = judged.filter((vote) => told(vote).indexOf(Math.max(...told(vote))) === vote.factor);
  return shareOf(right.length, judged.length);
}

function varianceOf(rows: Int32Array, value: (row: number) => number): number {
  let [mean, squares] = [0, 0];
  for (const row of rows) mean += value(row) / rows.length;
  for (const row of rows) squares += (value(row) - mean) ** 2;
  return squares / (rows.length - 1);
}
