import * as v from 'valibot';

export const excludeVersion = 1;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Examples of a data set to leave out: the content of a `*.exclude.json` file. They are told by their numbers, from 0, in the
 * data as they are read without the list.
 */
export const ExcludeList = v.strictObject({
  version: v.literal(excludeVersion),
  /** What the data are called. */
  data: v.string(),
  /** How many there are, excluded ones among them. */
  examples: count,
  /** Of the data with all of their examples, as in a run's record. */
  fingerprint: v.string(),
  /** First and last of each run of neighbours, ascending. */
  exclude: v.array(v.tuple([count, count])),
});
export type ExcludeList = v.InferOutput<typeof ExcludeList>;

/** Neighbours among ascending numbers, as their first and last. */
export function rangesOf(ascending: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const index of ascending) {
    const last = ranges.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}

/** Whether ranges lie within `examples`, ascending and apart. */
export function isAscending(ranges: ExcludeList['exclude'], examples: number): boolean {
  return ranges.every(
    ([first, last], at) => first <= last && last < examples && (at === 0 || first > ranges[at - 1][1]),
  );
}
