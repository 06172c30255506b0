import type { DataConfig } from '../../../protocol/config';
import { UserError } from '../../../protocol/errors';
import { partOf, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import { largestBytes } from '../../bytes/sizes';
import type { ExampleStream } from '../../examples/dataset';
import type { ImageShape } from '../../examples/encoding/pixels';
import { type Division, divide, memoryBytes, spreadPlace } from '../../examples/memory';
import { type DecodedCopy, decodedCopy } from './decoded-copy';
import type { CacheKey } from './decoded-folder';
import type { Outcome } from './decoded-index';
import { DecodedStream } from './decoded-stream';
import type { ImageFiles } from './image-list';
import { nativeDecoder } from './native-decoder';
import { residentImages } from './resident-images';

export interface LoadedImages {
  /** Of those that are in memory, one after the other: all that could be read, or an even sample of them. */
  readonly values: Uint8Array;
  /** Of every file. */
  readonly outcomes: readonly Outcome[];
  /** Where memory does not hold all that could be read. */
  readonly streamed?: { readonly division: Division; readonly stream: ExampleStream };
}

/** How images are divided where memory does not hold them all; null where it does. */
export function divideImages(count: number, shape: ImageShape, config: Pick<DataConfig, 'memory'>): Division | null {
  const size = product(shape);
  return divide(count, { stored: size, encoded: size }, memoryBytes(config));
}

/**
 * Decodes images and brings each to one shape, so that only the small results stay: in memory, or where that does not hold
 * them in the cache of decoded images, from which they are then read. Large sets are kept there for the next time anyway.
 * @throws UserError data.tooLarge, data.spool.*, data.images.copyLost, process.cancelled.
 */
export async function loadImages(
  images: ImageFiles,
  shape: ImageShape,
  config: Pick<DataConfig, 'memory'>,
  task: Task,
): Promise<LoadedImages> {
  const { source, files } = images;
  const key: CacheKey = { source, shape, decoder: nativeDecoder()?.version ?? 'plain' };
  const division = divideImages(files.length, shape, config);
  if (division) {
    const copy = await decodedCopy(images, key, division.streamMemory, partOf(task, 0, 0.95));
    return loadCopy(copy, images, key, config, partOf(task, 0.95, 1));
  }
  if (files.length * product(shape) > largestBytes)
    throw new UserError('data.tooLarge', { path: source, gigabytes: 4 });
  return residentImages(images, key, task);
}

/** What is shown of the images in a copy on disk. Those that could be read may be few enough for memory after all. */
async function loadCopy(
  copy: DecodedCopy,
  images: ImageFiles,
  key: CacheKey,
  config: Pick<DataConfig, 'memory'>,
  task: Task,
): Promise<LoadedImages> {
  const { places, outcomes, pictures } = copy;
  const division = divideImages(places.length, key.shape, config);
  const shown = division?.shown ?? places.length;
  const values = new Uint8Array(shown * product(key.shape));
  const wanted = Uint32Array.from({ length: shown }, (_, i) => places[spreadPlace(i, shown, places.length)]);
  try {
    await pictures.read(wanted, values, task);
  } finally {
    await pictures.close();
  }
  if (!division) return { values, outcomes };
  return { values, outcomes, streamed: { division, stream: new DecodedStream(images, key, division, copy) } };
}
