import type { Dataset, ExampleStream } from '../dataset';
import { type Division, shownWithin, spreadPlace } from '../memory';
import { RowFile, type Rows } from './row-file';

/** Examples in a file of our own. */
interface SpooledStream extends ExampleStream {
  read(begin: number, end: number): Promise<Rows>;
}

/**
 * Examples that memory does not hold and that cannot be read at any place of their source. Encoded one time, from front to
 * back, all of them go to a temporary file, from which training reads them; those that are shown stay in memory.
 */
export class SpooledExamples {
  /** Those that are shown, shown x width. */
  readonly values: Rows;

  private constructor(
    private readonly file: RowFile,
    private readonly examples: number,
    private readonly division: Division,
    private readonly width: number,
    type: 'bytes' | 'floats',
  ) {
    const numbers = division.shown * width;
    this.values = type === 'bytes' ? new Uint8Array(numbers) : new Float32Array(numbers);
  }

  /**
   * @param source The path of the data, for messages.
   * @param examples How many there will be.
   * @param width Numbers of an example.
   * @throws UserError data.spool.room, data.spool.failed.
   */
  static async create(
    source: string,
    examples: number,
    division: Division,
    { width, type }: { readonly width: number; readonly type: 'bytes' | 'floats' },
  ): Promise<SpooledExamples> {
    return new SpooledExamples(await RowFile.create(source, examples, width, type), examples, division, width, type);
  }

  /**
   * Takes all examples, in pieces that may be changed afterwards. Of what cannot be had to its end nothing is kept.
   * @throws UserError data.spool.failed, and what the pieces throw.
   */
  async fill(pieces: AsyncIterable<Dataset['values']>): Promise<void> {
    try {
      for await (const rows of pieces) await this.add(rows);
      await this.file.close();
    } catch (error) {
      await this.file.remove();
      throw error;
    }
  }

  /** All of them, once they have been added. */
  stream(): SpooledStream {
    const { file, examples, division, width } = this;
    return {
      examples,
      width,
      bytesPerExample: file.bytesPerRow,
      memory: division.streamMemory,
      placeOf: (index) => spreadPlace(index, division.shown, examples),
      read: (begin, end) => file.read(begin, end),
      close: () => file.close(),
    };
  }

  private async add(rows: Dataset['values']): Promise<void> {
    const { file, width, examples, division } = this;
    const begin = file.rows;
    for (const { index, row } of shownWithin(division, examples, begin, begin + rows.length / width)) {
      this.values.set(rows.subarray(row * width, (row + 1) * width), index * width);
    }
    await file.append(rows);
  }
}
