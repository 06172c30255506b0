import { dataEditorParams } from '../../../src/host/data-editor-messages';
import type { DataEditorMethods } from '../../../src/protocol/data-editor';
import { describeCalls } from './webview-calls';

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

describeCalls('the data editor', dataEditorParams, { accepted, refused });
