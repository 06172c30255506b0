import { type ElementName, isSmallFloat, type NumericData, roomLike, type StoredElement } from '../bytes/elements';

/** Whole numbers from 0 on, in the type that they were stored in. */
export type Places = Exclude<NumericData, Float32Array>;

/** Rows that are mostly zeros, in memory by what is not: compressed sparse rows (CSR). A place that occurs twice is the sum. */
export interface SparseRows {
  readonly columns: number;
  /** Where the entries of each row begin, and behind the last one's. */
  readonly starts: ArrayLike<number>;
  /** The column of each entry. */
  readonly places: Places;
  readonly values: NumericData;
}

/** What is wrong with a sparse matrix, in words for a log; null where it holds together. */
export function sparseDefect({ columns, starts, places, values }: SparseRows): string | null {
  if (places.length !== values.length) return `${places.length} places for ${values.length} values`;
  if (starts.length === 0 || starts[0] !== 0) return 'its first row does not begin at 0';
  for (let row = 1; row < starts.length; row++) {
    if (!(starts[row] >= starts[row - 1])) return `row ${row - 1} ends before it begins`;
  }
  if (starts[starts.length - 1] !== places.length) {
    return `its rows end at ${starts[starts.length - 1]}, its entries at ${places.length}`;
  }
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    if (!(place >= 0 && place < columns && place === Math.floor(place))) return `entry ${i} lies in column ${place}`;
  }
  return null;
}

/** Lays the rows from `begin` to `end` (exclusive) into `target`, dense and of that type, in the byte order of this machine. */
export function fillDense(
  { columns, starts, places, values }: SparseRows,
  begin: number,
  end: number,
  dtype: ElementName,
  target: Uint8Array,
): void {
  target.fill(0);
  if (dtype === 'int64' || dtype === 'uint64') {
    const dense = new BigInt64Array(target.buffer, target.byteOffset, target.length / 8);
    for (let row = begin, at = 0; row < end; row++, at += columns) {
      for (let i = starts[row]; i < starts[row + 1]; i++) dense[at + places[i]] += BigInt(values[i]);
    }
    return;
  }
  const dense = roomOf(dtype, target);
  const isBoolean = dtype === 'bool';
  for (let row = begin, at = 0; row < end; row++, at += columns) {
    const stop = starts[row + 1];
    if (isBoolean) for (let i = starts[row]; i < stop; i++) dense[at + places[i]] |= values[i] === 0 ? 0 : 1;
    else for (let i = starts[row]; i < stop; i++) dense[at + places[i]] += values[i];
  }
}

function roomOf(dtype: Exclude<ElementName, 'int64' | 'uint64'>, { buffer, byteOffset, length }: Uint8Array) {
  switch (dtype) {
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer, byteOffset, length);
    case 'int8':
      return new Int8Array(buffer, byteOffset, length);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, length / 2);
    case 'int16':
      return new Int16Array(buffer, byteOffset, length / 2);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, length / 4);
    case 'int32':
      return new Int32Array(buffer, byteOffset, length / 4);
    case 'float16':
    case 'float32':
      return new Float32Array(buffer, byteOffset, length / 4);
    case 'float64':
      return new Float64Array(buffer, byteOffset, length / 8);
  }
}

/** Half and smaller floats are decoded as they are read, and dense in 32 bits. */
export function denseType(dtype: StoredElement): ElementName {
  return dtype === 'float16' || isSmallFloat(dtype) ? 'float32' : dtype;
}

/** Rows of entries in any order. `rows` is the row of each. */
export function sortedByRow(
  count: number,
  columns: number,
  rows: ArrayLike<number>,
  places: Places,
  values: NumericData,
): SparseRows {
  const starts = new Float64Array(count + 1);
  for (let i = 0; i < rows.length; i++) starts[rows[i] + 1]++;
  for (let row = 0; row < count; row++) starts[row + 1] += starts[row];
  const next = starts.slice(0, count);
  const sortedPlaces = roomLike(places, places.length);
  const sortedValues = roomLike(values, values.length);
  for (let i = 0; i < rows.length; i++) {
    const to = next[rows[i]]++;
    sortedPlaces[to] = places[i];
    sortedValues[to] = values[i];
  }
  return { columns, starts, places: sortedPlaces, values: sortedValues };
}

/** The rows of a matrix of which the columns are known (CSC): `places` are rows there. It has to hold together. */
export function turned({ columns: rows, starts, places, values }: SparseRows): SparseRows {
  const columns = starts.length - 1;
  const own = new Uint32Array(places.length);
  for (let column = 0; column < columns; column++) own.fill(column, starts[column], starts[column + 1]);
  return sortedByRow(rows, columns, places, own, values);
}
