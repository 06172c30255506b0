import type { Autoencoder } from '../model/autoencoder';
import type { Losses } from '../protocol/run';
import type { Computation } from './computation';
import { inBatches } from './encoding';
import { LossSums } from './losses';

/** Tells the draws of an evaluation from those of training. */
const evaluationSeed = 0x0e7a1;

/**
 * The objective over some examples with full weight of the KL, nats per example, by one draw of z per example.
 * The draws depend on the seed alone, so that epochs compare like with like.
 */
export async function evaluate(
  computation: Computation,
  indices: Int32Array,
  { kind }: Autoencoder['config'],
  beta: number,
  seed: number,
): Promise<Losses> {
  const sums = new LossSums();
  await inBatches(indices.length, (begin, end) => {
    const terms = computation.evaluate(indices.subarray(begin, end), [seed ^ evaluationSeed, begin], beta);
    sums.add(end - begin, terms);
  });
  return sums.means(kind);
}
