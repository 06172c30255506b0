import { emptyRows } from '../compute';
import type { Dataset } from '../dataset';
import type { ObjectiveConfig } from '../protocol/config';
import { random, toUnit } from '../random';
import type { Stretch, Stretches } from './stretches';

/** Tells these draws from others. */
const binarisationSeed = 0xb1a2;

/** Batches that are drawn at once. */
const batches = 8;

/**
 * The examples that a model is judged by. Where it is trained on pixels that are black or white by chance, so are these, but drawn once
 * for all: by the seed and the place of an example alone, whatever the epoch and the question. So the losses of epochs, and
 * log p(x) by draws of z in many calls, are of the same examples.
 * @param batch Each stretch but the last holds a multiple of so many.
 */
export function judgedExamples(
  { values, summary }: Pick<Dataset, 'values' | 'summary'>,
  stretches: Stretches,
  batch: number,
  { binarised }: ObjectiveConfig,
  seed: number,
): Stretches {
  return binarised
    ? binarisedStretches(values, values.length / summary.examples, stretches, batches * batch, seed)
    : stretches;
}

async function* binarisedStretches(
  values: Dataset['values'],
  width: number,
  stretches: Stretches,
  size: number,
  seed: number,
): AsyncGenerator<Stretch> {
  const white = values instanceof Uint8Array ? 255 : 1;
  // Always as many rows: a graph is made for one number of them.
  const drawn = emptyRows(values, size * width);
  for await (const { begin, indices, rows = values, labels } of stretches) {
    for (let from = 0; from < indices.length; from += size) {
      const some = indices.subarray(from, from + size);
      for (const [i, index] of some.entries()) {
        const next = random(seed, binarisationSeed, begin + from + i);
        for (let j = 0; j < width; j++) {
          drawn[i * width + j] = toUnit(next()) * white < rows[index * width + j] ? white : 0;
        }
      }
      yield {
        begin: begin + from,
        indices: Int32Array.from(some, (_, i) => i),
        rows: drawn,
        origins: some,
        labels: labels?.subarray(from, from + size),
      };
    }
  }
}
