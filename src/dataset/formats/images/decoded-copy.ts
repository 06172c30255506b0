import { partOf, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import type { CacheKey } from './decoded-folder';
import type { CachedFile, KnownFile } from './decoded-index';
import type { DecodedPictures } from './decoded-pictures';
import { DecodedWriter } from './decoded-writer';
import { EarlierLoad } from './earlier-load';
import type { ImageFiles } from './image-list';
import { decodeStretches } from './image-stretches';

const longestStretch = 1024;

/** All images of a data set, decoded, on disk. */
export interface DecodedCopy {
  readonly pictures: DecodedPictures;
  /** Where among the pictures each image is that could be read, in their order. */
  readonly places: Uint32Array;
  /** Of every file. */
  readonly outcomes: readonly CachedFile[];
}

/**
 * Decodes images into the cache, where they are not there already. What an interrupted call has decoded, the next one
 * finds.
 * @param memory Bytes that decoded images may take meanwhile.
 * @throws UserError data.spool.room, data.spool.failed, process.cancelled.
 */
export async function decodedCopy(images: ImageFiles, key: CacheKey, memory: number, task: Task): Promise<DecodedCopy> {
  const earlier = await EarlierLoad.find(key, images, partOf(task, 0, 0.1));
  if (earlier && isComplete(earlier.known)) {
    const { pictures, known } = earlier;
    return { pictures, outcomes: known, places: Uint32Array.from(placesOf(known)) };
  }
  try {
    return await decodeAll(images, key, { earlier, memory }, partOf(task, earlier ? 0.1 : 0, 1));
  } finally {
    await earlier?.close();
  }
}

async function decodeAll(
  images: ImageFiles,
  key: CacheKey,
  { earlier, memory }: { readonly earlier: EarlierLoad | null; readonly memory: number },
  task: Task,
): Promise<DecodedCopy> {
  const size = product(key.shape);
  const longest = Math.max(1, Math.min(longestStretch, images.files.length, Math.floor(memory / 2 / size)));
  const memoryOfStretch = new Uint8Array(longest * size);
  const room = (count: number) => memoryOfStretch.subarray(0, count * size);
  const outcomes: CachedFile[] = [];
  const writer = await DecodedWriter.create(key, images.files.length);
  try {
    for await (const stretch of decodeStretches(images, { shape: key.shape, earlier, longest, room }, task)) {
      outcomes.push(...stretch.outcomes);
      await writer.add(stretch.pixels);
    }
  } catch (error) {
    await writer.keepIfMore(earlier?.count ?? 0, images.files, outcomes);
    throw error;
  }
  const places = Uint32Array.from({ length: writer.count }, (_, i) => i);
  return { pictures: await writer.finish(images.files, outcomes), places, outcomes };
}

function isComplete(known: readonly (KnownFile | undefined)[]): known is readonly KnownFile[] {
  return known.every((file) => file !== undefined);
}

function* placesOf(known: readonly KnownFile[]): Generator<number> {
  for (const file of known) if (!('reason' in file)) yield file.place;
}
