import type { ColumnValues } from '../../protocol/data';

/** Which examples of a data set are used. */
export interface Kept {
  readonly count: number;
  /** Ascending, from 0; null for the first `count`. */
  readonly indices: Uint32Array | Float64Array | null;
}

/**
 * At most `limit` of the examples: the first ones, or one from each of as many equal stretches where those have more
 * of the classes, as they do where examples are sorted by class. The order stays.
 * @param classes The class of each example, if that is known; NaN or an empty name where it is missing.
 */
export function keep(examples: number, limit = examples, classes: ArrayLike<number | string> | null = null): Kept {
  const count = Math.min(examples, limit);
  const first: Kept = { count, indices: null };
  if (count === examples || classes === null) return first;
  const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * examples) / count));
  const even: Kept = { count, indices };
  return classCount(classes, even) > classCount(classes, first) ? even : first;
}

/** The golden ratio's share: steps of it come close to no place twice. */
const goldenShare = (Math.sqrt(5) - 1) / 2;

/**
 * A sample of `count` of `examples`, ascending: one from each of as many equal stretches, at places within these that have no period
 * in common with the data. The same each time.
 */
export function sampleOf(examples: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const begin = Math.floor((i * examples) / count);
    const end = Math.floor(((i + 1) * examples) / count);
    return begin + Math.floor((((i + 1) * goldenShare) % 1) * (end - begin));
  });
}

/** Of one value per example, those of the kept ones. */
export function keptOf<T>(values: readonly T[], { count, indices }: Kept): readonly T[] {
  return indices ? Array.from(indices, (i) => values[i]) : values.slice(0, count);
}

/** A column of the kept examples. */
export function keptColumn(column: ColumnValues, { count, indices }: Kept): ColumnValues {
  if (count === column.values.length) return column;
  const { values } = column;
  return { ...column, values: indices ? Float32Array.from(indices, (i) => values[i]) : values.slice(0, count) };
}

function classCount(classes: ArrayLike<number | string>, { count, indices }: Kept): number {
  const seen = new Set<number | string>();
  for (let i = 0; i < count; i++) seen.add(classes[indices ? indices[i] : i]);
  seen.delete(Number.NaN);
  seen.delete('');
  return seen.size;
}
