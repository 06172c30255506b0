import * as v from 'valibot';
import type { Encoding } from '../../dataset';
import { RunConfig } from '../../protocol/config';
import { dataFormats, symbolKinds } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { RunRecord } from '../../protocol/run';
import { recordFrom1 } from './format-1';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.gtValue(0));

/** As it crosses processes; which sentences there are, a newer version may know better. */
const Sentence = v.looseObject({ code: v.string(), params: v.record(v.string(), v.unknown()) });

const Column = v.looseObject({
  name: v.string(),
  role: v.picklist(['label', 'factor', 'feature', 'id', 'measure', 'split']),
  type: v.picklist(['numeric', 'category']),
  categories: v.optional(v.array(v.string())),
});

const Data = v.looseObject({
  name: v.string(),
  source: v.string(),
  format: v.picklist(dataFormats),
  kind: v.picklist(['images', 'table', 'vectors', 'text']),
  examples: size,
  streamed: v.optional(size),
  heldOut: v.optional(size),
  excluded: v.optional(count),
  symbols: v.optional(v.picklist(symbolKinds)),
  shape: v.pipe(v.array(size), v.minLength(1), v.maxLength(3)),
  dtype: v.string(),
  columns: v.array(Column),
  label: v.optional(v.string()),
  warnings: v.array(Sentence),
});

const EncodedColumn = v.variant('type', [
  v.object({
    name: v.string(),
    type: v.literal('numeric'),
    mean: finite,
    deviation: positive,
    unit: v.optional(v.picklist(['days', 'seconds'])),
    isCount: v.optional(v.literal(true)),
  }),
  v.object({ name: v.string(), type: v.literal('category'), categories: v.array(v.string()) }),
]);

const EncodingSchema: v.GenericSchema<Encoding> = v.variant('kind', [
  v.object({
    kind: v.literal('pixels'),
    shape: v.tuple([size, size, size]),
    offset: finite,
    scale: positive,
  }),
  v.object({ kind: v.literal('columns'), columns: v.array(EncodedColumn), library: v.optional(positive) }),
  v.object({
    kind: v.literal('text'),
    mode: v.picklist(['lines', 'windows']),
    length: size,
    symbols: v.optional(v.picklist(symbolKinds)),
    alphabet: v.array(v.string()),
    merges: v.optional(v.array(v.tuple([v.string(), v.string()]))),
    column: v.optional(v.string()),
  }),
]);

const Backend = v.looseObject({
  name: v.picklist(['tensorflow', 'wasm', 'cpu']),
  version: v.string(),
  fallback: v.optional(Sentence),
  notices: v.optional(v.array(Sentence)),
});

const Origin = v.object({
  run: v.string(),
  name: v.string(),
  epoch: count,
  steps: count,
  taken: v.array(v.string()),
  initialised: v.array(v.string()),
});

const Record = v.looseObject({
  format: v.literal(2),
  name: v.string(),
  created: v.string(),
  status: v.picklist(['running', 'completed', 'stopped', 'interrupted', 'failed']),
  failure: v.optional(Sentence),
  config: RunConfig,
  data: Data,
  fingerprint: v.string(),
  encoding: EncodingSchema,
  epochs: count,
  backend: Backend,
  cores: v.optional(v.nullable(size)),
  extended: v.optional(v.array(count)),
  from: v.optional(Origin),
  versions: v.record(v.string(), v.string()),
});

const Newer = v.looseObject({ format: v.pipe(v.number(), v.gtValue(2)) });

/**
 * A record from the text of the `run.json` at a path, checked as a whole.
 * @throws an Error that says which field is wrong, and how; UserError run.newer
 */
export function parseRecord(text: string, path: string): RunRecord {
  const value = JSON.parse(text);
  if (v.is(Newer, value)) throw new UserError('run.newer', { path });
  const result = v.safeParse(Record, recordFrom1(value));
  if (result.success) return withFirstRows(result.output as unknown as RunRecord);
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}

/** A limit took the first rows, before a run said which it takes. */
function withFirstRows(record: RunRecord): RunRecord {
  const { config } = record;
  if (config.data.limit === undefined || config.data.take !== undefined) return record;
  return { ...record, config: { ...config, data: { ...config.data, take: 'first' } } };
}
