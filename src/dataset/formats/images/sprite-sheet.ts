import { basename, dirname } from 'node:path';
import type { DataConfig } from '../../../protocol/config';
import type { ColumnValues, DataSummary } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import { breathe, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import { allocate } from '../../bytes/memory';
import { largestBytes, megabyte } from '../../bytes/sizes';
import type { Dataset } from '../../examples/dataset';
import { checkPixelEncoding, type PixelEncoding } from '../../examples/encoding/pixels';
import { labelColumn } from '../../examples/label-columns';
import { type Kept, keep, keptColumn } from '../../examples/limit';
import { memoryBytes } from '../../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../../examples/source';
import { readLabels } from '../arrays/labels';
import { decodeImage, readImageHead } from './decode';
import { depthOf, depthWarnings, encodingOf } from './image-collection';
import { openImageLabels } from './image-labels';
import { depthOfPicture, type ImageForm } from './image-sample';
import { type Depth, ImageFailure, isGrey, type PictureHead, type PlainPicture, plainPicture } from './picture';
import { fitInto } from './resize';
import { framesWarning } from './several-frames';
import { type Tiling, tilesOf } from './tiles';

const tilesPerBreath = 1024;

/**
 * The tiles of one image as examples, along its rows from the top left, with the labels of a label file where the
 * configuration names one.
 * @throws UserError data.oneImage without a tile size; data.tile.incomplete, data.tile.memory, data.images.undecodable,
 * data.labels.*.
 */
export async function openSpriteSheet(path: string, { config, encoding, task }: ReadOptions): Promise<Source> {
  const { tile, limit } = config;
  if (tile === undefined) throw new UserError('data.oneImage', { path, folder: dirname(path) });
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path });
  const head = await decoded(path, () => readImageHead(path));
  const tiling = tilesOf(path, head, tile);
  const count = tiling.rows * tiling.columns;
  const columns = await labelColumns(path, config.labels, count, task);
  const kept = keep(count, limit, columns[0]?.values);
  checkExamples(path, kept.count, encoding === undefined);
  // Its colours may tell the shape.
  checkMemory(path, head, 0, config);
  const fitted: PixelEncoding = encoding
    ? checkPixelEncoding(encoding, encoding.shape, path)
    : encodingOf(await formOf(path, tiling, config));
  const { shape } = fitted;
  const depth = depthOf(fitted);
  checkMemory(path, head, kept.count * product(shape), config);
  const described = columns.map((column) => keptColumn(column, kept));
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format: 'images',
    kind: 'images',
    examples: kept.count,
    shape,
    dtype: 'uint8',
    columns: described.map(columnInfo),
    ...(columns.length > 0 ? { label: columns[0].name } : {}),
    warnings: [...depthWarnings(path, depth), ...framesWarning(path, [{ image: basename(path), frames: head.frames }])],
  };
  const load = async (): Promise<Dataset> => ({
    summary,
    encoding: fitted,
    values: await cutTiles(path, tiling, { shape, depth }, kept, task),
    columns: described,
    source: () => ({ path }),
  });
  return { summary, load };
}

/**
 * A sheet is decoded whole, beside the pictures on it.
 * @param bytes What these take.
 * @throws UserError data.tile.memory where that is more than what memory is for.
 */
function checkMemory(path: string, { width, height, channels, bits }: PictureHead, bytes: number, config: DataConfig) {
  const needed = bytes + (width * height * channels * bits) / 8;
  if (needed <= memoryBytes(config)) return;
  const params = { path, needed: Math.ceil(needed / megabyte), megabytes: config.memory ?? 0 };
  throw new UserError('data.tile.memory', params);
}

/**
 * Tiles keep their own size, and are grey where the sheet has no colour, unless the configuration says otherwise. Numbers of
 * 16 bits are brought to bytes as those of other images.
 */
async function formOf(path: string, { height, width }: Tiling, { imageSize, colour }: DataConfig): Promise<ImageForm> {
  const { picture } = await decoded(path, () => decodeImage(path));
  const grey = colour ? colour === 'grey' : isGrey(plainPicture(picture));
  return { shape: [imageSize ?? height, imageSize ?? width, grey ? 1 : 3], depth: depthOfPicture(picture) };
}

async function labelColumns(
  path: string,
  file: string | undefined,
  count: number,
  task: Task,
): Promise<ColumnValues[]> {
  if (file === undefined) return [];
  const labels = await readLabels(await openImageLabels(path, file, count, task), task);
  return [labelColumn('label', 'label', labels)];
}

async function cutTiles(
  path: string,
  tiling: Tiling,
  { shape, depth }: ImageForm,
  { count, indices }: Kept,
  task: Task,
): Promise<Uint8Array> {
  const size = product(shape);
  if (count * size > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
  const values = allocate(count * size);
  const sheet = await plainSheet(path, depth);
  for (let i = 0; i < count; i++) {
    if (i % tilesPerBreath === 0) {
      await breathe(task.signal);
      task.onProgress?.(i / count);
    }
    fitInto(values.subarray(i * size, (i + 1) * size), shape, tileAt(sheet, tiling, indices ? indices[i] : i));
  }
  return values;
}

function tileAt({ width: stride, channels, pixels }: PlainPicture, tiling: Tiling, index: number): PlainPicture {
  const { width, height, columns } = tiling;
  const top = Math.floor(index / columns) * height;
  const left = (index % columns) * width;
  const tile = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * stride + left) * channels;
    tile.set(pixels.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, channels, pixels: tile };
}

async function plainSheet(path: string, depth: Depth | null): Promise<PlainPicture> {
  return decoded(path, async () => plainPicture((await decodeImage(path)).picture, depth));
}

/** A damaged sheet leaves nothing to use. */
async function decoded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImageFailure)) throw error;
    throw new UserError('data.images.undecodable', { image: path, reason: error.message }, { cause: error });
  }
}
