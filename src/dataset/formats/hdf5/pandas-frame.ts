import { UserError } from '../../../protocol/errors';
import { throwIfCancelled } from '../../../task';
import { type ElementName, elementTypes, product } from '../../bytes/elements';
import { type ColumnarFile, type ColumnBlock, rowsPerBlock, type UnreadColumn } from '../columnar/column-block';
import type { OpenOptions } from '../columnar/columnar-format';
import { checkFilters } from './filters';
import { checkHeld, numberType, typeName } from './hdf5-array';
import { Hdf5File } from './hdf5-file';
import { hdf5Class } from './library';

/** What each that is not empty has, by what its group says it is. */
const lastParts = { frame: '/block0_values', series: '/values' } as const;

/** A column of a frame: one of those in a block, which has the columns of one type side by side; or the index, by itself. */
interface FrameColumn {
  readonly name: string;
  readonly array: string;
  readonly dtype: ElementName;
  /** As that of a column of numbers. */
  readonly time?: string;
  /** Its place among so many columns of the block. */
  readonly place: number;
  readonly width: number;
}

/** The groups that are frames or series of pandas, as `to_hdf` writes them where nobody asks for a table. */
export function framesIn(file: Hdf5File, names: readonly string[]): string[] {
  const groupsOf = (lastPart: string) =>
    names.filter((name) => name.endsWith(lastPart)).map((name) => name.slice(0, -lastPart.length));
  const frames = groupsOf(lastParts.frame).filter((group) => {
    const { pandas_type: type, axis0_variety: columns, axis1_variety: rows } = file.attributes(group);
    return type === 'frame' && columns === 'regular' && rows === 'regular';
  });
  return [...frames, ...groupsOf(lastParts.series).filter((group) => isSeries(file, group))];
}

function isSeries(file: Hdf5File, group: string): boolean {
  const { pandas_type: type, index_variety: index } = file.attributes(group);
  return type === 'series' && index === 'regular';
}

/**
 * A frame or series of pandas as columns, in their order, with its index before them. Those of objects, texts as a rule, pandas has
 * pickled: they are not read.
 * @throws UserError data.hdf5.*, data.truncated.
 */
export async function openPandasFrame(
  path: string,
  group: string,
  { ignore = [] }: Pick<OpenOptions, 'ignore'>,
): Promise<ColumnarFile> {
  const file = await Hdf5File.open(path);
  try {
    const isOne = isSeries(file, group);
    const labels = `${group}/${isOne ? 'index' : 'axis1'}`;
    const axis = file.metadata(labels);
    await checkHeld(file, labels, axis);
    const [rows = 0] = axis.shape ?? [];
    const own = isOne ? await seriesColumn(file, group, rows) : await blockColumns(file, group, rows);
    const all = [...columnsOf(file, labels, ['index'], rows), ...own];
    const kept = all.filter(({ name }) => !ignore.includes(name));
    const columns = kept.filter(isRead);
    return {
      path,
      parts: [path],
      rows,
      columns: columns.map(({ name, dtype, time }) => ({
        name,
        type: { kind: 'numbers', dtype, width: 1, vectors: false, ...(time !== undefined && { time }) },
      })),
      unread: kept.filter((column) => !isRead(column)) as UnreadColumn[],
      warnings: [],
      leftOut: all.filter((column) => !kept.includes(column)).map(({ name }) => name),
      blocks: (places, signal, firstRow = 0) =>
        blocksOf(
          path,
          rows,
          places.map((place) => columns[place]),
          firstRow,
          signal,
        ),
    };
  } finally {
    file.close();
  }
}

/** The columns of a frame, which lie in blocks by their type. */
async function blockColumns(file: Hdf5File, group: string, rows: number): Promise<(FrameColumn | UnreadColumn)[]> {
  const found = new Map<string, FrameColumn | UnreadColumn>();
  const { nblocks: blocks } = file.attributes(group);
  for (let block = 0; block < Number(blocks); block++) {
    const items = await namesOf(file, `${group}/block${block}_items`);
    for (const column of await checkedColumns(file, `${group}/block${block}_values`, items, rows)) {
      found.set(column.name, column);
    }
  }
  const order = await namesOf(file, `${group}/axis0`);
  return order.flatMap((name) => found.get(name) ?? []);
}

/** The one column of a series. A name that is no text, such as none, is pickled. */
async function seriesColumn(file: Hdf5File, group: string, rows: number): Promise<(FrameColumn | UnreadColumn)[]> {
  const { name } = file.attributes(group);
  const isName = typeof name === 'string' && name !== '' && name !== 'index' && !/^N\.|\n/.test(name);
  return checkedColumns(file, `${group}/values`, [isName ? name : 'values'], rows);
}

async function checkedColumns(file: Hdf5File, array: string, names: readonly string[], rows: number) {
  checkFilters(file, array);
  await checkHeld(file, array, file.metadata(array));
  return columnsOf(file, array, names, rows);
}

function isRead(column: FrameColumn | UnreadColumn): column is FrameColumn {
  return !('refusal' in column);
}

/** The columns in an array, one for each name. */
function columnsOf(
  file: Hdf5File,
  array: string,
  names: readonly string[],
  rows: number,
): (FrameColumn | UnreadColumn)[] {
  const metadata = file.metadata(array);
  const { value_type: time } = file.attributes(array);
  const dtype = numberType(metadata, {});
  const width = product((metadata.shape ?? []).slice(1));
  const isWhole = metadata.shape?.[0] === rows && width === names.length;
  return names.map((name, place) => {
    if (!dtype || !isWhole) {
      const type = metadata.type === hdf5Class.vlen ? 'object' : typeName(metadata);
      return { name, refusal: new UserError('data.columnar.type', { path: file.path, column: name, type }) };
    }
    const isTime = dtype === 'int64' && (time === 'datetime64' || time === 'timedelta64');
    return { name, array, dtype, place, width, ...(isTime && { time: `${time}[ns]` }) };
  });
}

/** Names of columns: words, or numbers where nobody has called them. */
async function namesOf(file: Hdf5File, array: string): Promise<string[]> {
  const metadata = file.metadata(array);
  await checkHeld(file, array, metadata);
  if (metadata.type === hdf5Class.string) return file.words(array, metadata);
  const [count = 0] = metadata.shape ?? [];
  const bytes = new Uint8Array(8 * count);
  if (numberType(metadata, {}) !== 'int64') return [];
  file.read(array, [0], [count], bytes);
  return Array.from(new BigInt64Array(bytes.buffer), String);
}

async function* blocksOf(
  path: string,
  rows: number,
  columns: readonly FrameColumn[],
  firstRow: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ColumnBlock[]> {
  const most = rowsPerBlock(columns.map(({ dtype, width }) => ({ kind: 'numbers', dtype, width, vectors: false })));
  const file = await Hdf5File.open(path);
  try {
    for (let begin = firstRow; begin < rows; begin += most) {
      throwIfCancelled(signal);
      const count = Math.min(most, rows - begin);
      const read = new Map<string, Uint8Array>();
      yield columns.map(({ array, dtype, place, width }) => {
        const { bytes } = elementTypes[dtype];
        const isFlat = file.metadata(array).shape?.length === 1;
        const stored = read.get(array) ?? new Uint8Array(count * width * bytes);
        if (!read.has(array))
          file.read(array, isFlat ? [begin] : [begin, 0], isFlat ? [count] : [count, width], stored);
        read.set(array, stored);
        return { kind: 'numbers', rows: count, elements: strided(stored, { bytes, place, width }), valid: null };
      });
    }
  } finally {
    file.close();
  }
}

/** The elements of one column of those that lie side by side. */
function strided(
  stored: Uint8Array,
  { bytes, place, width }: { readonly bytes: number; readonly place: number; readonly width: number },
): Uint8Array<ArrayBuffer> {
  const elements = new Uint8Array(stored.length / width);
  for (let to = 0, from = place * bytes; to < elements.length; to += bytes, from += width * bytes) {
    for (let byte = 0; byte < bytes; byte++) elements[to + byte] = stored[from + byte];
  }
  return elements;
}
