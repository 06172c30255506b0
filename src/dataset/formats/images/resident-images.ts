import { partOf, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import type { CacheKey } from './decoded-folder';
import type { CachedFile } from './decoded-index';
import { DecodedWriter } from './decoded-writer';
import { EarlierLoad } from './earlier-load';
import type { ImageFiles } from './image-list';
import { decodeStretches } from './image-stretches';

const longestStretch = 1024;
/** Pixels decoded, from which on the result is worth keeping. */
const worthKeeping = 1 << 24;
/** The pixels of one data set that nobody has to have kept. */
const largestCopyBytes = 2 ** 31;

/** Images decoded into memory. Where that takes long, they are kept in the cache, too. @throws UserError process.cancelled. */
export async function residentImages(
  images: ImageFiles,
  key: CacheKey,
  task: Task,
): Promise<{ readonly values: Uint8Array; readonly outcomes: readonly CachedFile[] }> {
  const { files } = images;
  const size = product(key.shape);
  const values = new Uint8Array(files.length * size);
  const earlier = await EarlierLoad.find(key, images, partOf(task, 0, 0.1));
  const copy = new OptionalCopy(key, files.length);
  const outcomes: CachedFile[] = [];
  let kept = 0;
  let cost = 0;
  const room = (count: number) => values.subarray(kept * size, (kept + count) * size);
  const decoding = { shape: key.shape, earlier, longest: longestStretch, room };
  try {
    for await (const stretch of decodeStretches(images, decoding, partOf(task, earlier ? 0.1 : 0, 1))) {
      outcomes.push(...stretch.outcomes);
      kept += stretch.pixels.length / size;
      cost += stretch.cost;
      if (cost >= worthKeeping && values.length <= largestCopyBytes) await copy.follow(values.subarray(0, kept * size));
    }
    await copy.finish(files, outcomes);
  } catch (error) {
    await copy.keepIfMore(earlier?.count ?? 0, files, outcomes);
    throw error;
  } finally {
    await earlier?.close();
  }
  return { values: values.subarray(0, kept * size), outcomes };
}

/** A copy in the cache of what is in memory. What goes wrong with it is nobody's concern: there is none then. */
class OptionalCopy {
  private writer: DecodedWriter | null | undefined;

  constructor(
    private readonly key: CacheKey,
    private readonly count: number,
  ) {}

  /** Writes what has come since the last time. @param pixels All that there are. */
  async follow(pixels: Uint8Array): Promise<void> {
    if (this.writer === null) return;
    try {
      this.writer ??= await DecodedWriter.create(this.key, this.count);
      await this.writer.add(pixels.subarray(this.writer.count * product(this.key.shape)));
    } catch {
      this.writer = null;
    }
  }

  async finish(names: readonly string[], files: readonly CachedFile[]): Promise<void> {
    const pictures = await this.writer?.finish(names, files).catch(() => null);
    await pictures?.close();
  }

  async keepIfMore(than: number, names: readonly string[], files: readonly CachedFile[]): Promise<void> {
    await this.writer?.keepIfMore(than, names, files);
  }
}
