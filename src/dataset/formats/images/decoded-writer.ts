import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { product } from '../../bytes/elements';
import { writeAt } from '../../bytes/write-at';
import { spoolFailure } from '../../store/failure';
import { checkRoom } from '../../store/room';
import { type CacheKey, pathOf, prune, temporaryPath } from './decoded-folder';
import { type CachedFile, encodeIndex, readMark } from './decoded-index';
import { DecodedPictures } from './decoded-pictures';

const pieceBytes = 1 << 22;

/**
 * Writes a cache file from front to back, under a temporary name until it is finished. What goes wrong ends it, and leaves
 * nothing behind.
 */
export class DecodedWriter {
  /** Pictures written. */
  count = 0;
  private file: FileHandle | null = null;
  private end = 0;

  private constructor(
    private readonly key: CacheKey,
    private readonly path: string,
    private readonly temporary: string,
  ) {}

  /**
   * @param count How many pictures there will be at most. There must be room for them.
   * @throws UserError data.spool.room, data.spool.failed.
   */
  static async create(key: CacheKey, count: number): Promise<DecodedWriter> {
    const path = pathOf(key);
    let temporary = path;
    try {
      temporary = await temporaryPath(path);
      const writer = new DecodedWriter(key, path, temporary);
      // Before more room is taken.
      await prune(path);
      await checkRoom(key.source, dirname(path), count * product(key.shape));
      writer.file = await open(temporary, 'wx+', 0o600);
      return writer;
    } catch (error) {
      throw spoolFailure(error, key.source, temporary);
    }
  }

  /** Puts pictures behind those that are there. @throws UserError data.spool.failed. */
  async add(pixels: Uint8Array): Promise<void> {
    await this.attempt(async (file) => {
      for (let at = 0; at < pixels.length; at += pieceBytes)
        await this.write(file, pixels.subarray(at, at + pieceBytes));
    });
    this.count = this.end / product(this.key.shape);
  }

  /**
   * Makes it the cache, with all that has been added.
   * @param names Those of all files; there may be more than outcomes.
   * @param files What became of each; those that could be read have been added in this order.
   * @throws UserError data.spool.failed.
   */
  async finish(names: readonly string[], files: readonly CachedFile[]): Promise<DecodedPictures> {
    const { key, path, temporary } = this;
    return this.attempt(async (file) => {
      for (const piece of encodeIndex(names, files)) await this.write(file, piece);
      await file.sync();
      const mark = await readMark(file);
      if (!mark) throw new Error('what was written is not there');
      await rename(temporary, path);
      await prune(path).catch(() => {});
      this.file = null;
      return new DecodedPictures(key.source, path, product(key.shape), mark, file);
    });
  }

  /** Ends what was interrupted: as the cache, with what has been added, if that is more pictures than those of before. */
  async keepIfMore(than: number, names: readonly string[], files: readonly CachedFile[]): Promise<void> {
    if (this.count <= than) return this.abandon();
    const pictures = await this.finish(names, files).catch(() => null);
    await pictures?.close();
  }

  /** Ends it without a trace. */
  async abandon(): Promise<void> {
    const { file } = this;
    this.file = null;
    this.count = 0;
    await file?.close().catch(() => {});
    await rm(this.temporary, { force: true }).catch(() => {});
  }

  private async write(file: FileHandle, bytes: Uint8Array): Promise<void> {
    await writeAt(file, bytes, this.end);
    this.end += bytes.length;
  }

  private async attempt<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    try {
      if (!this.file) throw new Error('it was abandoned');
      return await work(this.file);
    } catch (error) {
      await this.abandon();
      throw spoolFailure(error, this.key.source, this.temporary);
    }
  }
}
