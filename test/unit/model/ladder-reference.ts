import { posteriorOf } from '../../../src/protocol/composition';
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
/** What two say together: precisions add up. */
const product = (a: Gaussian, b: Gaussian): Gaussian => {
  const precision = a.variance.map((variance, j) => 1 / variance + 1 / b.variance[j]);
  const mean = precision.map((own, j) => (a.mean[j] / a.variance[j] + b.mean[j] / b.variance[j]) / own);
  return { mean, variance: precision.map((value) => 1 / value) };
};
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
  const sizes = sizesOf(problem);
  const top = sizes.length - 1;
  const starts = sizes.map((_, layer) => sum(sizes.slice(0, layer)));
  // What is above the first layer is called by its number, but for the last.
  const above = (layer: number) => (layer === top ? 'top' : `layer_${layer + 1}`);
  const gaussian = (part: string, h: readonly number[]): Gaussian => ({
    mean: dense(weights, `${part}/mean`, h, 'linear'),
    variance: dense(weights, `${part}/log_var`, h, 'linear').map(Math.exp),
  });
  const hidden = (part: string, h: readonly number[]) => dense(weights, `${part}/hidden`, h, config.activation);
  const klPerDimension = sizes.map((size) => new Array<number>(size).fill(0));
  const total = { loss: 0, reconstruction: 0, kl: 0 };
  x.forEach((example, i) => {
    let d = encode(problem, example);
    const said = sizes.map((_, layer) => {
      if (layer === 0) return gaussian('encoder', d);
      const part = `encoder/${above(layer)}`;
      d = hidden(part, d);
      return gaussian(part, d);
    });
    const draws = Array.from({ length: samples }, (_, k) => {
      const own = noise[i * samples + k];
      let [z, ratio]: [readonly number[], number] = [[], 0];
      for (let layer = top; layer >= 0; layer--) {
        let [p, q] = [standard(sizes[layer]), said[layer]];
        if (layer < top) {
          const part = `decoder/${above(layer + 1)}`;
          p = gaussian(part, hidden(part, z));
          q = product(said[layer], p);
        }
        z = drawn(q, own.slice(starts[layer], starts[layer] + sizes[layer]));
        ratio += logDensity(z, q) - logDensity(z, p);
        divergences(q, p).forEach((kl, j) => {
          klPerDimension[layer][j] += kl / x.length;
        });
      }
      return { error: reconstructionOf(problem, example, decode(problem, z, example)), ratio };
    });
    const likelihoods = draws.map(({ error, ratio }) => Math.exp(-error - beta * ratio));
    const shares = likelihoods.map((value) => value / sum(likelihoods));
    total.loss -= Math.log(sum(likelihoods) / samples) / x.length;
    total.reconstruction += sum(draws.map(({ error }, k) => shares[k] * error)) / x.length;
    total.kl += sum(draws.map(({ ratio }, k) => shares[k] * (ratio + Math.log(shares[k] * samples)))) / x.length;
  });
  if (samples > 1) return total;
  const kls = klPerDimension.flat();
  const paid = sum(kls.map((kl) => (freeBits > 0 ? Math.max(freeBits, kl) : kl)));
  return {
    loss: total.reconstruction + beta * paid,
    reconstruction: total.reconstruction,
    kl: sum(kls),
  };
}

/** Dimensions of each layer, the lowest first. */
function sizesOf({ config: { latent, posterior } }: ReferenceProblem): readonly number[] {
  const top = posterior?.top ?? Math.round(latent / 3);
  return posterior?.sizes ?? [latent - top, top];
}

/** Whether a problem is one of several layers. */
export function isLadder({ config }: ReferenceProblem): boolean {
  return posteriorOf(config).name === 'ladder';
}
