import { standardKl } from '../model/standard-kl';
import type { Codes } from './projection';

/** One dimension of all codes. */
export function dimensionOf({ means, latent }: Codes, dimension: number): Float32Array {
  return everyNth(means, latent, dimension);
}

/** Standard deviation of the posterior in one dimension. @param logVars examples x latent */
export function sigmaOf(logVars: Float32Array, latent: number, dimension: number): Float32Array {
  return everyNth(logVars, latent, dimension).map((logVar) => Math.exp(logVar / 2));
}

/** KL(q(z|x) || N(0, 1)) in one dimension, nats: -1/2 (1 + logVar - mean^2 - exp(logVar)), as the model has it. */
export function klOf(means: Float32Array, logVars: Float32Array, latent: number, dimension: number): Float32Array {
  const mean = everyNth(means, latent, dimension);
  return everyNth(logVars, latent, dimension).map((logVar, index) => standardKl(mean[index], logVar));
}

function everyNth(values: Float32Array, n: number, from: number): Float32Array {
  const picked = new Float32Array(values.length / n);
  for (let index = 0, at = from; index < picked.length; index++, at += n) picked[index] = values[at];
  return picked;
}
