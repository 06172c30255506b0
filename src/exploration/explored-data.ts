import type { Dataset } from '../dataset';
import { type Sentence, UserError } from '../protocol/errors';

/** What there is of a run's data: all of them, or what the run keeps where they are gone. */
export interface ExploredData {
  /** Its values are those of the examples that are there; its columns are of all. */
  readonly dataset: Dataset;
  /** Examples of the run. */
  readonly examples: number;
  /** The indices of the examples that are there, ascending; null: all. */
  readonly kept: Int32Array | null;
  /** Why some are not there. */
  readonly problem?: Sentence;
}

/** Where among the values of the data set an example of the run is. @throws UserError run.notKept */
export function placeOf({ kept }: ExploredData, index: number): number {
  if (kept === null) return index;
  const place = firstFrom(kept, index);
  if (kept[place] !== index) throw new UserError('run.notKept', { index });
  return place;
}

/** The data set of the examples that are there, with the columns of these alone. */
export function atPlaces({ dataset, kept }: ExploredData): Dataset {
  if (kept === null) return dataset;
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: Float32Array.from(kept, (index) => column.values[index]),
  }));
  return { ...dataset, columns };
}

/** Whether an example of the run is there. */
export function isThere({ kept }: ExploredData, index: number): boolean {
  return kept === null || kept[firstFrom(kept, index)] === index;
}

/** Values by place among those that are there, by index of the run instead: NaN for the others. */
export function byIndex({ kept, examples }: ExploredData, values: Float32Array): Float32Array {
  if (kept === null) return values;
  const spread = new Float32Array(examples).fill(Number.NaN);
  for (const [place, index] of kept.entries()) spread[index] = values[place];
  return spread;
}

/** The place of the first number that is not below `wanted`, of ascending ones. */
function firstFrom(ascending: Int32Array, wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
