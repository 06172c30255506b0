import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../protocol/errors';
import { product } from '../arrays/elements';
import type { ImageShape } from '../encoding/pixels';
import { largestBytes } from '../files/byte-reader';
import { sideBySide } from '../side-by-side';
import { breathe, type Task } from '../task';
import { decodeImage, type FileState } from './decode';
import { type CachedFile, type CacheKey, DecodedCache, type Outcome, writeDecodedCache } from './decoded-cache';
import { nativeDecoder } from './native-decoder';
import { ImageFailure, plainPicture } from './picture';
import { fitInto } from './resize';

const imagesPerBreath = 64;
const filesPerBreath = 1024;
const statLanes = 16;
/** The library decodes in threads of its own; more than these would only wait for each other and take memory. */
const lanes = Math.min(4, availableParallelism());
/** Pixels decoded, from which on the result is worth keeping, where opening a file counts as so many. */
const worthKeeping = 1 << 24;
const pixelsPerFile = 20_000;

/** Image files that belong together. */
export interface ImageFiles {
  /** The folder or table that names them. */
  readonly source: string;
  readonly folder: string;
  /** Paths from the folder. */
  readonly files: readonly string[];
}

export interface LoadedImages {
  /** Of those that could be read, one after the other. */
  readonly values: Uint8Array;
  /** Of every file. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Decodes images and brings each to one shape, several at a time, so that only the small results stay in memory. Large
 * sets are kept decoded for the next time.
 * @throws UserError data.tooLarge, process.cancelled.
 */
export async function loadImages(
  { source, folder, files }: ImageFiles,
  shape: ImageShape,
  task: Task,
): Promise<LoadedImages> {
  const size = product(shape);
  if (files.length * size > largestBytes) throw new UserError('data.tooLarge', { path: source, gigabytes: 4 });
  const values = new Uint8Array(files.length * size);
  const key: CacheKey = { source, shape, decoder: nativeDecoder()?.version ?? 'plain' };
  const known = await fromCache(key, { source, folder, files }, values, task);
  let decodedPixels = 0;
  let done = 0;
  const outcomes: CachedFile[] = new Array(files.length);
  await sideBySide(files.length, lanes, async (i) => {
    if (done++ % imagesPerBreath === 0) {
      await breathe(task.signal);
      task.onProgress?.(done / files.length);
    }
    outcomes[i] =
      known[i] ?? (await decodeInto(values.subarray(i * size, (i + 1) * size), shape, join(folder, files[i])));
    if (!known[i]) decodedPixels += pixelsPerFile + pixelCount(outcomes[i]);
  });
  const kept = withoutGaps(values, outcomes, size);
  if (decodedPixels >= worthKeeping) {
    await writeDecodedCache(key, new Map(files.map((file, i) => [file, outcomes[i]])), kept);
  }
  return { values: kept, outcomes };
}

/** What is known of the files as they are now; the pixels of those that could be read are laid into `values`. */
async function fromCache(
  key: CacheKey,
  { folder, files }: ImageFiles,
  values: Uint8Array,
  task: Task,
): Promise<readonly (CachedFile | undefined)[]> {
  const cache = await DecodedCache.open(key);
  if (!cache) return [];
  try {
    const states: FileState[] = new Array(files.length);
    await sideBySide(files.length, statLanes, async (i) => {
      if (i % filesPerBreath === 0) await breathe(task.signal);
      states[i] = await stateOf(join(folder, files[i]));
    });
    return await cache.take(files, states, values);
  } finally {
    await cache.close();
  }
}

async function decodeInto(target: Uint8Array, shape: ImageShape, path: string): Promise<CachedFile> {
  try {
    const { picture, modified, bytes } = await decodeImage(path);
    fitInto(target, shape, plainPicture(picture));
    return { width: picture.width, height: picture.height, modified, bytes };
  } catch (error) {
    if (error instanceof ImageFailure) return { reason: error.message, ...(await stateOf(path)) };
    throw error;
  }
}

/** A file that is not there has a state that none is in. */
async function stateOf(path: string): Promise<FileState> {
  const status = await stat(path).catch(() => null);
  return { modified: status?.mtimeMs ?? 0, bytes: status?.size ?? 0 };
}

function pixelCount(outcome: Outcome): number {
  return 'reason' in outcome ? 0 : outcome.width * outcome.height;
}

/** Moves the pixels of what could be read together. */
function withoutGaps(values: Uint8Array, outcomes: readonly Outcome[], size: number): Uint8Array {
  let kept = 0;
  for (const [i, outcome] of outcomes.entries()) {
    if ('reason' in outcome) continue;
    if (kept < i) values.copyWithin(kept * size, i * size, (i + 1) * size);
    kept++;
  }
  return values.subarray(0, kept * size);
}
