import assert from 'node:assert/strict';
import type { ColumnValues } from '../../../src/protocol/data';
import { Bits } from '../../../webview/data/bits';
import { FilterMasks } from '../../../webview/data/filter-masks';
import { type Filter, hiddenCodes, withHidden, withoutFilter, withRange } from '../../../webview/data/filters';

const digit: ColumnValues = {
  name: 'digit',
  role: 'label',
  type: 'category',
  categories: ['a', 'b', 'c'],
  values: Float32Array.of(0, 1, 2, 0, Number.NaN, 7),
};
const kl: ColumnValues = {
  name: 'kl',
  role: 'measure',
  type: 'numeric',
  values: Float32Array.of(1, 2, 3, 4, 5, Number.NaN),
};
const values = new Map([digit, kl].map((column) => [column.name, column]));
const masks = () => new FilterMasks(6, [digit, kl]);
const shown = (...filters: Filter[]) => {
  const { examples } = masks().shown(filters, values);
  return examples && [...examples.indices()];
};

describe('Filters', () => {
  it('let through what all of them do, whatever the colours are by', () => {
    assert.equal(shown(), null);
    assert.deepEqual(shown({ kind: 'categories', column: 'digit', hidden: [1] }), [0, 2, 3, 4, 5]);
    assert.deepEqual(shown({ kind: 'categories', column: 'digit', hidden: [0, -1] }), [1, 2]);
    assert.deepEqual(shown({ kind: 'categories', column: 'kl', hidden: [1] }), [0, 1, 2, 3, 4, 5], 'numbers have none');
    assert.deepEqual(shown({ kind: 'range', column: 'kl', low: 2, high: null }), [1, 2, 3, 4]);
    assert.deepEqual(shown({ kind: 'range', column: 'kl', low: null, high: 2 }), [0, 1]);
    const tenths = { ...kl, values: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6) };
    const upTo = { kind: 'range', column: 'kl', low: 0.1, high: 0.3 } as const;
    const { examples: within } = masks().shown([upTo], new Map([['kl', tenths]]));
    assert.deepEqual([...within!.indices()], [0, 1, 2], 'bounds are what the values are stored as');
    assert.deepEqual(shown({ kind: 'query', text: 'digit = a' }), [0, 3]);
    const examples = Bits.of(6, [0, 1, 5]);
    assert.deepEqual(shown({ kind: 'examples', examples, without: false }), [0, 1, 5]);
    assert.deepEqual(shown({ kind: 'examples', examples, without: true }), [2, 3, 4]);
    assert.deepEqual(
      shown({ kind: 'query', text: 'digit = a' }, { kind: 'range', column: 'kl', low: 2, high: null }),
      [3],
    );
  });

  it('that are not understood let all through, and say why', () => {
    const bad: Filter = { kind: 'query', text: 'digit = x' };
    const found = masks().shown([bad, { kind: 'query', text: 'kl >= 5' }], values);
    assert.deepEqual([...found.examples!.indices()], [4]);
    assert.match(found.failures.get(bad)!, /no value “x”/);
  });

  it('need the columns that they are of', () => {
    const filters: Filter[] = [
      { kind: 'query', text: 'kl > 1 and digit = a' },
      { kind: 'query', text: '((' },
    ];
    assert.deepEqual([...masks().columnsOf(filters)].sort(), ['digit', 'kl']);
  });

  it('are computed once, and anew for other values', () => {
    const one = masks();
    const filter: Filter = { kind: 'range', column: 'kl', low: 2, high: null };
    const first = one.shown([filter], values).examples;
    assert.equal(one.shown([filter], values).examples, first);
    const later = new Map([['kl', { ...kl, values: new Float32Array(6).fill(9) }]]);
    assert.equal(one.shown([filter], later).examples?.count, 6);
  });

  it('of one column replace each other', () => {
    const query: Filter = { kind: 'query', text: 'a' };
    let filters = withHidden([query], 'digit', [1]);
    filters = withHidden(withRange(filters, 'kl', 1, 2), 'digit', [2, 0]);
    assert.deepEqual([...hiddenCodes(filters, 'digit')], [2, 0]);
    assert.deepEqual([...hiddenCodes(filters, 'split')], []);
    assert.deepEqual(
      filters.map(({ kind }) => kind),
      ['query', 'categories', 'range'],
    );
    assert.deepEqual(withRange(withHidden(filters, 'digit', []), 'kl', null, null), [query]);
    assert.deepEqual(withoutFilter([query], query), []);
  });
});
