import { fillNormal, random, toUnit } from '../../random';
import type { Encodings } from '../../training/encoding';
import { type Estimate, meanOf } from '../estimate';

/** Tells these draws from others. */
const drawSeed = 0xdec0;

/** What the mean KL of a VAE to its prior is the sum of, nats. */
export interface KlDecomposition {
  /** I(z; n): what a code says of which example it is of. At most log N. */
  readonly mutualInformation: Estimate;
  /** KL(q(z) || prod_j q(z_j)): how much the dimensions depend on each other. */
  readonly totalCorrelation: Estimate;
  /** sum_j KL(q(z_j) || N(0, 1)). */
  readonly dimensionWise: Estimate;
}

/**
 * The decomposition of the KL by Chen et al. 2018 (arXiv 1802.04942, equation 2; Hoffman & Johnson 2016),
 *
 *   1/N sum_n KL(q(z|x_n) || p(z)) = I(z; n) + KL(q(z) || prod_j q(z_j)) + sum_j KL(q(z_j) || p(z_j)),
 *
 * for Gaussian posteriors with diagonal covariances and the prior N(0, I). q(z) is the whole mixture of all N posteriors, so that nothing
 * is biased as minibatch estimates are (their equation 6); the expectation over it is by `draws` draws, each of a random example.
 *
 * Nats. The errors are of the mean over the draws. Costs draws N d exponentials.
 * @param breathe Between draws; what it throws ends it.
 */
export async function decomposeKl(
  { means, logVars, latent }: Encodings,
  draws: number,
  seed: number,
  breathe: () => Promise<void>,
): Promise<KlDecomposition> {
  if (!logVars) throw new Error('A posterior without a spread has no KL of its own');
  const count = means.length / latent;
  const precisions = Float64Array.from(logVars, (logVar) => Math.exp(-logVar));
  const normalisers = Float64Array.from(logVars, (logVar) => (logVar + Math.log(2 * Math.PI)) / 2);
  const next = random(seed, drawSeed);
  const noise = fillNormal(new Float32Array(draws * latent), random(seed, drawSeed, 1));
  const [information, correlation, marginal] = [1, 2, 3].map(() => new Float64Array(draws));
  const joint = new Float64Array(count);
  const z = new Float64Array(latent);
  for (let draw = 0; draw < draws; draw++) {
    const own = Math.floor(toUnit(next()) * count);
    for (let j = 0; j < latent; j++) {
      const at = own * latent + j;
      z[j] = means[at] + Math.exp(logVars[at] / 2) * noise[draw * latent + j];
    }
    // A draw is near the posterior that it is of: of no dimension do all densities underflow.
    const densities = new Float64Array(latent);
    for (let n = 0, at = 0; n < count; n++) {
      let sum = 0;
      for (let j = 0; j < latent; j++, at++) {
        const log = -((z[j] - means[at]) ** 2 * precisions[at]) / 2 - normalisers[at];
        densities[j] += Math.exp(log);
        sum += log;
      }
      joint[n] = sum;
    }
    const aggregate = logSumExp(joint) - Math.log(count);
    const product = densities.reduce((sum, density) => sum + Math.log(density / count), 0);
    const prior = z.reduce((sum, value) => sum - (value ** 2 + Math.log(2 * Math.PI)) / 2, 0);
    information[draw] = joint[own] - aggregate;
    correlation[draw] = aggregate - product;
    marginal[draw] = product - prior;
    await breathe();
  }
  return {
    mutualInformation: meanOf(information),
    totalCorrelation: meanOf(correlation),
    dimensionWise: meanOf(marginal),
  };
}

function logSumExp(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
