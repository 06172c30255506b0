import type { ExampleStream } from '../dataset';
import { spreadPlace } from '../memory';
import { type ArrayChoice, placesIn } from './array-choice';
import type { EncodedExamples } from './array-encoder';
import type { ArrayRows } from './array-rows';

/** The used examples of an array, read from its file in pieces and encoded as those in memory are. */
export function arrayStream(
  rows: ArrayRows,
  { used, held }: ArrayChoice,
  { values, encode }: Pick<EncodedExamples, 'values' | 'encode'>,
  memory: number,
): ExampleStream {
  const width = values.length / held.count;
  const placeIn = placesIn(used);
  return {
    examples: used.count,
    width,
    bytesPerExample: width * values.BYTES_PER_ELEMENT,
    memory,
    placeOf: (index) => spreadPlace(index, held.count, used.count),
    async read(begin, end) {
      const data = used.indices ? await rows.pick(used.indices.subarray(begin, end), {}) : await rows.read(begin, end);
      return encode(data, (index) => placeIn(begin + index));
    },
    close: () => rows.close(),
  };
}
