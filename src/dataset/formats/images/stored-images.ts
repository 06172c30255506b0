import { basename, dirname } from 'node:path';
import { type Sentence, UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import { machineIsLittleEndian } from '../../bytes/elements';
import { inOrder, sideBySide } from '../../bytes/side-by-side';
import { readLabels } from '../arrays/labels';
import { storedLabels } from '../arrays/stored-array';
import type { StoredArray, StoredData, StoredOptions, StoredWords } from '../stored-data';
import { type FrameFile, Frames, frameNames } from './frames';
import { leftOut } from './image-collection';
import { openImageLabels } from './image-labels';
import { type ImageFiles, listImages } from './image-list';
import { folderPlace, type ImagePlace } from './image-place';
import { type Channels, ImageFailure, type Picture, type PictureHead } from './picture';
import { framesWarning } from './several-frames';
import { tilesOf } from './tiles';
import { withChannels } from './with-channels';

const lanes = 4;
const headsPerBreath = 256;
const pieceBytes = 1 << 22;

/** A file's picture, by its head. */
interface Headed extends PictureHead {
  readonly name: string;
}

/**
 * The images of a folder: [n, height, width, channels] at their own size, uint8 or uint16 as stored, in the order of their
 * paths. Where only some are in colour or have alpha, the others get equal channels and an opaque alpha, with a warning.
 * Images whose head cannot be read are left out with a warning.
 * @param damaged Why images cannot be decoded, by name.
 * @throws UserError data.images.sizes or .depths where they differ; .none, .unreadable.
 */
export async function openStoredFolder(
  path: string,
  options: StoredOptions,
  damaged: ReadonlyMap<string, string> = new Map(),
): Promise<StoredData> {
  const { task, labels: file } = options;
  const list = await listImages(path, task.signal);
  if (list.files.length === 0) throw new UserError('data.images.none', { path });
  const images = await storedImages({ source: path, place: folderPlace(path), files: list.files }, task, damaged);
  const given = file === undefined ? null : await openImageLabels(path, file, list.files.length, task, path);
  const labels = given ? await readLabels(given, task) : list.labels;
  return {
    kind: 'images',
    path,
    values: images.values,
    labels: labels && storedWords(images.kept.map((i) => String(labels[i]))),
    columns: [],
    warnings: images.warnings,
    withoutDamaged: async (following) =>
      openStoredFolder(path, { ...options, task: following }, await images.damaged(following)),
  };
}

/** Images at their own size, of which those are kept that have a head which can be read. */
export interface StoredImages {
  readonly values: StoredArray;
  /** Their places in the list. */
  readonly kept: readonly number[];
  readonly warnings: readonly Sentence[];
  /** Why images cannot be decoded whose heads could be read, by name. */
  damaged(task: Task): Promise<ReadonlyMap<string, string>>;
}

/**
 * @param damaged Images that are left out, and why.
 * @throws UserError data.images.sizes or .depths where they differ; .unreadable.
 */
export async function storedImages(
  images: ImageFiles,
  task: Task,
  damaged: ReadonlyMap<string, string> = new Map(),
): Promise<StoredImages> {
  const { source, place } = images;
  const { heads, warnings } = await readHeads(images, damaged, task);
  const found = heads.flatMap((head) => (head ? [head] : []));
  const { channels, warning } = commonForm(source, found);
  const [{ width, height, bits }] = found;
  const files = found.map(({ name }) => name);
  return {
    values: imageArray({ source, place, files }, { width, height, channels, bits }),
    kept: heads.flatMap((head, i) => (head ? [i] : [])),
    warnings: [
      ...warnings,
      ...(warning ? [warning] : []),
      ...framesWarning(
        source,
        found.map(({ name, frames }) => ({ image: name, frames })),
      ),
    ],
    damaged: (following) => damagedAmong(place, files, following),
  };
}

/** By name. */
async function damagedAmong(place: ImagePlace, names: readonly string[], task: Task): Promise<Map<string, string>> {
  const damaged = new Map<string, string>();
  const readAll = sideBySide(names.length, lanes, async (index) => {
    await breathe(task.signal);
    const reason = await reasonOf(place.decode(names[index]));
    if (typeof reason === 'string') damaged.set(names[index], reason);
  });
  await readAll.finally(() => place.close());
  return damaged;
}

/** The pages or frames of a file, as the images of a folder. @throws UserError data.images.*, data.labels.*. */
export async function openStoredFrames(
  file: FrameFile,
  options: StoredOptions,
  damaged?: ReadonlyMap<string, string>,
): Promise<StoredData> {
  const { task, labels } = options;
  const { path, frames } = file;
  const files = frameNames(frames);
  const images = await storedImages({ source: path, place: new Frames(file), files }, task, damaged);
  const { values, kept, warnings } = images;
  const all = labels === undefined ? null : await readLabels(await openImageLabels(path, labels, frames, task), task);
  const words = all && storedWords(kept.map((i) => String(all[i])));
  return {
    kind: 'images',
    path,
    values,
    labels: words,
    columns: [],
    warnings,
    withoutDamaged: async (following) =>
      openStoredFrames(file, { ...options, task: following }, await images.damaged(following)),
  };
}

/** A single image as one example, or the tiles of a sheet, as the images of a folder. @throws UserError data.tile.*. */
export async function openStoredSheet(path: string, { task, tile, labels }: StoredOptions): Promise<StoredData> {
  const folder = dirname(path);
  const place = folderPlace(folder);
  const name = basename(path);
  const head = await reasonOf(place.head(name));
  if (typeof head === 'string') throw new UserError('data.images.undecodable', { path, image: path, reason: head });
  const whole = imageArray({ source: path, place, files: [name] }, head);
  const given = (examples: number) =>
    labels === undefined ? null : openImageLabels(path, labels, examples, task).then(storedLabels);
  if (tile === undefined) {
    const warning: Sentence = { code: 'data.oneImage', params: { path, folder: dirname(path) } };
    return { kind: 'images', path, values: whole, labels: await given(1), columns: [], warnings: [warning] };
  }
  const { rows, columns, height, width } = tilesOf(path, head, tile);
  const values: StoredArray = {
    dtype: whole.dtype,
    shape: [rows * columns, height, width, head.channels],
    async *bytes(task) {
      const rowBytes = (width * head.channels * head.bits) / 8;
      for await (const sheet of whole.bytes(task)) {
        for (let row = 0; row < rows; row++) yield tileRow(sheet, row, columns, height, rowBytes);
      }
    },
  };
  const warnings = framesWarning(path, [{ image: name, frames: head.frames }]);
  return { kind: 'images', path, values, labels: await given(rows * columns), columns: [], warnings };
}

/** The tiles of one row of tiles, one after the other. */
function tileRow(sheet: Uint8Array, row: number, columns: number, height: number, rowBytes: number): Uint8Array {
  const stride = columns * rowBytes;
  const tiles = new Uint8Array(height * stride);
  let to = 0;
  for (let column = 0; column < columns; column++) {
    for (let y = 0; y < height; y++, to += rowBytes) {
      const from = (row * height + y) * stride + column * rowBytes;
      tiles.set(sheet.subarray(from, from + rowBytes), to);
    }
  }
  return tiles;
}

/** Reads the heads of images; what cannot be read is undefined, and named by a warning. */
async function readHeads(
  { source, place, files }: ImageFiles,
  damaged: ReadonlyMap<string, string>,
  task: Task,
): Promise<{ readonly heads: readonly (Headed | undefined)[]; readonly warnings: readonly Sentence[] }> {
  const heads: (Headed | undefined)[] = new Array(files.length).fill(undefined);
  const failures: { readonly index: number; readonly image: string; readonly reason: string }[] = [];
  let done = 0;
  const readAll = sideBySide(files.length, lanes, async (index) => {
    if (done++ % headsPerBreath === 0) {
      await breathe(task.signal);
      task.onProgress?.(done / files.length);
    }
    const name = files[index];
    const head = damaged.get(name) ?? (await reasonOf(place.head(name)));
    if (typeof head === 'string') failures.push({ index, image: name, reason: head });
    else heads[index] = { name, ...head };
  });
  await readAll.finally(() => place.close());
  failures.sort((a, b) => a.index - b.index);
  const [failure] = failures;
  if (failures.length === files.length) {
    const { image, reason } = failure;
    throw new UserError('data.images.unreadable', { path: source, count: files.length, image, reason });
  }
  return { heads, warnings: failure ? [leftOut(failures.length, failure)] : [] };
}

/** What is read of an image, or why it cannot be. */
async function reasonOf<T>(reading: Promise<T>): Promise<T | string> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ImageFailure) return error.message;
    throw error;
  }
}

/** The channels that all of the pictures have room in. */
function commonForm(
  path: string,
  heads: readonly Headed[],
): { readonly channels: Channels; readonly warning: Sentence | null } {
  const [first] = heads;
  const size = ({ width, height }: Headed) => `${width} × ${height}`;
  for (const head of heads) {
    const params = { path, first: first.name, image: head.name };
    if (size(head) !== size(first)) {
      const sizes = { firstSize: size(first), size: size(head) };
      throw new UserError('data.images.sizes', { ...params, ...sizes });
    }
    if (head.bits !== first.bits) {
      throw new UserError('data.images.depths', { ...params, firstBits: first.bits, bits: head.bits });
    }
  }
  const colours = heads.some(({ channels }) => channels >= 3) ? 3 : 1;
  const alpha = heads.some(({ channels }) => channels % 2 === 0);
  const channels = (alpha ? colours + 1 : colours) as Channels;
  const other = heads.find((head) => head.channels !== channels);
  return {
    channels,
    warning: other ? { code: 'data.images.channels', params: { path, channels, image: other.name } } : null,
  };
}

/** The pictures of files, decoded when they are asked for. */
function imageArray({ source, place, files }: ImageFiles, form: PictureHead): StoredArray {
  const { width, height, channels, bits } = form;
  const pictureBytes = (width * height * channels * bits) / 8;
  const perPiece = Math.max(1, Math.floor(pieceBytes / pictureBytes));
  return {
    dtype: bits === 16 ? 'uint16' : 'uint8',
    shape: [files.length, height, width, channels],
    async *bytes(task) {
      let piece: Uint8Array | undefined;
      let filled = 0;
      let done = 0;
      try {
        for await (const picture of inOrder(files.length, lanes, (i) => decodeAs(source, place, files[i], form))) {
          // Not before the first has been decoded: its head may have lied.
          piece ??= new Uint8Array(Math.min(perPiece, files.length) * pictureBytes);
          piece.set(littleEndian(withChannels(picture, channels)), filled);
          filled += pictureBytes;
          task.onProgress?.(++done / files.length);
          if (filled === piece.length || done === files.length) {
            yield piece.subarray(0, filled);
            filled = 0;
            await breathe(task.signal);
          }
        }
      } finally {
        await place.close();
      }
    },
  };
}

/** @throws UserError data.images.undecodable where the picture is damaged or not what its head says. */
async function decodeAs(
  path: string,
  place: ImagePlace,
  name: string,
  { width, height, bits }: PictureHead,
): Promise<Picture> {
  const undecodable = (reason: string) =>
    new UserError('data.images.undecodable', { path, image: place.title(name), reason });
  try {
    const { picture } = await place.decode(name);
    const is16 = picture.pixels instanceof Uint16Array;
    if (picture.width === width && picture.height === height && is16 === (bits === 16)) return picture;
    throw undecodable(`${picture.width} × ${picture.height} pixels instead of ${width} × ${height}`);
  } catch (error) {
    throw error instanceof ImageFailure ? undecodable(error.message) : error;
  }
}

function littleEndian(pixels: Uint8Array | Uint16Array): Uint8Array {
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return pixels instanceof Uint16Array && !machineIsLittleEndian ? bytes.swap16() : bytes;
}

function storedWords(words: readonly string[]): StoredWords {
  return { dtype: 'str', shape: [words.length], words: async () => words };
}
