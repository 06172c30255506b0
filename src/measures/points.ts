import type { Points } from '../layout/neighbours';

export type { Points };

export function countOf({ values, dims }: Points): number {
  return values.length / dims;
}

/** Some points, by number. */
export function pointsAt({ values, dims }: Points, rows: ArrayLike<number>): Points {
  const some = new Float32Array(rows.length * dims);
  for (let to = 0; to < rows.length; to++) some.set(values.subarray(rows[to] * dims, (rows[to] + 1) * dims), to * dims);
  return { values: some, dims };
}

/** One coordinate of each point. */
export function coordinate({ values, dims }: Points, j: number): Float64Array {
  return Float64Array.from({ length: values.length / dims }, (_, row) => values[row * dims + j]);
}

/** Squared Euclidean distance of a point and one of others. */
export function squaredDistance(a: Points, i: number, b: Points, j: number): number {
  let sum = 0;
  for (let k = 0, at = i * a.dims, other = j * b.dims; k < a.dims; k++)
    sum += (a.values[at + k] - b.values[other + k]) ** 2;
  return sum;
}
