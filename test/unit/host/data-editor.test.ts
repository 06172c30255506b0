import assert from 'node:assert/strict';
import { dataEditorParams } from '../../../src/host/data-editor-messages';
import { checked } from '../../../src/host/webview-messages';
import type { DataEditorMethods } from '../../../src/protocol/data-editor';
import type { Handlers } from '../../../src/protocol/rpc';

const brightness = { offset: 0, scale: 255 };
const accepted: readonly (readonly [keyof DataEditorMethods, object])[] = [
  ['start', {}],
  ['open', {}],
  ['open', { array: 'x', again: true }],
  ['thumbnails', { begin: 0, count: 120, edge: 64, brightness }],
  ['cells', { rows: { begin: 0, end: 64 }, columns: { begin: 32, end: 64 } }],
  ['survey', {}],
  ['train', {}],
  ['showLog', {}],
];

const refused: readonly (readonly [keyof DataEditorMethods, unknown])[] = [
  ['open', { path: '/etc/passwd' }],
  ['open', { array: 1 }],
  ['thumbnails', { begin: -1, count: 1, edge: 64, brightness }],
  ['thumbnails', { begin: 0, count: 1e9, edge: 64, brightness }],
  ['thumbnails', { begin: 0, count: 1, edge: 1e9, brightness }],
  ['thumbnails', { begin: 0, count: 1, edge: 64, brightness: { offset: Number.NaN, scale: 1 } }],
  ['cells', { rows: { begin: 5, end: 4 }, columns: { begin: 0, end: 1 } }],
  ['cells', { rows: { begin: 0, end: 1e9 }, columns: { begin: 0, end: 1 } }],
  ['train', { source: '/etc/passwd' }],
  ['survey', null],
];

describe('calls of the data editor', () => {
  function recorder(): { seen: [string, unknown][]; handlers: Handlers<DataEditorMethods> } {
    const seen: [string, unknown][] = [];
    const entries = Object.keys(dataEditorParams).map((method) => [
      method,
      (params: unknown) => {
        seen.push([method, params]);
      },
    ]);
    return { seen, handlers: checked(dataEditorParams, Object.fromEntries(entries) as Handlers<DataEditorMethods>) };
  }

  const call = async (handlers: Handlers<DataEditorMethods>, method: keyof DataEditorMethods, params: unknown) => {
    await handlers[method](params as never, new AbortController().signal);
  };

  for (const [method, params] of accepted) {
    it(`may be ${method} ${JSON.stringify(params)}`, async () => {
      const { seen, handlers } = recorder();
      await call(handlers, method, params);
      assert.deepEqual(seen, [[method, params]]);
    });
  }

  for (const [method, params] of refused) {
    it(`may not be ${method} ${JSON.stringify(params)}`, async () => {
      const { seen, handlers } = recorder();
      await assert.rejects(call(handlers, method, params), new RegExp(`^Error: ${method}: `));
      assert.deepEqual(seen, []);
    });
  }
});
