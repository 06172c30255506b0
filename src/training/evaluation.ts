import type { Computation } from '../compute';
import type { Losses } from '../protocol/run';
import type { TermsConfig } from '../protocol/terms';
import { inBatches } from './encoding';
import { LossSums } from './losses';
import { scalarsAt } from './schedule';
import { rowsOf, type Stretches } from './stretches';

/** Tells the draws of an evaluation from those of training. */
const evaluationSeed = 0x0e7a1;

/**
 * The objective over some examples with its terms at their whole weights, nats per example, by one draw of z per example.
 * The draws depend on the seed and the place of a batch of `inferenceBatch` alone, so that epochs compare like with like.
 * @param stretches Each but the last holds a multiple of `inferenceBatch` examples.
 */
export async function evaluate(
  computation: Computation,
  stretches: Stretches,
  config: TermsConfig,
  seed: number,
): Promise<Losses> {
  const sums = new LossSums(config);
  const scalars = scalarsAt(Number.POSITIVE_INFINITY, config.objective, config.model.posterior);
  for await (const stretch of stretches) {
    const { begin, indices } = stretch;
    await inBatches(indices.length, (from, to) => {
      const draw = [seed ^ evaluationSeed, begin + from] as const;
      sums.add(to - from, computation.evaluate(indices.subarray(from, to), draw, scalars, rowsOf(stretch, from, to)));
    });
  }
  return sums.means();
}
