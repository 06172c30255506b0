import assert from 'node:assert/strict';
import { checked, type ParamsSchemas } from '../../../src/host/webview-messages';
import type { Handlers } from '../../../src/protocol/rpc';

type Calls<M> = readonly (readonly [method: keyof M & string, params: unknown])[];

/** Tests which calls of a webview reach its handlers, and reach them as they are. */
export function describeCalls<M>(
  who: string,
  schemas: ParamsSchemas<M>,
  { accepted, refused }: { readonly accepted: Calls<M>; readonly refused: Calls<M> },
): void {
  /** Handlers that keep what reaches them. */
  function recorder(): { seen: [string, unknown][]; handlers: Handlers<M> } {
    const seen: [string, unknown][] = [];
    const entries = Object.keys(schemas).map((method) => [
      method,
      (params: unknown) => {
        seen.push([method, params]);
      },
    ]);
    return { seen, handlers: checked(schemas, Object.fromEntries(entries) as Handlers<M>) };
  }

  /** Calls a method as the webview would, with parameters of any kind. */
  async function call(handlers: Handlers<M>, method: keyof M & string, params: unknown): Promise<void> {
    await handlers[method](params as never, new AbortController().signal);
  }

  describe(`calls of ${who}`, () => {
    for (const [method, params] of accepted) {
      it(`may be ${method} ${JSON.stringify(params)}`, async () => {
        const { seen, handlers } = recorder();
        await call(handlers, method, params);
        assert.deepEqual(seen, [[method, params]]);
      });
    }

    for (const [method, params] of refused) {
      it(`may not be ${method} ${JSON.stringify(params).slice(0, 80)}`, async () => {
        const { seen, handlers } = recorder();
        await assert.rejects(call(handlers, method, params), new RegExp(`^Error: ${method}: `));
        assert.deepEqual(seen, []);
      });
    }
  });
}
