import { emptyRows } from '../compute';
import type { Dataset } from '../dataset';
import type { Augmentation } from '../protocol/config';
import { type Bits, random } from '../random';
import type { TrainingExamples } from './examples';
import type { Rows } from './rows';

/** Tells its draws from those of the order of an epoch. */
const augmentationSeed = 0xa06;

/** Does it change any image? */
export function augments({ flip, shift }: Augmentation): boolean {
  return flip === true || (shift ?? 0) > 0;
}

/**
 * Images changed by chance each time that they are trained on. The seed, the epoch and the place in its order determine how:
 * training that goes on from a checkpoint sees what one that never stopped sees.
 */
export function augmentedExamples(
  examples: TrainingExamples,
  { summary, values }: Dataset,
  augmentation: Augmentation,
  seed: number,
): TrainingExamples {
  return {
    count: examples.count,
    epoch(epoch) {
      const inner = examples.epoch(epoch);
      return {
        async take(begin, end) {
          const { indices, rows = values, origins = indices, labels } = await inner.take(begin, end);
          const chance = (i: number) => random(seed, augmentationSeed, epoch, begin + i);
          return {
            rows: augmentRows(rows, indices, summary.shape, augmentation, chance),
            indices: Int32Array.from(indices, (_, i) => i),
            origins,
            labels,
          };
        },
        close: () => inner.close(),
      };
    },
  };
}

/**
 * Copies of the images `indices` among `rows`, [height, width, channels] each: with `flip` mirrored left to right in one of
 * two cases, with `shift` moved by up to so many pixels each way, the pixels at the edge repeated.
 * @param chance The random numbers of the i-th of them.
 */
export function augmentRows(
  rows: Rows,
  indices: ArrayLike<number>,
  shape: readonly number[],
  { flip = false, shift = 0 }: Augmentation,
  chance: (i: number) => Bits,
): Rows {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const out = emptyRows(rows, indices.length * size);
  // Where each number of a line of pixels comes from.
  const columns = new Int32Array(width * channels);
  for (let i = 0; i < indices.length; i++) {
    const next = chance(i);
    const isMirrored = flip && next() >= 2 ** 31;
    const [down, right] = [0, 1].map(() => (shift > 0 ? (next() % (2 * shift + 1)) - shift : 0));
    for (let x = 0; x < width; x++) {
      const from = within(isMirrored ? width - 1 - x - right : x - right, width) * channels;
      for (let c = 0; c < channels; c++) columns[x * channels + c] = from + c;
    }
    for (let y = 0; y < height; y++) {
      const source = indices[i] * size + within(y - down, height) * width * channels;
      const target = i * size + y * width * channels;
      for (let j = 0; j < columns.length; j++) out[target + j] = rows[source + columns[j]];
    }
  }
  return out;
}

function within(place: number, count: number): number {
  return Math.min(Math.max(place, 0), count - 1);
}
