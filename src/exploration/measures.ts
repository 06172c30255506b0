import type { Computation, Measures } from '../compute';
import { inBatches, range } from '../training/encoding';

/** How well the model takes each of the first `examples` examples. */
export async function measureAll(computation: Computation, examples: number): Promise<Measures> {
  const reconstruction = new Float32Array(examples);
  const kl = new Float32Array(examples);
  await inBatches(examples, (begin, end) => {
    const measured = computation.measure(range(begin, end));
    reconstruction.set(measured.reconstruction, begin);
    kl.set(measured.kl, begin);
  });
  return { reconstruction, kl };
}
