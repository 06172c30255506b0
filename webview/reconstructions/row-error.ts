import type { Rows } from '../images';
import { formatValue } from '../numbers';

export interface CellError {
  /** Original - reconstruction, signed, in the unit of the column; empty where there is none to name. */
  readonly difference: string;
  /** How wrong it is: 0 right, 1 a wrong name, or a number that is off by the spread of its column or more. */
  readonly weight: number;
}

/** @param spread Of the column, in its unit: that of `columnSpread`. */
export function cellError(original: string | number, reconstruction: string | number, spread: number): CellError {
  if (typeof original !== 'number' || typeof reconstruction !== 'number') {
    return { difference: '', weight: original === reconstruction ? 0 : 1 };
  }
  const difference = original - reconstruction;
  // A value that is missing in the data has no error.
  if (!Number.isFinite(difference)) return { difference: '', weight: 0 };
  const size = Math.abs(difference);
  const weight = spread > 0 ? Math.min(1, size / spread) : size > 0 ? 1 : 0;
  return { difference: `${difference > 0 ? '+' : ''}${formatValue(difference)}`, weight };
}

const spreads = new WeakMap<Rows, Map<number, number>>();

/** The standard deviation of a column's numbers over these rows; 0 for names and constants. */
export function columnSpread(rows: Rows, column: number): number {
  const known = spreads.get(rows) ?? new Map<number, number>();
  spreads.set(rows, known);
  const spread = known.get(column) ?? standardDeviation(rows.rows.map((row) => row[column]));
  known.set(column, spread);
  return spread;
}

function standardDeviation(values: readonly (string | number)[]): number {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length === 0) return 0;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
}
