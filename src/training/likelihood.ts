import type { Computation } from '../compute';
import { likelihoodBatch } from '../compute';
import { inBatches } from './encoding';
import { rowsOf, type Stretches } from './stretches';

/** Tells these draws from those of training and evaluation. */
const likelihoodSeed = 0x11ce1;

/** The mean of log p(x) over some examples, nats, and from how many draws of z it was estimated for each. */
export interface Likelihood {
  readonly logLikelihood: number;
  readonly samples: number;
}

/**
 * Estimates the mean of log p(x) by importance sampling. It rises with `samples` towards the true value; they are rounded up to whole
 * batches.
 * @param stretches Each but the last holds a multiple of `likelihoodBatch.examples` examples.
 */
export async function estimateLikelihood(
  computation: Computation,
  stretches: Stretches,
  samples: number,
  seed: number,
): Promise<Likelihood> {
  let [sum, examples] = [0, 0];
  for await (const value of likelihoods(computation, stretches, samples, seed)) {
    sum += value;
    examples++;
  }
  return { logLikelihood: sum / examples, samples: drawnSamples(samples) };
}

/** Batches of draws that give so many. */
function batchesOf(samples: number): number {
  return Math.ceil(samples / likelihoodBatch.draws);
}

/** As many as are drawn where so many are asked for. */
export function drawnSamples(samples: number): number {
  return batchesOf(samples) * likelihoodBatch.draws;
}

/** The same of each example, in their order. */
export async function* likelihoods(
  computation: Computation,
  stretches: Stretches,
  samples: number,
  seed: number,
): AsyncGenerator<number> {
  const batches = batchesOf(samples);
  for await (const stretch of stretches) {
    const { begin, indices } = stretch;
    for (let from = 0; from < indices.length; from += likelihoodBatch.examples) {
      const chosen = indices.subarray(from, from + likelihoodBatch.examples);
      const given = rowsOf(stretch, from, from + likelihoodBatch.examples);
      const estimates: Float32Array[] = [];
      await inBatches(
        batches,
        (batch) => {
          const draw = [seed ^ likelihoodSeed, (begin + from) * batches + batch] as const;
          estimates.push(computation.logLikelihood(chosen, draw, given));
        },
        1,
      );
      for (const i of chosen.keys()) yield logMeanExp(estimates.map((values) => values[i]));
    }
  }
}

/** log 1/n sum_i exp(x_i). */
function logMeanExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
