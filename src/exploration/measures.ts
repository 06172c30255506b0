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

/** The most probable class of each of the first `examples` examples, by its number, as a model that infers classes has it. */
export async function predictAll(computation: Computation, examples: number): Promise<Float32Array> {
  const classes = new Float32Array(examples);
  await inBatches(examples, (begin, end) => {
    classes.set(computation.predict(range(begin, end)), begin);
  });
  return classes;
}
