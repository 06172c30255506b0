import * as v from 'valibot';
import type { KeptMeasure } from '../../protocol/kept-measures';
import { measureGroups, measureNames } from '../../protocol/measures';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Part = v.object({
  source: v.string(),
  part: v.picklist(['training', 'validation', 'all']),
  examples: count,
  fingerprint: v.string(),
});
const Sentence = v.object({ code: v.string(), params: v.record(v.string(), v.unknown()) });
const Value = v.object({
  name: v.string(),
  of: v.optional(v.string()),
  value: v.nullable(v.number()),
  error: v.nullable(v.number()),
  unit: v.string(),
  n: v.number(),
  settings: v.optional(v.record(v.string(), v.number())),
  note: v.optional(Sentence),
});
const Kept = v.object({
  measured: v.object({
    measure: v.picklist(measureNames),
    group: v.picklist(measureGroups),
    values: v.array(Value),
    absence: v.optional(Sentence),
    seconds: v.number(),
  }),
  epoch: count,
  steps: count,
  judged: Part,
  reference: v.nullable(Part),
  seed: v.number(),
});
const File = v.object({ format: v.literal(1), measures: v.array(v.unknown()) });

/** One on a line, in the order of the table. */
export function formatMeasures(measures: readonly KeptMeasure[]): string {
  return `{"format":1,"measures":[\n${measures.map((kept) => JSON.stringify(kept)).join(',\n')}\n]}\n`;
}

/** Those that this version knows; none of what cannot be read: they can be measured again. */
export function parseMeasures(text: string): readonly KeptMeasure[] {
  try {
    return v.parse(File, JSON.parse(text)).measures.filter((kept): kept is KeptMeasure => v.is(Kept, kept));
  } catch {
    return [];
  }
}

/** In place of those of the same names. */
export function withMeasures(before: readonly KeptMeasure[], found: readonly KeptMeasure[]): readonly KeptMeasure[] {
  const all = new Map([...before, ...found].map((kept) => [kept.measured.measure, kept]));
  return measureNames.flatMap((name) => all.get(name) ?? []);
}
