import { fitProbe } from '../../exploration/failures/logistic-probe';
import { breathe } from '../../training/breathe';
import { type Estimate, shareOf } from '../estimate';
import type { Points } from '../points';
import type { Factor } from './factors';
import { draws, drawVotes, type Vote } from './votes';

/**
 * The beta-VAE score (Higgins et al. 2017, "beta-VAE", ICLR, section 3): of pairs of examples with one factor in common the mean
 * |z - z'|, dimension by dimension, is to tell which factor it was, by a linear classifier (multinomial logistic regression) and on
 * votes that it has not seen. From 1 / K by chance to 1. The error is that of a share of so many votes. Costs votes x draws x d.
 * @throws RangeError of fewer than two factors
 */
export async function betaVaeScore(codes: Points, factors: readonly Factor[], seed: number): Promise<Estimate> {
  const { dims, values } = codes;
  const pairs = (byValue: readonly Int32Array[], index: (count: number) => number) => {
    const rows = new Int32Array(2 * draws);
    for (let pair = 0; pair < draws; pair++) {
      const own = byValue[index(byValue.length)];
      rows.set([own[index(own.length)], own[index(own.length)]], 2 * pair);
    }
    return rows;
  };
  const differences = (votes: readonly Vote[]) => {
    const means = new Float32Array(votes.length * dims);
    for (const [vote, { rows }] of votes.entries()) {
      for (let j = 0; j < dims; j++) {
        let sum = 0;
        for (let at = 0; at < rows.length; at += 2) {
          sum += Math.abs(values[rows[at] * dims + j] - values[rows[at + 1] * dims + j]);
        }
        means[vote * dims + j] = sum / draws;
      }
    }
    return { latent: dims, means };
  };
  const [learned, judged] = [2 * seed, 2 * seed + 1].map((each) => drawVotes(factors, each, pairs));
  const labels = learned.map(({ factor }) => factor);
  const probe = await fitProbe(differences(learned), labels, factors.length, breathe);
  const told = probe.probabilities(differences(judged));
  const right = judged.filter(({ factor }, vote) => {
    const own = told.subarray(vote * factors.length, (vote + 1) * factors.length);
    return own.indexOf(Math.max(...own)) === factor;
  });
  return shareOf(right.length, judged.length);
}
