import type { Task } from '../../../task';
import type { NumericData } from '../../bytes/elements';
import { type Places, type SparseRows, sparseDefect, turned } from '../../store/sparse-rows';
import type { ArrayHead } from '../arrays/array-head';
import { readArray } from '../arrays/array-values';
import { broken, sparseHead } from './sparse-head';

/** The three arrays of a matrix in compressed sparse rows or columns. */
export interface CompressedParts {
  readonly layout: 'csr' | 'csc';
  readonly shape: readonly [rows: number, columns: number];
  readonly starts: ArrayHead;
  readonly places: ArrayHead;
  readonly values: ArrayHead;
}

/** @param place How the matrix is named. @throws UserError data.sparse.shape */
export function compressedHead(place: Pick<ArrayHead, 'path' | 'inside'>, parts: CompressedParts): ArrayHead {
  const { layout, shape, starts, places, values } = parts;
  const lines = layout === 'csr' ? shape[0] : shape[1];
  const isWhole = starts.shape.length === 1 && starts.shape[0] === lines + 1 && shape[1 - lineAxis(layout)] < 2 ** 32;
  if (!isWhole || places.shape[0] !== values.shape[0] || values.shape.length !== 1) {
    throw broken(
      place,
      `${layout} ${shape.join(' × ')}: ${[starts, places, values].map((part) => `(${part.shape})`).join(' ')}`,
    );
  }
  return sparseHead(place, shape, { stored: values.dtype, entries: places.shape[0] }, () =>
    loadCompressed(place, parts, {}),
  );
}

function lineAxis(layout: CompressedParts['layout']): 0 | 1 {
  return layout === 'csr' ? 0 : 1;
}

async function loadCompressed(
  place: Pick<ArrayHead, 'path' | 'inside'>,
  { layout, shape, starts, places, values }: CompressedParts,
  task: Task,
): Promise<SparseRows> {
  const matrix: SparseRows = {
    columns: shape[1 - lineAxis(layout)],
    starts: (await readArray(starts, task)).data,
    places: asPlaces((await readArray(places, task)).data),
    values: (await readArray(values, task)).data,
  };
  return checked(place, layout === 'csr' ? matrix : turned(checked(place, matrix)));
}

/** @throws UserError data.sparse.shape where its parts do not fit together. */
export function checked(place: Pick<ArrayHead, 'path' | 'inside'>, matrix: SparseRows): SparseRows {
  const defect = sparseDefect(matrix);
  if (defect !== null) throw broken(place, defect);
  return matrix;
}

/** 64-bit integers, which are doubles by now, take half of the room as what they are. */
export function asPlaces(data: NumericData): Places {
  if (data instanceof Float64Array && data.every((value) => value >= 0 && value < 2 ** 32))
    return Uint32Array.from(data);
  return data instanceof Float32Array ? Float64Array.from(data) : data;
}
