import * as v from 'valibot';
import type { Handlers } from '../protocol/rpc';

/** What each method accepts. */
export type ParamsSchemas<M> = {
  readonly [K in keyof M]: M[K] extends (params: infer P) => unknown ? v.GenericSchema<unknown, P> : never;
};

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const Envelope = v.variant('kind', [
  v.strictObject({ kind: v.literal('request'), id, method: v.string(), params: v.unknown() }),
  v.strictObject({ kind: v.literal('cancel'), id }),
]);
export type WebviewEnvelope = v.InferOutput<typeof Envelope>;

/** A message of a webview; undefined for one that it has no business to send. */
export function readEnvelope(message: unknown): WebviewEnvelope | undefined {
  const result = v.safeParse(Envelope, message);
  return result.success ? result.output : undefined;
}

/** The same handlers, behind a check of what they are given. A call that fails it is rejected. */
export function checked<M>(schemas: ParamsSchemas<M>, handlers: Handlers<M>): Handlers<M> {
  const entries = Object.entries<v.GenericSchema>(schemas).map(([method, schema]) => {
    const handle = handlers[method as keyof M] as (params: unknown, signal: AbortSignal) => unknown;
    return [method, async (params: unknown, signal: AbortSignal) => handle(parse(method, schema, params), signal)];
  });
  return Object.fromEntries(entries) as Handlers<M>;
}

function parse(method: string, schema: v.GenericSchema, params: unknown): unknown {
  const result = v.safeParse(schema, params);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${method}: ${v.getDotPath(issue) ?? 'params'}: ${issue.message}`);
}
