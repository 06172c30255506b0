import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { product, roomLike } from '../../bytes/elements';
import { type SparseRows, sortedByRow } from '../../store/sparse-rows';
import type { NamedArray } from '../arrays/archive';
import type { ArrayHead } from '../arrays/array-head';
import { readArray } from '../arrays/array-values';
import { asPlaces, checked, compressedHead } from '../sparse/compressed';
import { broken, sparseHead } from '../sparse/sparse-head';

/** What `scipy.sparse.save_npz` calls the parts of a matrix. */
const parts = new Set(['format', 'shape', 'data', 'indices', 'indptr', 'row', 'col', 'coords', 'offsets', '_is_array']);

/** The parts of a sparse matrix as SciPy names them, of any layout. */
export function isSciPySparse(arrays: readonly NamedArray[]): boolean {
  const names = new Set(arrays.map(({ name }) => name));
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  return (
    has('format', 'shape', 'data') && (has('indices', 'indptr') || has('row', 'col') || has('offsets') || has('coords'))
  );
}

/** The arrays of the file with the matrix in the place of its parts. @param format `csr` and the like. */
export function withSparse(
  path: string,
  arrays: readonly NamedArray[],
  format: (task: Task) => Promise<string>,
): NamedArray[] {
  const own = arrays.filter(({ name }) => parts.has(name));
  const partOf = (name: string, task: Task) => {
    const part = own.find((candidate) => candidate.name === name);
    if (!part) throw broken({ path }, `no ${name}`);
    return part.head(task);
  };
  const matrix: NamedArray = {
    name: 'matrix',
    bytes: own.reduce((total, { bytes }) => total + bytes, 0),
    head: async (task) => sciPyHead(path, await format(task), (name) => partOf(name, task), task),
    labels: async () => {
      throw new UserError('data.labels.shape', { path });
    },
  };
  return [matrix, ...arrays.filter(({ name }) => !parts.has(name))];
}

async function sciPyHead(
  path: string,
  format: string,
  part: (name: string) => Promise<ArrayHead>,
  task: Task,
): Promise<ArrayHead> {
  const place = { path, inside: 'matrix' };
  const sizes = Array.from((await readArray(await part('shape'), task, 64)).data);
  const [rows, columns] = sizes;
  if (sizes.length !== 2) throw new UserError('data.array.shape', { path, shape: `(${sizes.join(', ')})` });
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0 && size < 2 ** 32))
    throw broken(place, `${sizes}`);
  const shape = [rows, columns] as const;
  const values = await part('data');
  if (format === 'csr' || format === 'csc') {
    const [starts, places] = [await part('indptr'), await part('indices')];
    return compressedHead(place, { layout: format, shape, starts, places, values });
  }
  const load = { coo: fromTriples, bsr: fromBlocks, dia: fromDiagonals }[format];
  if (!load) throw new UserError('data.npy.type', { path, type: `sparse ${format}` });
  return sparseHead(place, shape, { stored: values.dtype, entries: product(values.shape) }, async () =>
    checked(place, await load(shape, values, part)),
  );
}

type Load = (
  shape: readonly [rows: number, columns: number],
  values: ArrayHead,
  part: (name: string) => Promise<ArrayHead>,
) => Promise<SparseRows>;

const fromTriples: Load = async ([rows, columns], values, part) => {
  const { data } = await readArray(values, {});
  const [own, places] = await coordinates(part);
  checkRows(values, own, rows);
  if (own.length !== data.length || places.length !== data.length)
    throw broken(values, `${own.length}, ${places.length}, ${data.length}`);
  return sortedByRow(rows, columns, own, places, data);
};

async function coordinates(part: (name: string) => Promise<ArrayHead>) {
  const row = await part('row').catch(() => null);
  if (row)
    return [
      asPlaces((await readArray(row, {})).data),
      asPlaces((await readArray(await part('col'), {})).data),
    ] as const;
  const { data, shape } = await readArray(await part('coords'), {});
  const count = shape[1] ?? 0;
  return [asPlaces(data.slice(0, count)), asPlaces(data.slice(count))] as const;
}

function checkRows(place: ArrayHead, own: ArrayLike<number>, rows: number): void {
  for (let i = 0; i < own.length; i++)
    if (!(own[i] >= 0 && own[i] < rows)) throw broken(place, `entry ${i} lies in row ${own[i]}`);
}

/** Blocks of the same size that are dense themselves: values are [blocks, height, width]. */
const fromBlocks: Load = async ([rows, columns], values, part) => {
  const { data, shape } = await readArray(values, {});
  const [count = 0, height = 0, width = 0] = shape;
  const starts = (await readArray(await part('indptr'), {})).data;
  const blocks = (await readArray(await part('indices'), {})).data;
  const blockRows = rows / height;
  const compressed = { columns: columns / width, starts, places: asPlaces(blocks), values: new Uint8Array(count) };
  if (shape.length !== 3 || starts.length !== blockRows + 1) throw broken(values, `blocks (${shape})`);
  checked(values, compressed);
  const size = product([count, height, width]);
  const [own, places] = [new Uint32Array(size), new Uint32Array(size)];
  for (let blockRow = 0, at = 0; blockRow < blockRows; blockRow++) {
    for (let block = starts[blockRow]; block < starts[blockRow + 1]; block++) {
      for (let i = 0; i < height * width; i++, at++) {
        own[at] = blockRow * height + Math.floor(i / width);
        places[at] = blocks[block] * width + (i % width);
      }
    }
  }
  return sortedByRow(rows, columns, own, places, data);
};

/** Values are [diagonals, columns]: what stands in column j of a diagonal lies in row j - offset. */
const fromDiagonals: Load = async ([rows, columns], values, part) => {
  const { data, shape } = await readArray(values, {});
  const offsets = (await readArray(await part('offsets'), {})).data;
  const [diagonals = 0, width = 0] = shape;
  if (shape.length !== 2 || offsets.length !== diagonals) throw broken(values, `diagonals (${shape})`);
  const own: number[] = [];
  const places: number[] = [];
  const kept: number[] = [];
  for (let diagonal = 0; diagonal < diagonals; diagonal++) {
    for (let column = 0; column < Math.min(width, columns); column++) {
      const row = column - offsets[diagonal];
      const at = diagonal * width + column;
      if (row < 0 || row >= rows || data[at] === 0) continue;
      own.push(row);
      places.push(column);
      kept.push(at);
    }
  }
  const picked = roomLike(data, kept.length);
  for (let i = 0; i < kept.length; i++) picked[i] = data[kept[i]];
  return sortedByRow(rows, columns, own, Uint32Array.from(places), picked);
};
