import { likelihoodBatch } from '../compile';
import type { Computation } from './computation';
import { inBatches, range } from './encoding';

/** Tells these draws from those of training and evaluation. */
const likelihoodSeed = 0x11ce1;

/** The mean of log p(x) over some examples, nats, and from how many draws of z it was estimated for each. */
export interface Likelihood {
  readonly logLikelihood: number;
  readonly samples: number;
}

/**
 * Estimates log p(x) of the first `examples` examples by importance sampling. It rises with `samples` towards the true
 * value; they are rounded up to whole batches.
 */
export async function estimateLikelihood(
  computation: Computation,
  examples: number,
  samples: number,
  seed: number,
): Promise<Likelihood> {
  const batches = Math.ceil(samples / likelihoodBatch.draws);
  let sum = 0;
  for (let begin = 0; begin < examples; begin += likelihoodBatch.examples) {
    const indices = range(begin, Math.min(begin + likelihoodBatch.examples, examples));
    const estimates: Float32Array[] = [];
    await inBatches(
      batches,
      (batch) => {
        const draw = [seed ^ likelihoodSeed, begin * batches + batch] as const;
        estimates.push(computation.logLikelihood(indices, draw));
      },
      1,
    );
    for (const i of indices.keys()) sum += logMeanExp(estimates.map((values) => values[i]));
  }
  return { logLikelihood: sum / examples, samples: batches * likelihoodBatch.draws };
}

/** log 1/n sum_i exp(x_i). */
function logMeanExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
