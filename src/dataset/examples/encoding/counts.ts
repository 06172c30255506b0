import { UserError } from '../../../protocol/errors';
import type { Encoding } from '../dataset';
import { OddNumbers } from './odd-numbers';
import type { PlaceOf } from './place';

/** A column of counts: they stay as they are. */
export function countColumn(name: string) {
  return { name, type: 'numeric', mean: 0, deviation: 1, isCount: true } as const;
}

/** Whole, and not negative: no other number is a count. NaN is none. */
export function isCount(value: number): boolean {
  return value >= 0 && value === Math.floor(value);
}

/** Holds row-major numbers to be counts. @throws UserError data.counts.vectors, data.counts.vectorsMissing. */
export function checkCounts(values: ArrayLike<number>, features: number, path: string, placeOf: PlaceOf): void {
  const missing = new OddNumbers();
  const others = new OddNumbers();
  let first = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isCount(value)) continue;
    if (!Number.isNaN(value) && others.count === 0) first = value;
    (Number.isNaN(value) ? missing : others).add(placeOf, Math.floor(i / features), i % features);
  }
  if (others.count > 0) throw new UserError('data.counts.vectors', { path, ...others, value: String(first) });
  if (missing.count > 0) throw new UserError('data.counts.vectorsMissing', { path, ...missing });
}

/** The median of the rows' totals, at least 1. */
export function medianTotal(values: ArrayLike<number>, width: number): number {
  const totals = totalsOf(values, width).sort();
  const middle = totals.length >> 1;
  const median = totals.length % 2 === 1 ? totals[middle] : (totals[middle - 1] + totals[middle]) / 2;
  return Math.max(1, median);
}

function totalsOf(values: ArrayLike<number>, width: number): Float64Array {
  const totals = new Float64Array(values.length / width);
  for (let i = 0; i < values.length; i++) totals[Math.floor(i / width)] += values[i];
  return totals;
}

/** The usual total count of an example, where features are counts. */
export function libraryOf(encoding: Encoding): number | undefined {
  return encoding.kind === 'columns' ? encoding.library : undefined;
}

/**
 * Means of p(x|z), examples x features, of examples whose numbers are known, as model inputs: expected counts of the usual
 * library become those of each one's own. Others stay as they are.
 */
export function ofOwnLibrary(means: Float32Array, originals: ArrayLike<number>, encoding: Encoding): Float32Array {
  const library = libraryOf(encoding);
  if (library === undefined || encoding.kind !== 'columns') return means;
  const width = encoding.columns.length;
  const factors = totalsOf(originals, width).map((total) => Math.max(1, total) / library);
  return means.map((mean, i) => mean * factors[Math.floor(i / width)]);
}
