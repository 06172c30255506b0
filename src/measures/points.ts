import type { Points } from '../layout/points';

export { countOf, type Points, pointsAt, squaredDistance } from '../layout/points';

/** One coordinate of each point. */
export function coordinate({ values, dims }: Points, j: number): Float64Array {
  return Float64Array.from({ length: values.length / dims }, (_, row) => values[row * dims + j]);
}
