import type { FeatureGroup } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import { allocateFloats } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import type { EncodedColumn, Encoding } from '../dataset';

export type ColumnEncoding = Extract<Encoding, { kind: 'columns' }>;
export type NumericColumn = Extract<EncodedColumn, { type: 'numeric' }>;
export type CategoryColumn = Extract<EncodedColumn, { type: 'category' }>;

/** The category of a missing value, where the data that a model was trained on had missing ones. */
export const missingCategory = '(missing)';

/** Model inputs that a column takes: one number, or one per category. */
export function widthOf(column: EncodedColumn): number {
  return column.type === 'numeric' ? 1 : column.categories.length;
}

export function totalWidth(columns: readonly EncodedColumn[]): number {
  return columns.reduce((total, column) => total + widthOf(column), 0);
}

/** The columns of categories among the features that an encoding makes. */
export function featureGroups(encoding: Encoding): FeatureGroup[] {
  const groups: FeatureGroup[] = [];
  let start = 0;
  for (const column of encoding.kind === 'columns' ? encoding.columns : []) {
    const width = widthOf(column);
    if (column.type === 'category') groups.push({ start, width });
    start += width;
  }
  return groups;
}

/**
 * A number in the data's own units: input * deviation + mean, rounded to a hundred-thousandth of the deviation, so that
 * 39 does not come back as 39.00000191.
 */
export function restore({ mean, deviation }: NumericColumn, input: number): number {
  const value = input * deviation + mean;
  const decimals = 5 - Math.floor(Math.log10(deviation));
  return decimals < 0 || decimals > 20 ? value : Number(value.toFixed(decimals));
}

/** A number or date of the data, from an input: dates as precisely as the inputs tell them apart. */
export function restoreCell(column: NumericColumn, input: number): number | string {
  if (!column.unit) return restore(column, input);
  const { mean, deviation, unit } = column;
  const seconds = (input * deviation + mean) * (unit === 'days' ? 86_400 : 1);
  const isDay = unit === 'days' || deviation >= 1e8;
  const step = isDay ? 86_400 : deviation >= 1e6 ? 60 : 1;
  const date = new Date(Math.round(seconds / step) * step * 1000);
  if (Number.isNaN(date.getTime())) return restore(column, input);
  const [day, time] = date.toISOString().split('T');
  return isDay ? day : `${day} ${time.slice(0, step === 60 ? 5 : 8)}`;
}

/** Mean and standard deviation of a stream of numbers (Welford 1962), in double precision. */
export class Moments {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const distance = value - this.mean;
    this.mean += distance / this.count;
    this.squares += distance * (value - this.mean);
  }

  /** Adds numbers that are known by their count, their mean and sum (x - mean)^2 (Chan, Golub, LeVeque 1979). */
  merge(count: number, mean: number, squares: number): void {
    if (count === 0) return;
    const total = this.count + count;
    const distance = mean - this.mean;
    this.mean += (distance * count) / total;
    this.squares += squares + ((distance * distance * this.count) / total) * count;
    this.count = total;
  }

  /** The column that these numbers make. @param isConstant They are all the same: time stamps differ by little beside their mean. */
  column(name: string, isConstant: boolean): NumericColumn {
    const deviation = isConstant ? 1 : Math.sqrt(this.squares / this.count) || 1;
    return { name, type: 'numeric', mean: this.mean, deviation };
  }
}

/** Room for encoded rows. @throws UserError data.tooLarge. */
export function allocateRows(rows: number, width: number, path: string): Float32Array<ArrayBuffer> {
  if (rows * width * 4 > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
  return allocateFloats(rows * width);
}
