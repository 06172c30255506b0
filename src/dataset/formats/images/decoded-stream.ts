import { UserError } from '../../../protocol/errors';
import { allocate } from '../../bytes/memory';
import type { ExampleStream } from '../../examples/dataset';
import { type Division, spreadPlace } from '../../examples/memory';
import type { RowFile } from '../../store/row-file';

/** All images of a data set, decoded, on disk. */
export interface DecodedCopy {
  readonly rows: RowFile;
  /** Where among the rows each image is that could be read, in their order. */
  readonly places: Uint32Array;
}

/**
 * The images of a data set that memory does not hold, read from their decoded copy. Should that be lost, whoever reads is
 * told; and whoever reads after the stream has been closed, has it made again.
 */
export class DecodedStream implements ExampleStream {
  readonly examples: number;
  readonly width: number;
  readonly bytesPerExample: number;
  readonly memory: number;
  private copy: Promise<DecodedCopy> | null;
  private isLost = false;

  /** @param source The folder or table that names the images, for messages. */
  constructor(
    private readonly source: string,
    private readonly division: Division,
    copy: DecodedCopy,
    private readonly makeAgain: () => Promise<DecodedCopy>,
  ) {
    this.examples = copy.places.length;
    this.width = copy.rows.bytesPerRow;
    this.bytesPerExample = this.width;
    this.memory = division.streamMemory;
    this.copy = Promise.resolve(copy);
  }

  placeOf(index: number): number {
    return spreadPlace(index, this.division.shown, this.examples);
  }

  async read(begin: number, end: number): Promise<Uint8Array> {
    try {
      this.copy ??= this.madeAgain();
      const { rows, places } = await this.copy;
      const values = allocate((end - begin) * this.width);
      await rows.gather(places.subarray(begin, end), values);
      return values;
    } catch (error) {
      this.isLost = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    const copy = await this.copy?.catch(() => null);
    if (this.isLost) this.copy = null;
    this.isLost = false;
    await copy?.rows.close();
  }

  private async madeAgain(): Promise<DecodedCopy> {
    const copy = await this.makeAgain();
    if (copy.places.length === this.examples) return copy;
    await copy.rows.close();
    throw new UserError('data.images.changed', { path: this.source, before: this.examples, now: copy.places.length });
  }
}
