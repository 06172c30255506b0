import assert from 'node:assert/strict';
import type { ColumnValues, Examples } from '../../../src/protocol/data';
import type { Reconstructions } from '../../../src/protocol/trainer';
import { ColumnCache } from '../../../webview/column-cache';
import { ExampleCache } from '../../../webview/example-cache';
import { LoadedPages } from '../../../webview/loaded-pages';
import { labelColumn } from './builders';

const rowsOf = (indices: readonly number[]): Examples => ({
  kind: 'rows',
  count: indices.length,
  names: ['index'],
  rows: indices.map((index) => [index]),
});

describe('The example cache', () => {
  it('asks once, in one call, for what it does not have', async () => {
    const asked: (readonly number[])[] = [];
    const cache = new ExampleCache(async (indices) => {
      asked.push(indices);
      return rowsOf(indices);
    });
    await cache.get([4, 2, 4]);
    const examples = await cache.get([2, 9, 4]);
    assert.deepEqual(asked, [[4, 2], [9]]);
    assert.deepEqual(
      examples.map((example) => example.kind === 'rows' && example.rows[0][0]),
      [2, 9, 4],
    );
    assert.equal(cache.peek(7), null);
  });

  it('forgets what was longest unused', async () => {
    const cache = new ExampleCache(async (indices) => rowsOf(indices), 2);
    await cache.get([1, 2]);
    await cache.get([1]);
    await cache.get([3]);
    assert.equal(cache.peek(2), null);
    assert.notEqual(cache.peek(1), null);
    const more = await cache.get([5, 6, 7, 8]);
    assert.equal(more.length, 4);
  });
});

describe('The column cache', () => {
  const values: ColumnValues = { ...labelColumn, values: Float32Array.of(1, Number.NaN) };

  it('keeps columns of the data, asks anew for measures, and forgets failures', async () => {
    let asked = 0;
    let fails = true;
    const infos = [labelColumn, { name: 'kl', role: 'measure', type: 'numeric' } as const];
    const cache = new ColumnCache(infos, 'digit', async () => {
      asked++;
      if (fails) throw new Error('not yet');
      return values;
    });
    await assert.rejects(cache.get('digit'));
    fails = false;
    assert.equal(cache.labelOf(0), null);
    await cache.get('digit');
    await cache.get('digit');
    assert.equal(asked, 2);
    await cache.get('kl');
    await cache.get('kl');
    assert.equal(asked, 4);
    assert.equal(cache.labelOf(0), '1');
    assert.equal(cache.labelOf(1), null);
  });
});

describe('Loaded pages', () => {
  const page = (offset: number, count: number): Reconstructions => ({
    epoch: 1,
    total: 25,
    indices: Int32Array.from({ length: count }, (_, at) => offset + at),
    originals: rowsOf([]),
    reconstructions: rowsOf([]),
    errors: new Float32Array(count),
  });

  it('find an item in its page, and the first page that is missing', () => {
    const pages = new LoadedPages<Reconstructions>(10, 2, ({ indices }) => indices.length);
    pages.add(0, page(0, 10));
    assert.equal(pages.find(7)?.content.indices[7], 7);
    assert.equal(pages.find(12), null);
    assert.equal(pages.firstMissing(3, 10), null);
    assert.equal(pages.firstMissing(3, 11), 1);
    pages.add(2, page(20, 5));
    assert.equal(pages.find(24)?.at, 4);
    assert.equal(pages.find(26), null);
  });

  it('give way when there are too many', () => {
    const pages = new LoadedPages<Reconstructions>(10, 2, ({ indices }) => indices.length);
    for (const number of [0, 1, 2]) pages.add(number, page(number * 10, 10));
    assert.equal(pages.find(0), null);
    assert.notEqual(pages.find(10), null);
  });
});
