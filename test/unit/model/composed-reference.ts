import { posteriorOf, priorOf } from '../../../src/protocol/composition';
import {
  decode,
  dense,
  encode,
  type ReferenceProblem,
  type ReferenceTerms,
  reconstructionOf,
  softplus,
  variable,
} from './reference';

const logTwoPi = Math.log(2 * Math.PI);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, i) => value * b[i]));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Models with other posteriors and priors, and the bound of several draws, in plain loops over float64: as the papers have them,
 * draw by draw. Where no closed form is known, or for several draws, the KL is that of the draws.
 */
export function composedReference(problem: ReferenceProblem): ReferenceTerms {
  const { config, x, noise, beta, samples = 1 } = problem;
  const isClosed =
    samples === 1 && priorOf(config).name === 'standard' && posteriorOf(config).name === 'full-covariance';
  const total = { loss: 0, reconstruction: 0, kl: 0 };
  x.forEach((example, i) => {
    const draws = Array.from({ length: samples }, (_, k) => {
      const { z, logDensity, closed } = draw(problem, example, noise[i * samples + k]);
      const kl = isClosed ? closed : logDensity - logPrior(problem, z);
      return { error: reconstructionOf(problem, [...example], decode(problem, z, example)), kl };
    });
    const weights = draws.map(({ error, kl }) => Math.exp(-error - beta * kl));
    const shares = weights.map((weight) => weight / sum(weights));
    total.loss -= Math.log(sum(weights) / samples) / x.length;
    total.reconstruction +=
      dot(
        shares,
        draws.map(({ error }) => error),
      ) / x.length;
    const spread = sum(shares.map((share) => share * Math.log(share * samples)));
    total.kl +=
      (dot(
        shares,
        draws.map(({ kl }) => kl),
      ) +
        spread) /
      x.length;
  });
  return total;
}

interface Drawn {
  readonly z: number[];
  readonly logDensity: number;
  /** KL from N(0, I) of a Gaussian with the full covariance. */
  readonly closed: number;
}

function draw(problem: ReferenceProblem, x: readonly number[], noise: readonly number[]): Drawn {
  const { config, weights } = problem;
  const { name, layers, width } = posteriorOf(config);
  const { latent } = config;
  const hidden = encode(problem, x);
  const mean = dense(weights, 'encoder/mean', hidden, 'linear');
  const deviation = dense(weights, 'encoder/log_var', hidden, 'linear').map((logVar) => Math.exp(logVar / 2));
  let z = mean.map((m, j) => m + deviation[j] * noise[j]);
  let logDensity = -0.5 * sum(noise.map((e) => e ** 2 + logTwoPi)) - sum(deviation.map(Math.log));
  if (name === 'full-covariance') {
    const cholesky = dense(weights, 'encoder/cholesky', hidden, 'linear');
    const factor = (i: number, j: number) => (i === j ? deviation[i] : j < i ? cholesky[i * latent + j] : 0);
    z = mean.map((m, i) => m + sum(noise.map((e, j) => factor(i, j) * e)));
    let squares = 0;
    for (let i = 0; i < latent; i++) for (let j = 0; j < latent; j++) squares += factor(i, j) ** 2;
    const closed = 0.5 * (squares + dot(mean, mean) - latent) - sum(deviation.map(Math.log));
    return { z, logDensity, closed };
  }
  for (let layer = 0; layer < layers && name === 'planar'; layer++) {
    const [u, w] = ['u', 'w'].map((part) => dense(weights, `encoder/planar_${layer}/${part}`, hidden, 'linear'));
    const [b] = dense(weights, `encoder/planar_${layer}/b`, hidden, 'linear');
    const along = dot(w, u);
    const change = (softplus(along) - 1 - along) / (dot(w, w) + 1e-6);
    const own = u.map((value, j) => value + change * w[j]);
    const bend = Math.tanh(dot(w, z) + b);
    logDensity -= Math.log(1 + (1 - bend ** 2) * dot(w, own));
    z = z.map((value, j) => value + own[j] * bend);
  }
  for (let layer = 0; layer < layers && name === 'iaf'; layer++) {
    const part = `encoder/iaf_${layer}`;
    const context = dense(weights, `${part}/context`, hidden, 'linear');
    const place = (j: number) => (layer % 2 === 1 ? latent - 1 - j : j);
    const before = variable(weights, `${part}/hidden/kernel`).values;
    const h = context.map((c, unit) => {
      const seen = z.map((value, j) => (place(j) < unit % latent ? value * before[j * width + unit] : 0));
      const value = c + sum(seen);
      return value > 0 ? value : Math.expm1(value);
    });
    const output = (kind: string, j: number) => {
      const kernel = variable(weights, `${part}/${kind}/kernel`).values;
      const bias = variable(weights, `${part}/${kind}/bias`).values;
      return bias[j] + sum(h.map((value, unit) => (unit % latent <= place(j) ? value * kernel[unit * latent + j] : 0)));
    };
    const gates = z.map((_, j) => sigmoid(output('gate', j)));
    logDensity -= sum(gates.map(Math.log));
    z = z.map((value, j) => gates[j] * value + (1 - gates[j]) * output('shift', j));
  }
  return { z, logDensity, closed: Number.NaN };
}

function logPrior(problem: ReferenceProblem, z: readonly number[]): number {
  const { config, weights } = problem;
  const { latent } = config;
  const { name, components, layers } = priorOf(config);
  const gaussian = (mean: readonly number[], logVar: readonly number[]) =>
    -0.5 * sum(z.map((value, j) => (value - mean[j]) ** 2 / Math.exp(logVar[j]) + logVar[j] + logTwoPi));
  const row = (values: ArrayLike<number>, width: number, k: number) =>
    Array.from(values).slice(k * width, (k + 1) * width);
  switch (name) {
    case 'standard':
      return gaussian(new Array<number>(latent).fill(0), new Array<number>(latent).fill(0));
    case 'mixture': {
      const means = variable(weights, 'prior/means').values;
      const logVars = variable(weights, 'prior/log_variances').values;
      const shares = Array.from(variable(weights, 'prior/logits').values, Math.exp);
      const densities = shares.map(
        (share, k) => share * Math.exp(gaussian(row(means, latent, k), row(logVars, latent, k))),
      );
      return Math.log(sum(densities) / sum(shares));
    }
    case 'vamp': {
      const { values } = variable(weights, 'prior/pseudo_inputs');
      const features = values.length / components;
      const densities = Array.from({ length: components }, (_, k) => {
        const hidden = encode(
          problem,
          // Pixels begin in the middle of their range, columns of a table at their mean.
          row(values, features, k).map((value) => value + (config.likelihood === 'mixed' ? 0 : 0.5)),
        );
        const [mean, logVar] = ['mean', 'log_var'].map((head) => dense(weights, `encoder/${head}`, hidden, 'linear'));
        return Math.exp(gaussian(mean, logVar));
      });
      return Math.log(sum(densities) / components);
    }
    case 'realnvp': {
      let u = [...z];
      let logDeterminant = 0;
      for (let layer = 0; layer < layers; layer++) {
        const keeps = u.map((_, j) => (j + layer) % 2 === 0);
        const h = dense(
          weights,
          `prior/coupling_${layer}/hidden`,
          u.map((value, j) => (keeps[j] ? value : 0)),
          'relu',
        );
        const s = dense(weights, `prior/coupling_${layer}/scale`, h, 'tanh');
        const t = dense(weights, `prior/coupling_${layer}/shift`, h, 'linear');
        u = u.map((value, j) => (keeps[j] ? value : value * Math.exp(s[j]) + t[j]));
        logDeterminant += sum(s.filter((_, j) => !keeps[j]));
      }
      return -0.5 * sum(u.map((value) => value ** 2 + logTwoPi)) + logDeterminant;
    }
  }
}
