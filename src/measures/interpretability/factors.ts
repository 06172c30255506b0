import type { ColumnValues } from '../../protocol/data';

/** What examples are known to vary in, one value each. */
export interface Factor {
  readonly name: string;
  /** Which of its values each example has, from 0. */
  readonly levels: Int32Array;
  readonly count: number;
  /** The values as numbers, where they have an order. */
  readonly numbers: Float64Array | null;
}

/** Numbers with more values than this are taken by parts of equally many examples. */
const mostValues = 20;
const parts = 10;

/**
 * A column as a factor. Categories and numbers of few values are taken as they are, other numbers by tenths of the examples.
 * @param rows The examples, all of which have a value. Null where all have the same.
 */
export function factorOf(
  { name, type, values }: Pick<ColumnValues, 'name' | 'type' | 'values'>,
  rows: Int32Array,
): Factor | null {
  const own = Float64Array.from(rows, (row) => values[row]);
  const different = [...new Set(own)].sort((a, b) => a - b);
  if (different.length < 2) return null;
  const levels =
    different.length > mostValues && type === 'numeric' ? quantileBins(own, parts) : placesIn(different, own);
  const count = levels.reduce((most, level) => Math.max(most, level), 0) + 1;
  return { name, levels, count, numbers: type === 'numeric' ? own : null };
}

/** The factors for some of the examples that they are of. */
export function factorAt({ levels, numbers, ...factor }: Factor, rows: Int32Array): Factor {
  return {
    ...factor,
    levels: Int32Array.from(rows, (row) => levels[row]),
    numbers: numbers && Float64Array.from(rows, (row) => numbers[row]),
  };
}

/** The part of equally many values that each is in, by its rank; equal values are in one part. */
export function quantileBins(values: Float64Array, bins: number): Int32Array {
  const sorted = values.toSorted();
  const borders = Array.from({ length: bins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * values.length) / bins)]);
  return Int32Array.from(values, (value) => borders.filter((border) => value >= border).length);
}

function placesIn(different: readonly number[], values: Float64Array): Int32Array {
  const places = new Map(different.map((value, place) => [value, place]));
  return Int32Array.from(values, (value) => places.get(value) ?? 0);
}
