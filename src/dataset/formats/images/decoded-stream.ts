import { UserError } from '../../../protocol/errors';
import { product } from '../../bytes/elements';
import type { ExampleStream } from '../../examples/dataset';
import { type Division, spreadPlace } from '../../examples/memory';
import { type DecodedCopy, decodedCopy } from './decoded-copy';
import type { CacheKey } from './decoded-folder';
import type { ImageFiles } from './image-list';

/**
 * The images of a data set that memory does not hold, read from their decoded copy. Should that be lost, whoever reads is
 * told; and whoever reads after the stream has been closed, has it made again.
 */
export class DecodedStream implements ExampleStream {
  readonly examples: number;
  readonly width: number;
  readonly bytesPerExample: number;
  readonly memory: number;
  private copy: Promise<Pick<DecodedCopy, 'pictures' | 'places'>> | null;
  private isLost = false;

  constructor(
    private readonly images: ImageFiles,
    private readonly key: CacheKey,
    private readonly division: Division,
    { pictures, places }: DecodedCopy,
  ) {
    this.examples = places.length;
    this.width = product(key.shape);
    this.bytesPerExample = this.width;
    this.memory = division.streamMemory;
    this.copy = Promise.resolve({ pictures, places });
  }

  placeOf(index: number): number {
    return spreadPlace(index, this.division.shown, this.examples);
  }

  async read(begin: number, end: number): Promise<Uint8Array> {
    try {
      this.copy ??= this.madeAgain();
      const { pictures, places } = await this.copy;
      const values = new Uint8Array((end - begin) * this.width);
      await pictures.read(places.subarray(begin, end), values);
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
    await copy?.pictures.close();
  }

  private async madeAgain(): Promise<Pick<DecodedCopy, 'pictures' | 'places'>> {
    const { images, key, division, examples } = this;
    const { pictures, places } = await decodedCopy(images, key, division.streamMemory, {});
    if (places.length === examples) return { pictures, places };
    await pictures.close();
    throw new UserError('data.images.changed', { path: images.source, before: examples, now: places.length });
  }
}
