import type { GivenRows } from '../compute';
import type { Dataset } from '../dataset';
import { throwIfCancelled } from '../task';
import { range } from './encoding';
import type { TakenExamples } from './examples';

/** Consecutive examples of those that something is computed of. */
export interface Stretch extends TakenExamples {
  /** The place of the first. */
  readonly begin: number;
}

/** Examples in order, stretch after stretch; of each, `rows` is valid until the next. */
export type Stretches = Iterable<Stretch> | AsyncIterable<Stretch>;

/** What is computed of those from `begin` to `end` of a stretch. */
export function rowsOf({ rows, origins, labels }: Stretch, begin: number, end: number): GivenRows {
  return { rows, origins: origins?.subarray(begin, end), labels: labels?.subarray(begin, end) };
}

/** What is read from disk at once, if that is enough for a batch. */
const usualBytes = 1 << 22;

/**
 * All examples of a data set: in one stretch where memory holds them, else read from disk.
 * @param batch Each stretch but the last holds a multiple of so many, so that batches are the same either way.
 * @throws UserError process.cancelled, or as `ExampleStream.read`.
 */
export async function* stretchesOf(
  { summary, stream, labels }: Pick<Dataset, 'summary' | 'stream' | 'labels'>,
  batch: number,
  signal?: AbortSignal,
): AsyncGenerator<Stretch> {
  if (!stream) {
    yield { begin: 0, indices: range(0, summary.examples) };
    return;
  }
  const { examples, bytesPerExample, memory } = stream;
  const batches = Math.floor(Math.min(usualBytes, memory / 2) / (batch * bytesPerExample));
  const size = Math.min(examples, batch * Math.max(1, batches));
  let rows: Dataset['values'] | undefined;
  try {
    for (let begin = 0; begin < examples; begin += size) {
      throwIfCancelled(signal);
      const end = Math.min(begin + size, examples);
      const read = await stream.read(begin, end);
      // Always as many rows, also where fewer are left: a graph is made for one number of them.
      if (rows) rows.set(read);
      else rows = read;
      yield { begin, indices: range(0, end - begin), rows, labels: labels?.subarray(begin, end) };
    }
  } finally {
    await stream.close();
  }
}
