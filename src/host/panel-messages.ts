import * as v from 'valibot';
import type { PanelMethods, PanelState } from '../protocol/panel';
import type { Handlers } from '../protocol/rpc';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const position = v.tuple([finite, finite, finite]);
const axis = v.pipe(v.number(), v.integer(), v.minValue(-1));
const projection = v.variant('kind', [
  v.strictObject({ kind: v.literal('axes'), axes: v.tuple([axis, axis, axis]) }),
  v.strictObject({ kind: v.literal('pca') }),
]);
const columnName = v.pipe(v.string(), v.maxLength(1000));
const nothing = v.strictObject({});
/** Examples in one answer: more than a screen shows, less than would stall the panel. */
const count = v.pipe(index, v.maxValue(1024));

type ParamsSchemas = { readonly [K in keyof PanelMethods]: v.GenericSchema<unknown, Parameters<PanelMethods[K]>[0]> };

/** What each method of the panel accepts. */
export const panelParams: ParamsSchemas = {
  start: nothing,
  stop: nothing,
  resume: nothing,
  showLog: nothing,
  revealSource: v.strictObject({ index }),
  latents: v.strictObject({ epoch: v.nullable(index), projection }),
  column: v.strictObject({ name: columnName }),
  examples: v.strictObject({ indices: v.pipe(v.array(index), v.maxLength(1024)) }),
  inspect: v.strictObject({ index, projection }),
  decode: v.strictObject({ position, projection, from: v.nullable(index) }),
  samples: v.strictObject({ count, seed: index, projection }),
  reconstructions: v.strictObject({
    order: v.picklist(['worst', 'best', 'data']),
    filter: v.nullable(v.strictObject({ column: columnName, category: index })),
    split: v.optional(v.picklist(['train', 'validation'])),
    offset: index,
    count,
  }),
};

const Envelope = v.variant('kind', [
  v.strictObject({ kind: v.literal('request'), id: index, method: v.string(), params: v.unknown() }),
  v.strictObject({ kind: v.literal('cancel'), id: index }),
]);
export type PanelEnvelope = v.InferOutput<typeof Envelope>;

/** A message of the webview; undefined for one that it has no business to send. */
export function readEnvelope(message: unknown): PanelEnvelope | undefined {
  const result = v.safeParse(Envelope, message);
  return result.success ? result.output : undefined;
}

/** The same handlers, behind a check of what they are given. A call that fails it is rejected. */
export function checked(handlers: Handlers<PanelMethods>): Handlers<PanelMethods> {
  const entries = Object.entries(panelParams).map(([method, schema]) => {
    const handle = handlers[method as keyof PanelMethods] as (params: unknown, signal: AbortSignal) => unknown;
    return [method, async (params: unknown, signal: AbortSignal) => handle(parse(method, schema, params), signal)];
  });
  return Object.fromEntries(entries) as Handlers<PanelMethods>;
}

function parse(method: string, schema: v.GenericSchema, params: unknown): unknown {
  const result = v.safeParse(schema, params);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${method}: ${v.getDotPath(issue) ?? 'params'}: ${issue.message}`);
}

const State = v.object({ run: v.pipe(v.string(), v.minLength(1)), view: v.optional(v.unknown()) });

/** What a panel left with the editor; undefined when it never had a run. */
export function readPanelState(state: unknown): PanelState | undefined {
  const result = v.safeParse(State, state);
  return result.success ? result.output : undefined;
}
