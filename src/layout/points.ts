/** Points in a space of `dims` dimensions, n x dims, row by row. */
export interface Points {
  readonly values: Float32Array;
  readonly dims: number;
}

export function countOf({ values, dims }: Points): number {
  return values.length / dims;
}

/** Some points, by number. */
export function pointsAt({ values, dims }: Points, rows: ArrayLike<number>): Points {
  const some = new Float32Array(rows.length * dims);
  for (let to = 0; to < rows.length; to++) some.set(values.subarray(rows[to] * dims, (rows[to] + 1) * dims), to * dims);
  return { values: some, dims };
}

/** Squared Euclidean distance of a point and one of others. */
export function squaredDistance(a: Points, i: number, b: Points, j: number): number {
  let sum = 0;
  for (let k = 0, at = i * a.dims, other = j * b.dims; k < a.dims; k++)
    sum += (a.values[at + k] - b.values[other + k]) ** 2;
  return sum;
}

/** The mean of the coordinates that are finite: about it least of distances is lost to rounding. */
export function centreOf({ values, dims }: Points): Float64Array {
  const sums = new Float64Array(dims);
  const counts = new Float64Array(dims);
  for (let i = 0, j = 0; i < values.length; i++, j = j + 1 === dims ? 0 : j + 1) {
    if (!Number.isFinite(values[i])) continue;
    sums[j] += values[i];
    counts[j]++;
  }
  return sums.map((sum, j) => sum / Math.max(1, counts[j]));
}
