import { type FileHandle, open, utimes } from 'node:fs/promises';
import { product } from '../../bytes/elements';
import type { FileState } from './decode';
import { type CacheKey, pathOf } from './decoded-folder';
import { type DecodedIndex, type KnownFile, readIndex } from './decoded-index';
import { DecodedPictures } from './decoded-pictures';

/**
 * The decoded pixels of an earlier load. They are kept in the user's cache folder, one file for a data set and shape: the
 * pixels of every image that could be read, in order, and an index. An image is taken from it while its file has the same
 * time of change and length. Deleting any of it costs time only.
 */
export class DecodedCache {
  private constructor(
    /** Its pictures, by the places that `find` tells. */
    readonly pictures: DecodedPictures,
    private readonly index: DecodedIndex,
  ) {}

  /** Null where there is none, or none that holds together. */
  static async open(key: CacheKey): Promise<DecodedCache | null> {
    const path = pathOf(key);
    const size = product(key.shape);
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const index = await readIndex(file, size);
      if (index) {
        await utimes(path, new Date(), new Date()).catch(() => {});
        return new DecodedCache(new DecodedPictures(key.source, path, size, index.mark, file), index);
      }
    } catch {
      // Whatever is wrong with it, the images themselves are there.
    }
    await file?.close();
    return null;
  }

  /** How many pictures it holds. */
  get count(): number {
    return this.index.pictures;
  }

  /** What is known of a file in this state. */
  find(name: string, { modified, bytes }: FileState): KnownFile | undefined {
    const known = this.index.files.get(name);
    return known && known.modified === modified && known.bytes === bytes ? known : undefined;
  }
}
