import { toHalf } from '../../half-precision';
import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import { type ElementName, elementTypes, littleEndian } from '../bytes/elements';
import type { ColumnProfile } from '../tables/column-profile';
import type { TableColumns } from '../tables/table-columns';
import type { StoredArray, StoredWords } from './stored-data';

/** Columns of numbers and dates side by side, as doubles. */
export function sideBySide(table: TableColumns, columns: readonly ColumnProfile[]): StoredArray {
  return {
    dtype: 'float64',
    shape: [table.rows, columns.length],
    async *bytes(task) {
      if (columns.length === 0) throw new UserError('data.table.noNumbers', { path: table.path });
      const isAll = columns.length === table.columns.length;
      const places = columns.map(({ index }) => index);
      for await (const { cells } of followed(table, task)) {
        yield littleEndian(isAll ? cells : pick(cells, table.columns.length, places), 8);
      }
    },
  };
}

/** One column in its own type, as far as that has a place for missing cells. */
export function columnArray(table: TableColumns, profile: ColumnProfile, shape: readonly number[]): StoredArray {
  const { index } = profile;
  const dtype = elementName(profile);
  return {
    dtype,
    shape,
    async *bytes(task) {
      const { bytes } = elementTypes[dtype];
      if (dtype === 'int64' || dtype === 'uint64') {
        for await (const integers of table.integers(index, task)) yield littleEndian(integers, bytes);
        return;
      }
      for await (const { cells } of followed(table, task)) {
        yield littleEndian(narrow[dtype](pick(cells, table.columns.length, [index])), bytes);
      }
    },
  };
}

/** A column of words. */
export function columnWords(table: TableColumns, { index, column }: ColumnProfile): StoredWords {
  return {
    dtype: 'str',
    shape: [table.rows],
    async words(task) {
      const words = column.words();
      const all: string[] = [];
      for await (const { cells } of table.blocks(task)) {
        for (let i = index; i < cells.length; i += table.columns.length) all.push(words[cells[i]] ?? '');
      }
      return all;
    },
  };
}

/** The blocks of a table; its task hears how many of the rows have come. */
async function* followed(table: TableColumns, { signal, onProgress }: Task) {
  let rows = 0;
  for await (const block of table.blocks({ signal })) {
    yield block;
    rows += block.rows;
    onProgress?.(rows / table.rows);
  }
}

function pick(cells: Float64Array, width: number, columns: readonly number[]): Float64Array<ArrayBuffer> {
  const picked = new Float64Array((cells.length / width) * columns.length);
  columns.forEach((column, place) => {
    for (let from = column, to = place; from < cells.length; from += width, to += columns.length) {
      picked[to] = cells[from];
    }
  });
  return picked;
}

/** Dates are doubles, and so are integers some of which are missing. */
function elementName({ column, missing }: ColumnProfile): ElementName {
  const { dtype } = column;
  if (!isElementName(dtype)) return 'float64';
  return missing === 0 || dtype.startsWith('float') ? dtype : 'float64';
}

function isElementName(dtype: string): dtype is ElementName {
  return Object.hasOwn(narrow, dtype) || dtype === 'int64' || dtype === 'uint64';
}

type Narrow = Readonly<Record<Exclude<ElementName, 'int64' | 'uint64'>, (cells: Float64Array) => ArrayBufferView>>;

/** Numbers in the type that they have come from. */
const narrow: Narrow = {
  bool: (cells) => Uint8Array.from(cells),
  uint8: (cells) => Uint8Array.from(cells),
  int8: (cells) => Int8Array.from(cells),
  uint16: (cells) => Uint16Array.from(cells),
  int16: (cells) => Int16Array.from(cells),
  uint32: (cells) => Uint32Array.from(cells),
  int32: (cells) => Int32Array.from(cells),
  float16: (cells) => toHalf(Float32Array.from(cells)),
  float32: (cells) => Float32Array.from(cells),
  float64: (cells) => cells,
};
