import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const rows = v.array(count);

/**
 * What somebody has put right in data that stay as they are. Examples are told by their numbers, from 0, in the data as they are read
 * without a list of what to leave out.
 */
export const Corrections = v.strictObject({
  examples: v.pipe(count, v.description('How many examples the data have that the numbers are of.')),
  fingerprint: v.pipe(v.string(), v.description('Of these data, as they are read: others are refused.')),
  exclude: v.optional(v.pipe(rows, v.description('Examples to leave out, by their numbers from 0.'))),
  labels: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.regex(/^\d+$/)), v.string()),
      v.description('Other labels, by the numbers of the examples from 0: names of classes that the data have.'),
    ),
  ),
  reviewed: v.optional(
    v.pipe(rows, v.description('Examples that were looked at and are right: no problem is found with them any more.')),
  ),
});
export type Corrections = v.InferOutput<typeof Corrections>;
