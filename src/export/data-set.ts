import { dirname, extname, relative, resolve, sep } from 'node:path';
import { isWithin } from '../data-path';
import type { Dataset, Encoding } from '../dataset';
import { codesOf, restoreCell, textOfCodes, widthOf, writeNpy, writeNpyWords } from '../dataset';
import type { ColumnValues } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { type OutColumn, outColumn, withDifferentNames } from './example-table';
import { writeWhole } from './export-table';
import { csv } from './text-tables';

/** Some of a run's examples, and where among the values that are there they stand. */
interface Chosen {
  readonly rows: Uint32Array;
  readonly places: Uint32Array;
}

/**
 * Writes examples as data to train on: images in files of their own as a list of these, which stay where they are; rows of a
 * table as a table; other images and vectors as a .npy file, with their labels in another beside it; texts as lines.
 * @throws UserError export.imagesOutside, data.unwritable
 */
export async function writeDataSet(
  dataset: Dataset,
  path: string,
  chosen: Chosen,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { kind } = dataset.summary;
  if (kind === 'text') return writeTexts(dataset, path, chosen);
  if (kind === 'images' && hasFiles(dataset.source)) return writeImageList(dataset, path, chosen, signal);
  if (kind === 'table') {
    const columns = withDifferentNames(
      dataset.columns.map((column) => dateColumn(dataset, column) ?? outColumn(column)),
    );
    await writeWhole(path, csv({ rows: chosen.rows, columns }, signal));
    return [path];
  }
  return writeArrays(dataset, path, chosen);
}

/** Dates as dates, where a column is one that the model sees: else they would be numbers of days. */
function dateColumn({ encoding, values, summary }: Dataset, { name, role }: ColumnValues): OutColumn | null {
  if (encoding.kind !== 'columns' || role !== 'feature') return null;
  const width = values.length / summary.examples;
  let at = 0;
  for (const column of encoding.columns) {
    if (column.name === name && column.type === 'numeric' && column.unit !== undefined) {
      const place = at;
      return { name, kind: 'words', word: (row) => String(restoreCell(column, values[row * width + place])) };
    }
    at += widthOf(column);
  }
  return null;
}

function hasFiles(source: Dataset['source']): boolean {
  const first = source(0);
  return first !== null && first.line === undefined && source(1)?.path !== first.path;
}

/** The reader takes images below the list's own folder only. */
async function writeImageList(
  dataset: Dataset,
  path: string,
  { rows }: Chosen,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const folder = dirname(path);
  const files = new Map<number, string>();
  for (const row of rows) {
    const file = dataset.source(row)?.path ?? '';
    if (!isWithin(folder, resolve(file))) {
      throw new UserError('export.imagesOutside', { path, folder: sharedFolder(dataset, rows) });
    }
    files.set(row, relative(folder, file).split(sep).join('/'));
  }
  const columns: OutColumn[] = [
    { name: 'file', kind: 'words', word: (row) => files.get(row) ?? null },
    ...dataset.columns.map(outColumn),
  ];
  await writeWhole(path, csv({ rows, columns: withDifferentNames(columns) }, signal));
  return [path];
}

/** The folder that all of the files lie in, or below. */
function sharedFolder(dataset: Dataset, rows: Uint32Array): string {
  let folder = dirname(dataset.source(rows[0])?.path ?? '');
  for (const row of rows) {
    const file = dataset.source(row)?.path ?? folder;
    while (!isWithin(folder, file)) folder = dirname(folder);
  }
  return folder;
}

async function writeTexts(dataset: Dataset, path: string, { places }: Chosen): Promise<readonly string[]> {
  const width = dataset.values.length / dataset.summary.examples;
  const texts = textOfCodes(dataset.encoding as Extract<Encoding, { kind: 'text' }>);
  const line = (place: number) => {
    const codes = codesOf(dataset.values.subarray(place * width, (place + 1) * width));
    return Array.from(codes, (code) => (code === 0 ? '' : texts[code])).join('');
  };
  await writeWhole(path, `${Array.from(places, (place) => line(place).replaceAll('\n', ' ')).join('\n')}\n`);
  return [path];
}

/** Bytes as they are; other pixels, and vectors, in the data's own units. */
async function writeArrays(dataset: Dataset, path: string, { rows, places }: Chosen): Promise<readonly string[]> {
  const { values, encoding, summary, columns } = dataset;
  const width = values.length / summary.examples;
  const shape = [rows.length, ...ownShape(summary.shape)];
  const gathered =
    values instanceof Uint8Array ? new Uint8Array(rows.length * width) : new Float32Array(rows.length * width);
  for (const [at, place] of places.entries()) {
    const example = values.subarray(place * width, (place + 1) * width);
    gathered.set(values instanceof Uint8Array ? example : inOwnUnits(example, encoding), at * width);
  }
  await writeNpy(path, gathered, shape);
  const label = columns.find(({ name }) => name === summary.label);
  return label ? [path, await writeLabels(label, path, rows)] : [path];
}

/** Grey images have no axis for their channel. */
function ownShape(shape: readonly number[]): readonly number[] {
  return shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;
}

function inOwnUnits(example: Dataset['values'], encoding: Encoding): Float32Array {
  if (encoding.kind === 'pixels') return Float32Array.from(example, (v) => v * encoding.scale + encoding.offset);
  if (encoding.kind === 'text') return Float32Array.from(example);
  return Float32Array.from(example, (value, i) => {
    const column = encoding.columns[i];
    return column.type === 'numeric' ? value * column.deviation + column.mean : value;
  });
}

/** Under the name by which labels are looked for beside an array. */
async function writeLabels({ categories, values }: ColumnValues, path: string, rows: Uint32Array): Promise<string> {
  const ending = extname(path);
  const file = `${path.slice(0, path.length - ending.length)}_labels.npy`;
  if (categories)
    await writeNpyWords(
      file,
      Array.from(rows, (row) => categories[values[row]] ?? ''),
    );
  else
    await writeNpy(
      file,
      Float32Array.from(rows, (row) => values[row]),
      [rows.length],
    );
  return file;
}
