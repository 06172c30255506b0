import * as v from 'valibot';

/** More ranges than these are longer than the bits themselves. */
export const mostRanges = 256;
/** A set of more examples is not read: its bits alone would be 16 MB. */
const mostExamples = 2 ** 27;
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const length = v.pipe(index, v.maxValue(mostExamples));

/** A set of examples as JSON: first and last of each run of neighbours, or, where there are many, all bits in base64. */
export const KeptBits = v.union([
  v.object({ length, ranges: v.pipe(v.array(index), v.maxLength(2 * mostRanges)) }),
  v.object({ length, bits: v.pipe(v.string(), v.maxLength(mostExamples / 4)) }),
]);
export type KeptBits = v.InferOutput<typeof KeptBits>;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const fingerprint = v.pipe(v.string(), v.maxLength(200));

/** A selection that is kept with its run. */
export const RunSelection = v.object({
  name,
  /** Of the data that its examples are of: those of the run, or others that a person has had in its folder. */
  fingerprint,
  examples: KeptBits,
});
export type RunSelection = v.InferOutput<typeof RunSelection>;

/** What becomes of a run's selections; those that are not named stay. */
export const SelectionChange = v.strictObject({
  /** In the place of one of the same name, or last. */
  put: v.pipe(v.array(RunSelection), v.maxLength(10_000)),
  /** By name. */
  remove: v.pipe(v.array(name), v.maxLength(10_000)),
});
export type SelectionChange = v.InferOutput<typeof SelectionChange>;

/** Selections by name, kept with the run. */
export interface SelectionMethods {
  selections(params: Record<string, never>): { readonly selections: readonly RunSelection[] };
  /** Answers when they are on disk. */
  keepSelections(params: SelectionChange): null;
}
