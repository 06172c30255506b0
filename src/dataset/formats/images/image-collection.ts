import type { ColumnValues, DataFormat, DataSummary } from '../../../protocol/data';
import { type Sentence, UserError } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import type { Dataset } from '../../examples/dataset';
import { checkPixelEncoding, type ImageShape, type PixelEncoding } from '../../examples/encoding/pixels';
import { keptColumn } from '../../examples/limit';
import { countsOf, type Division, spreadPlace, streamedWarnings } from '../../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../../examples/source';
import type { Measured, Outcome } from '../../store/row-index';
import type { ImageFiles } from './image-list';
import { divideImages, loadImages } from './image-loading';
import { formFor, type ImageForm } from './image-sample';
import type { Depth } from './picture';
import { framesWarning } from './several-frames';

/** Images, with what is known of each. */
export interface ImageCollection extends ImageFiles {
  readonly format: DataFormat;
  /** What was understood of them that could be meant otherwise. */
  readonly warnings: readonly Sentence[];
  /** The column to colour by. */
  readonly label: string | undefined;
  /** What describes the images: of those that are kept, by their place in the list. */
  describe(kept: readonly number[]): readonly ColumnValues[];
}

/** Images to be used in one size. @throws UserError data.images.* and data.encoding.*. */
export async function openCollection(
  collection: ImageCollection,
  { config, encoding, task }: ReadOptions,
): Promise<Source> {
  const { source, files, label } = collection;
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path: source });
  checkExamples(source, files.length, encoding === undefined);
  const fitted = encoding
    ? checkPixelEncoding(encoding, encoding.shape, source)
    : encodingOf(await formFor(collection, config, task));
  const { shape } = fitted;
  const division = divideImages(files.length, shape, config);
  const columns = collection.describe(Array.from(files.keys()));
  const summary: DataSummary = {
    name: dataName(source),
    source,
    format: collection.format,
    kind: 'images',
    ...countsOf(files.length, division),
    shape,
    dtype: 'uint8',
    columns: columns.map(columnInfo),
    ...(label === undefined ? {} : { label }),
    warnings: [...collection.warnings, ...streamedWarnings(source, division, files.length, config)],
  };
  return { summary, load: () => load(collection, summary, fitted, { config, task }) };
}

async function load(
  collection: ImageCollection,
  { examples: _, streamed: __, ...summary }: DataSummary,
  encoding: PixelEncoding,
  { config, task }: Pick<ReadOptions, 'config' | 'task'>,
): Promise<Dataset> {
  const { source, place, files } = collection;
  const { shape } = encoding;
  const depth = depthOf(encoding);
  const { values, outcomes, streamed } = await loadImages(collection, { shape, depth }, config, task);
  const kept = readableOf(outcomes);
  const failure = firstFailure(files, outcomes);
  if (kept.length === 0)
    throw new UserError('data.images.unreadable', { path: source, count: files.length, ...failure });
  const division = streamed?.division ?? null;
  const all = collection.describe(kept);
  const shown = shownOf(kept, division);
  const columns = division ? all.map((column) => keptColumn(column, spreadOver(kept.length, division))) : all;
  const labels = division ? all.find(({ name, type }) => name === collection.label && type === 'category') : undefined;
  const warnings = [
    ...collection.warnings,
    ...sizeWarnings(source, outcomes, shape),
    ...depthWarnings(source, depth),
    ...framesWarning(source, measuredOf(files, outcomes)),
    ...(failure ? [leftOut(files.length - kept.length, failure)] : []),
    ...streamedWarnings(source, division, kept.length, config),
  ];
  return {
    summary: { ...summary, ...countsOf(kept.length, division), columns: columns.map(columnInfo), warnings },
    encoding,
    values,
    columns,
    source: (index) => place.location(files[shown[index]]),
    ...(streamed ? { stream: streamed.stream } : {}),
    ...(labels ? { labels: labels.values } : {}),
  };
}

/** Bytes stand for themselves, and numbers of 16 bits for the part of these that the images use. */
export function encodingOf({ shape, depth }: ImageForm): PixelEncoding {
  return { kind: 'pixels', shape, ...(depth ?? { offset: 0, scale: 255 }) };
}

/** What an encoding says of numbers of 16 bits: that which has a range of bytes, or less, says nothing. */
export function depthOf({ offset, scale }: PixelEncoding): Depth | null {
  return scale > 255 ? { offset, scale } : null;
}

/** The images that could be read, by their place in the list. */
function readableOf(outcomes: readonly Outcome[]): readonly number[] {
  return outcomes.flatMap((outcome, i) => ('reason' in outcome ? [] : [i]));
}

/** Those of the images that are in memory. */
function shownOf(images: readonly number[], division: Division | null): readonly number[] {
  if (!division) return images;
  return Array.from(spreadOver(images.length, division).indices, (place) => images[place]);
}

/** The places of those that are in memory, among all of them. */
function spreadOver(count: number, { shown }: Division) {
  return { count: shown, indices: Float64Array.from({ length: shown }, (_, i) => spreadPlace(i, shown, count)) };
}

function measuredOf(files: readonly string[], outcomes: readonly Outcome[]): (Measured & { readonly image: string })[] {
  return outcomes.flatMap((outcome, i) => ('reason' in outcome ? [] : [{ image: files[i], ...outcome }]));
}

interface Failure {
  readonly image: string;
  readonly reason: string;
}

function firstFailure(files: readonly string[], outcomes: readonly Outcome[]): Failure | undefined {
  for (const [i, outcome] of outcomes.entries()) {
    if ('reason' in outcome) return { image: files[i], reason: outcome.reason };
  }
  return undefined;
}

export function leftOut(count: number, { image, reason }: Failure): Sentence {
  return { code: 'data.images.leftOut', params: { count, image, reason } };
}

/** What became of numbers of 16 bits that use a part of these. */
export function depthWarnings(path: string, depth: Depth | null): Sentence[] {
  if (!depth) return [];
  const { offset: low, scale } = depth;
  return [{ code: 'data.images.depth', params: { path, low, high: low + scale } }];
}

/** What became of sizes and proportions. */
function sizeWarnings(path: string, outcomes: readonly Outcome[], [height, width]: ImageShape): Sentence[] {
  const sizes = new Set<string>();
  let square = true;
  for (const outcome of outcomes) {
    if ('reason' in outcome) continue;
    if (sizes.size < 2) sizes.add(`${outcome.width} × ${outcome.height}`);
    square &&= outcome.width * height === outcome.height * width;
  }
  const [first, second] = sizes;
  if (second) return [{ code: 'data.images.resized', params: { path, first, second, height, width } }];
  return square ? [] : [{ code: 'data.images.cropped', params: { path, size: first, height, width } }];
}
