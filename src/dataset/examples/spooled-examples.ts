import { allocate, allocateFloats, viewed } from '../bytes/memory';
import { removeRows, temporaryRows } from '../store/temporary-rows';
import type { Dataset, ExampleStream } from './dataset';
import { type Division, shownWithin, spreadPlace } from './memory';

/** Numbers of whole rows, row-major. */
type Rows = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Examples in a file of our own. */
interface SpooledStream extends ExampleStream {
  read(begin: number, end: number): Promise<Rows>;
}

export interface SpooledExamples {
  /** Those that are shown, shown x width. */
  readonly values: Rows;
  /** All of them. */
  readonly stream: SpooledStream;
}

/**
 * Examples that memory does not hold and that cannot be read at any place of their source. Encoded one time, from front to
 * back, all of them go to a temporary file, from which training reads them; those that are shown stay in memory. Of what
 * cannot be had to its end nothing is kept.
 * @param source The path of the data, for messages.
 * @param examples How many there are.
 * @param format `width` numbers for each.
 * @param pieces All of them in order; a piece may be changed once the next is asked for.
 * @throws UserError data.spool.room, data.spool.failed, and what the pieces throw.
 */
export async function spoolExamples(
  source: string,
  examples: number,
  division: Division,
  { width, type }: { readonly width: number; readonly type: 'bytes' | 'floats' },
  pieces: AsyncIterable<Dataset['values']>,
): Promise<SpooledExamples> {
  const { shown, streamMemory: memory } = division;
  const bytesPerExample = width * (type === 'bytes' ? 1 : Float32Array.BYTES_PER_ELEMENT);
  const file = await temporaryRows(source, examples, bytesPerExample);
  const values = type === 'bytes' ? allocate(shown * width) : allocateFloats(shown * width);
  try {
    for await (const rows of pieces) {
      const begin = file.rows;
      for (const { index, row } of shownWithin(division, examples, begin, begin + rows.length / width)) {
        values.set(rows.subarray(row * width, (row + 1) * width), index * width);
      }
      await file.append(rows);
    }
    await file.close();
  } catch (error) {
    await removeRows(file);
    throw error;
  }
  const stream: SpooledStream = {
    examples,
    width,
    bytesPerExample,
    memory,
    placeOf: (index) => spreadPlace(index, shown, examples),
    async read(begin, end) {
      const bytes = await file.read(begin, end);
      return type === 'bytes' ? bytes : viewed(Float32Array, bytes);
    },
    close: () => file.close(),
  };
  return { values, stream };
}
