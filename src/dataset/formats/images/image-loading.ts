import type { DataConfig } from '../../../protocol/config';
import { UserError } from '../../../protocol/errors';
import { partOf, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import { allocate } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import type { ExampleStream } from '../../examples/dataset';
import type { ImageShape } from '../../examples/encoding/pixels';
import { type Division, divide, memoryBytes, spreadPlace } from '../../examples/memory';
import { KeptRowsWriter, type RowsKey } from '../../store/kept-rows';
import type { DecodedFile, KnownFile, Outcome } from '../../store/row-index';
import { type DecodedCopy, DecodedStream } from './decoded-stream';
import { EarlierLoad } from './earlier-load';
import type { ImageFiles } from './image-list';
import type { ImageForm } from './image-sample';
import { type Decoding, decodeStretches, type Stretch } from './image-stretches';
import { nativeDecoder } from './native-decoder';

const longestStretch = 1024;
/** Pixels decoded, from which on the result is worth keeping. */
const worthKeeping = 1 << 24;
/** The pixels of one data set that nobody has to have kept. */
const largestCopyBytes = 2 ** 31;

interface ImageKey extends RowsKey, ImageForm {
  readonly shape: ImageShape;
}

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
 * them on disk, from where they are then read. Large sets are kept there for the next time anyway.
 * @throws UserError data.tooLarge, data.spool.*, data.images.copyLost, process.cancelled.
 */
export async function loadImages(
  images: ImageFiles,
  form: ImageForm,
  config: Pick<DataConfig, 'memory'>,
  task: Task,
): Promise<LoadedImages> {
  const { source, files } = images;
  const { shape, depth } = form;
  const library = nativeDecoder()?.version ?? 'plain';
  const decoder = depth ? `${library}, ${depth.offset} + ${depth.scale}` : library;
  const key: ImageKey = { source, ...form, decoder };
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
  copy: OutcomeCopy,
  images: ImageFiles,
  key: ImageKey,
  config: Pick<DataConfig, 'memory'>,
  task: Task,
): Promise<LoadedImages> {
  const { places, outcomes, rows } = copy;
  const division = divideImages(places.length, key.shape, config);
  const shown = division?.shown ?? places.length;
  const values = allocate(shown * rows.bytesPerRow);
  const wanted = Uint32Array.from({ length: shown }, (_, i) => places[spreadPlace(i, shown, places.length)]);
  try {
    await rows.gather(wanted, values, task);
  } finally {
    await rows.close();
  }
  if (!division) return { values, outcomes };
  const makeAgain = () => decodedCopy(images, key, division.streamMemory, {});
  return { values, outcomes, streamed: { division, stream: new DecodedStream(key.source, division, copy, makeAgain) } };
}

/** With what became of every file. */
type OutcomeCopy = DecodedCopy & { readonly outcomes: readonly Outcome[] };

/**
 * Decodes images to disk, where they are not there already.
 * @param memory Bytes that decoded images may take meanwhile.
 * @throws UserError data.spool.room, data.spool.failed, process.cancelled.
 */
async function decodedCopy(images: ImageFiles, key: ImageKey, memory: number, task: Task): Promise<OutcomeCopy> {
  const { files } = images;
  const earlier = await EarlierLoad.find(key, images, partOf(task, 0, 0.1));
  if (earlier && isComplete(earlier.known)) {
    const places = earlier.known.flatMap((file) => ('reason' in file ? [] : [file.place]));
    return { rows: earlier.rows, outcomes: earlier.known, places: Uint32Array.from(places) };
  }
  const size = product(key.shape);
  const longest = Math.max(1, Math.min(longestStretch, files.length, Math.floor(memory / 2 / size)));
  const pixels = new Uint8Array(longest * size);
  const decoding = { form: key, earlier, longest, room: (count: number) => pixels.subarray(0, count * size) };
  try {
    const writer = await KeptRowsWriter.create(key, files.length);
    const take = (stretch: Stretch) => writer.add(stretch.pixels);
    const outcomes = await decodeAll(images, decoding, { take, writer: () => writer }, rest(earlier, task));
    const places = Uint32Array.from({ length: writer.count }, (_, i) => i);
    return { rows: await writer.finish(files, outcomes), places, outcomes };
  } finally {
    await earlier?.rows.close();
  }
}

function isComplete(known: readonly (KnownFile | undefined)[]): known is readonly KnownFile[] {
  return known.every((file) => file !== undefined);
}

/** What is left of a task when it has been looked for an earlier load. */
function rest(earlier: EarlierLoad | null, task: Task): Task {
  return partOf(task, earlier ? 0.1 : 0, 1);
}

/** Decodes images into memory. Where that takes long, they are kept on disk, too. @throws UserError process.cancelled. */
async function residentImages(images: ImageFiles, key: ImageKey, task: Task): Promise<LoadedImages> {
  const { files } = images;
  const size = product(key.shape);
  const values = allocate(files.length * size);
  const earlier = await EarlierLoad.find(key, images, partOf(task, 0, 0.1));
  // What goes wrong with the copy is nobody's concern: there is none then.
  let writer: KeptRowsWriter | null | undefined;
  let kept = 0;
  let cost = 0;
  const room = (count: number) => values.subarray(kept * size, (kept + count) * size);
  const decoding = { form: key, earlier, longest: longestStretch, room };
  async function take(stretch: Stretch): Promise<void> {
    kept += stretch.pixels.length / size;
    cost += stretch.cost;
    if (writer === null || cost < worthKeeping || values.length > largestCopyBytes) return;
    try {
      writer ??= await KeptRowsWriter.create(key, files.length);
      await writer.add(values.subarray(writer.count * size, kept * size));
    } catch {
      writer = null;
    }
  }
  try {
    const outcomes = await decodeAll(images, decoding, { take, writer: () => writer }, rest(earlier, task));
    const copy = await writer?.finish(files, outcomes).catch(() => null);
    await copy?.close();
    return { values: values.subarray(0, kept * size), outcomes };
  } finally {
    await earlier?.rows.close();
  }
}

/** Hands on stretch by stretch. Of what is interrupted, that stays which has been written. */
async function decodeAll(
  images: ImageFiles,
  decoding: Decoding,
  { take, writer }: { take(stretch: Stretch): Promise<void>; writer(): KeptRowsWriter | null | undefined },
  task: Task,
): Promise<readonly DecodedFile[]> {
  const outcomes: DecodedFile[] = [];
  try {
    for await (const stretch of decodeStretches(images, decoding, task)) {
      outcomes.push(...stretch.outcomes);
      await take(stretch);
    }
    return outcomes;
  } catch (error) {
    await writer()?.keepIfMore(decoding.earlier?.count ?? 0, images.files, outcomes);
    throw error;
  }
}
