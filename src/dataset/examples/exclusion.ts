import type { DataConfig } from '../../protocol/config';
import type { ColumnValues } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { ExcludeList, excludeVersion, isAscending, rangesOf } from '../../protocol/exclude';
import { readVersioned } from '../../versioned-file';
import type { Dataset, ExampleStream } from './dataset';
import { describedColumn } from './described-column';
import { refit } from './encoding/refit';
import { fingerprint } from './fingerprint';

/** A list of examples to leave out, and what it is called in messages. */
export interface Exclusion {
  readonly list: ExcludeList;
  readonly path: string;
}

/** @throws UserError exclude.unreadable, exclude.newer */
export async function readExclusion(path: string): Promise<Exclusion> {
  const unreadable = (reason: string, cause?: unknown) =>
    new UserError('exclude.unreadable', { path, reason }, { cause });
  const newer = () => new UserError('exclude.newer', { path });
  const list = await readVersioned(path, { schema: ExcludeList, version: excludeVersion, unreadable, newer });
  if (!isAscending(list.exclude, list.examples)) throw unreadable('exclude: not ascending');
  return { list, path };
}

/**
 * What a configuration leaves out: the examples of its list, and those of its corrections.
 * @throws UserError exclude.unreadable, exclude.newer
 */
export async function exclusionOf({ source, exclude, corrections }: DataConfig): Promise<Exclusion | undefined> {
  const own = exclude === undefined ? undefined : await readExclusion(exclude);
  const more = corrections?.exclude ?? [];
  if (!corrections || more.length === 0) return own;
  const { examples, fingerprint: whole } = corrections;
  const list = own?.list ?? { version: excludeVersion, data: source, examples, fingerprint: whole, exclude: [] };
  const rows = new Set([...list.exclude.flatMap(([first, last]) => [...rowsFrom(first, last)]), ...more]);
  const ranges = rangesOf([...rows].sort((a, b) => a - b));
  return { list: { ...list, exclude: ranges }, path: own?.path ?? source };
}

function* rowsFrom(first: number, last: number): Generator<number> {
  for (let row = first; row <= last; row++) yield row;
}

/** How many examples a list leaves out. */
export function excludedCount({ exclude }: ExcludeList): number {
  return exclude.reduce((count, [first, last]) => count + last - first + 1, 0);
}

/**
 * The data set without the examples of a list. What was fitted on numbers is fitted anew on those that stay, so that a value
 * that is left out has no say in how the others are scaled; of data that memory does not hold it stays as it is.
 * @param fitted An encoding was given: it stays, and the list was checked when it was made.
 * @throws UserError exclude.otherData, exclude.all
 */
export function without(dataset: Dataset, { list, path }: Exclusion, fitted: boolean): Dataset {
  const { stream, summary } = dataset;
  const all = stream?.examples ?? summary.examples;
  if (list.examples !== all || (!fitted && list.fingerprint !== fingerprint(dataset))) {
    throw new UserError('exclude.otherData', { path, data: list.data });
  }
  const places = new StayingPlaces(list);
  const shown: number[] = [];
  for (let index = 0; index < summary.examples; index++) {
    if (places.stays(stream?.placeOf(index) ?? index)) shown.push(index);
  }
  if (shown.length < 2) throw new UserError('exclude.all', { path });
  const count = excludedCount(list);
  const left: Dataset = {
    summary: {
      ...summary,
      examples: shown.length,
      excluded: count,
      ...(stream && { streamed: all - count }),
      warnings: [...summary.warnings, { code: 'data.excluded', params: { path, count, examples: all } }],
    },
    encoding: dataset.encoding,
    values: gather(dataset.values, shown, dataset.values.length / summary.examples),
    columns: dataset.columns.map((column) => columnOf(column, shown)),
    source: (index) => dataset.source(shown[index]),
    origin: (index) => stream?.placeOf(shown[index]) ?? shown[index],
    ...(stream && { stream: streamWithout(stream, places, shown, all - count) }),
    ...(dataset.labels && { labels: dataset.labels.filter((_, place) => places.stays(place)) }),
  };
  return fitted || stream ? left : refit(left);
}

/** Of examples in their order, those that a list does not name. */
class StayingPlaces {
  /** Of each range, how many places before it stay. */
  private readonly before: number[] = [];

  constructor(private readonly list: ExcludeList) {
    let left = 0;
    for (const [first, last] of list.exclude) {
      this.before.push(first - left);
      left += last - first + 1;
    }
  }

  /** The place among all of the `index`-th that stays. */
  place(index: number): number {
    const at = lastWhere(this.before.length, (i) => this.before[i] <= index);
    return at < 0 ? index : index - this.before[at] + this.list.exclude[at][1] + 1;
  }

  stays(place: number): boolean {
    const { exclude } = this.list;
    const at = lastWhere(exclude.length, (i) => exclude[i][0] <= place);
    return at < 0 || exclude[at][1] < place;
  }

  /** How many before a place that stays do so, too. */
  rank(place: number): number {
    const { exclude } = this.list;
    const at = lastWhere(exclude.length, (i) => exclude[i][0] <= place);
    return at < 0 ? place : this.before[at] + (place - exclude[at][1] - 1);
  }
}

/** The last of 0 … count - 1 for which something holds that holds up to there; -1 where it does for none. */
function lastWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function gather(values: Dataset['values'], indices: readonly number[], width: number): Dataset['values'] {
  const size = indices.length * width;
  const gathered = values instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size);
  for (const [at, index] of indices.entries()) {
    gathered.set(values.subarray(index * width, (index + 1) * width), at * width);
  }
  return gathered;
}

/** Looked at only when it is wanted: features of vectors are computed then. */
function columnOf(column: ColumnValues, indices: readonly number[]): ColumnValues {
  return describedColumn(column, () => {
    const all = column.values;
    return Float32Array.from(indices, (index) => all[index]);
  });
}

function streamWithout(
  stream: ExampleStream,
  places: StayingPlaces,
  shown: readonly number[],
  examples: number,
): ExampleStream {
  const { width, bytesPerExample, memory } = stream;
  return {
    examples,
    width,
    bytesPerExample,
    memory,
    placeOf: (index) => places.rank(stream.placeOf(shown[index])),
    async read(begin, end) {
      const first = places.place(begin);
      const values = await stream.read(first, places.place(end - 1) + 1);
      const staying = Array.from({ length: end - begin }, (_, i) => places.place(begin + i) - first);
      return gather(values, staying, width);
    },
    close: () => stream.close(),
  };
}
