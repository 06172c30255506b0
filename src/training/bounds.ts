import { boundBatch, type Computation, type Measures } from '../compute';
import { inBatches } from './encoding';
import { rowsOf, type Stretches } from './stretches';

/** Tells these draws from those of training and of other questions. */
const boundSeed = 0xb0d5;

/**
 * The two parts of the negative ELBO of each of `count` examples, nats.
 * @param stretches Each but the last holds a multiple of `boundBatch.examples` examples.
 */
export async function boundsOf(
  computation: Computation,
  stretches: Stretches,
  count: number,
  seed: number,
): Promise<Measures> {
  const [reconstruction, kl] = [new Float32Array(count), new Float32Array(count)];
  for await (const stretch of stretches) {
    const { begin, indices } = stretch;
    await inBatches(
      indices.length,
      (from, to) => {
        const draw = [seed ^ boundSeed, begin + from] as const;
        const found = computation.bound(indices.subarray(from, to), draw, rowsOf(stretch, from, to));
        reconstruction.set(found.reconstruction, begin + from);
        kl.set(found.kl, begin + from);
      },
      boundBatch.examples,
    );
  }
  return { reconstruction, kl };
}
