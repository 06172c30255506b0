import { basename, join } from 'node:path';
import type { DataConfig } from '../../protocol/config';
import type { ColumnValues, DataSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import { classColumn } from '../arrays/labels';
import type { Dataset, Encoding } from '../dataset';
import { checkPixelEncoding, type ImageShape } from '../encoding/pixels';
import { largestBytes, withReader } from '../files/byte-reader';
import { checkExamples, columnInfo, type Source } from '../source';
import { breathe, type Task } from '../task';
import { decodeImage, ImageFailure, isGrey, type Picture } from './decode';
import { parseImageHead } from './image-head';
import { type ImageList, listImages } from './image-list';
import { fitInto } from './resize';

const sampleSize = 24;
const defaultEdges = [28, 32, 64];
const imagesPerBreath = 16;
const largestLookedAt = 300_000;
const headBytes = 1 << 16;

/** What a look at some of the images tells. */
interface Sample {
  readonly grey: boolean;
  /** Edge of the largest, in pixels. */
  readonly largest: number;
}

/** A folder of images, to be used in one size. @throws UserError data.images.* and data.encoding.*. */
export async function openImages(
  folder: string,
  { config, encoding, task }: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path: folder });
  const list = firstImages(await listImages(folder, task.signal), config.limit);
  const { files } = list;
  if (files.length === 0) throw new UserError('data.images.none', { path: folder });
  checkExamples(folder, files.length, encoding === undefined);
  const shape = encoding?.shape ?? shapeFor(await sampleImages(folder, files, task), config);
  if (encoding) checkPixelEncoding(encoding, shape, folder);
  const columns = describingColumns(list);
  const summary: DataSummary = {
    name: basename(folder),
    source: folder,
    format: 'images',
    kind: 'images',
    examples: files.length,
    shape,
    dtype: 'uint8',
    columns: columns.map(columnInfo),
    ...(list.labels ? { label: 'label' } : {}),
    warnings: [],
  };
  return {
    summary,
    load: () => decodeAll(folder, list, summary, { kind: 'pixels', shape, offset: 0, scale: 255, ...encoding }, task),
  };
}

function firstImages({ files, labels, parts }: ImageList, limit = files.length): ImageList {
  return {
    files: files.slice(0, limit),
    labels: labels?.slice(0, limit) ?? null,
    parts: parts?.slice(0, limit) ?? null,
  };
}

function describingColumns({ labels, parts }: ImageList): ColumnValues[] {
  return [
    ...(labels ? [classColumn('label', 'label', labels)] : []),
    ...(parts ? [classColumn('part', 'factor', parts)] : []),
  ];
}

/** Grey where all sampled images are; as large as small images are, and 64 pixels for larger ones. */
function shapeFor({ grey, largest }: Sample, { imageSize, colour }: DataConfig): ImageShape {
  const edge = imageSize ?? defaultEdges.find((candidate) => largest <= candidate) ?? defaultEdges[2];
  const channels = colour ? (colour === 'grey' ? 1 : 3) : grey ? 1 : 3;
  return [edge, edge, channels];
}

/** Looks at images spread over the list. @throws UserError data.images.unreadable when none of them tells anything. */
async function sampleImages(folder: string, files: readonly string[], task: Task): Promise<Sample> {
  let sample: Sample | undefined;
  let failure: { readonly image: string; readonly reason: string } | undefined;
  const step = Math.max(1, files.length / sampleSize);
  for (let i = 0; Math.floor(i) < files.length; i += step) {
    await breathe(task.signal);
    const image = files[Math.floor(i)];
    const seen = await lookAt(join(folder, image));
    if (typeof seen === 'string') failure ??= { image, reason: seen };
    else sample = { grey: (sample?.grey ?? true) && seen.grey, largest: Math.max(sample?.largest ?? 0, seen.largest) };
  }
  if (sample) return sample;
  throw new UserError('data.images.unreadable', { path: folder, count: files.length, ...failure! });
}

/** By its head where that says it all; an image stored in colour is decoded to see whether it has any, unless large. */
async function lookAt(path: string): Promise<Sample | string> {
  const head = parseImageHead(await readHead(path));
  if (head && (head.storedGrey || head.width * head.height > largestLookedAt)) {
    return { grey: head.storedGrey, largest: Math.max(head.width, head.height) };
  }
  const picture = await decodeOrReason(path);
  if (typeof picture === 'string') return picture;
  return { grey: isGrey(picture), largest: Math.max(picture.width, picture.height) };
}

async function readHead(path: string): Promise<Buffer> {
  try {
    return await withReader(path, undefined, (reader) => reader.take(headBytes));
  } catch (error) {
    if (error instanceof UserError) return Buffer.alloc(0);
    throw error;
  }
}

async function decodeOrReason(path: string): Promise<Picture | string> {
  try {
    return await decodeImage(path);
  } catch (error) {
    if (error instanceof ImageFailure) return error.message;
    throw error;
  }
}

/** Decodes one image after the other, so that only the small results stay in memory. */
async function decodeAll(
  folder: string,
  list: ImageList,
  summary: DataSummary,
  encoding: Extract<Encoding, { kind: 'pixels' }>,
  task: Task,
): Promise<Dataset> {
  const { shape } = encoding;
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const { files } = list;
  if (files.length * size > largestBytes) throw new UserError('data.tooLarge', { path: folder, gigabytes: 4 });
  const values = new Uint8Array(files.length * size);
  const read: number[] = [];
  const failures: { readonly image: string; readonly reason: string }[] = [];
  const sizes = new Set<string>();
  let square = true;
  for (let i = 0; i < files.length; i++) {
    if (i % imagesPerBreath === 0) {
      await breathe(task.signal);
      task.onProgress?.(i / files.length);
    }
    const picture = await decodeOrReason(join(folder, files[i]));
    if (typeof picture === 'string') {
      failures.push({ image: files[i], reason: picture });
      continue;
    }
    fitInto(values.subarray(read.length * size, (read.length + 1) * size), shape, picture);
    if (sizes.size < 2) sizes.add(`${picture.width} × ${picture.height}`);
    square &&= picture.width * height === picture.height * width;
    read.push(i);
  }
  if (read.length === 0)
    throw new UserError('data.images.unreadable', { path: folder, count: files.length, ...failures[0] });
  const warnings: Sentence[] = [];
  const [first, second] = sizes;
  if (second) warnings.push({ code: 'data.images.resized', params: { path: folder, first, second, height, width } });
  else if (!square)
    warnings.push({ code: 'data.images.cropped', params: { path: folder, size: first, height, width } });
  if (failures.length > 0) {
    warnings.push({ code: 'data.images.leftOut', params: { count: failures.length, ...failures[0] } });
  }
  const pick = (names: readonly string[] | null) => names && read.map((i) => names[i]);
  const columns = describingColumns({ files, labels: pick(list.labels), parts: pick(list.parts) });
  return {
    summary: { ...summary, examples: read.length, columns: columns.map(columnInfo), warnings },
    encoding,
    values: read.length === files.length ? values : values.slice(0, read.length * size),
    columns,
    source: (index) => ({ path: join(folder, files[read[index]]) }),
  };
}
