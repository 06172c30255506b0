import { posteriorOf } from '../../../src/protocol/composition';
import { ladderOf } from '../../../src/protocol/ladder';
import { decode, dense, encode, type ReferenceProblem, type ReferenceTerms, reconstructionOf } from './reference';

const logTwoPi = Math.log(2 * Math.PI);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A Gaussian with independent dimensions, by its variances. */
interface Gaussian {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

const drawn = ({ mean, variance }: Gaussian, noise: readonly number[]) =>
  mean.map((m, j) => m + Math.sqrt(variance[j]) * noise[j]);
const logDensity = (z: readonly number[], { mean, variance }: Gaussian) =>
  -0.5 * sum(z.map((value, j) => (value - mean[j]) ** 2 / variance[j] + Math.log(variance[j]) + logTwoPi));
const divergences = (q: Gaussian, p: Gaussian) =>
  q.mean.map((mean, j) => {
    const [own, other] = [q.variance[j], p.variance[j]];
    return 0.5 * (Math.log(other / own) + (own + (mean - p.mean[j]) ** 2) / other - 1);
  });
const standard = (size: number): Gaussian => ({
  mean: new Array<number>(size).fill(0),
  variance: new Array<number>(size).fill(1),
});

/**
 * The ladder VAE in plain loops over float64, as its paper has it: z1 itself, and not its distance from where z2 has it; the posterior
 * of z1 by adding precisions, and the KL of two Gaussians. With several draws, the importance weighted bound.
 */
export function ladderReference(problem: ReferenceProblem): ReferenceTerms {
  const { config, weights, x, noise, beta, freeBits, samples = 1 } = problem;
  const sizes = ladderOf(config);
  if (!sizes) throw new Error('This model has one layer');
  const { lower, top } = sizes;
  const gaussian = (part: string, h: readonly number[]): Gaussian => ({
    mean: dense(weights, `${part}/mean`, h, 'linear'),
    variance: dense(weights, `${part}/log_var`, h, 'linear').map(Math.exp),
  });
  const above = (part: string, h: readonly number[]) =>
    gaussian(part, dense(weights, `${part}/hidden`, h, config.activation));
  const klPerDimension = new Array<number>(lower + top).fill(0);
  const total = { loss: 0, reconstruction: 0, kl: 0 };
  x.forEach((example, i) => {
    const d1 = encode(problem, example);
    const said = gaussian('encoder', d1);
    const q2 = above('encoder/top', d1);
    const draws = Array.from({ length: samples }, (_, k) => {
      const own = noise[i * samples + k];
      const z2 = drawn(q2, own.slice(lower));
      const p1 = above('decoder/top', z2);
      const precision = said.variance.map((variance, j) => 1 / variance + 1 / p1.variance[j]);
      const mean = said.mean.map((m, j) => (m / said.variance[j] + p1.mean[j] / p1.variance[j]) / precision[j]);
      const q1 = { mean, variance: precision.map((value) => 1 / value) };
      const z1 = drawn(q1, own.slice(0, lower));
      const ratio = logDensity(z1, q1) + logDensity(z2, q2) - logDensity(z1, p1) - logDensity(z2, standard(top));
      [...divergences(q1, p1), ...divergences(q2, standard(top))].forEach((kl, j) => {
        klPerDimension[j] += kl / x.length;
      });
      return { error: reconstructionOf(problem, example, decode(problem, z1, example)), ratio };
    });
    const likelihoods = draws.map(({ error, ratio }) => Math.exp(-error - beta * ratio));
    const shares = likelihoods.map((value) => value / sum(likelihoods));
    total.loss -= Math.log(sum(likelihoods) / samples) / x.length;
    total.reconstruction += sum(draws.map(({ error }, k) => shares[k] * error)) / x.length;
    total.kl += sum(draws.map(({ ratio }, k) => shares[k] * (ratio + Math.log(shares[k] * samples)))) / x.length;
  });
  if (samples > 1) return total;
  const paid = sum(klPerDimension.map((kl) => (freeBits > 0 ? Math.max(freeBits, kl) : kl)));
  return {
    loss: total.reconstruction + beta * paid,
    reconstruction: total.reconstruction,
    kl: sum(klPerDimension),
  };
}

/** Whether a problem is one of two layers. */
export function isLadder({ config }: ReferenceProblem): boolean {
  return posteriorOf(config).name === 'ladder';
}
