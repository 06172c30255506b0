import { UserError } from '../../../protocol/errors';
import { elementTypes, machineIsLittleEndian, type StoredElement, swapBytes } from '../../bytes/elements';
import { denseType, fillDense, type SparseRows } from '../../store/sparse-rows';
import { type ArrayHead, headOfRows, placeOf } from '../arrays/array-head';
import type { RowReader } from '../arrays/row-reader';

/** More rows than these have entries. */
const mostEmptyRows = 1 << 20;
const largestShare = 16;
/** Bytes of an example. */
const largestRow = 1 << 25;

/**
 * A sparse matrix as an array. It is loaded when its first rows are asked for, stays in memory as it is, and its rows are made
 * dense some at a time.
 * @param entries How many there are.
 * @throws UserError data.sparse.shape where it claims more than so few can fill.
 */
export function sparseHead(
  place: Pick<ArrayHead, 'path' | 'inside'>,
  shape: readonly [rows: number, columns: number],
  { stored, entries }: { readonly stored: StoredElement; readonly entries: number },
  load: () => Promise<SparseRows>,
): ArrayHead {
  const dtype = denseType(stored);
  // Room is made for the starts of rows, and for a dense row: what nobody has counted may be claimed by mistake.
  const [rows, columns] = shape;
  if (rows > Math.max(mostEmptyRows, largestShare * entries) || columns * elementTypes[dtype].bytes > largestRow) {
    throw broken(place, `${entries} entries in ${rows} × ${columns}`);
  }
  let loading: Promise<SparseRows> | undefined;
  function loaded(): Promise<SparseRows> {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }
  const reader: RowReader = {
    async fill(begin, end, target) {
      fillDense(await loaded(), begin, end, dtype, target);
      if (!machineIsLittleEndian) swapBytes(target, elementTypes[dtype].bytes);
    },
    close: async () => undefined,
  };
  return headOfRows(place, { dtype, shape }, () => reader);
}

export function broken(place: Pick<ArrayHead, 'path' | 'inside'>, defect: string): UserError {
  return new UserError('data.sparse.shape', { path: placeOf(place), defect });
}
