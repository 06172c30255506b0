import assert from 'node:assert/strict';
import { noBin } from '../../../webview/data/binning';
import { Bits } from '../../../webview/data/bits';
import { countBins, crossCounter, othersOf } from '../../../webview/data/cross-filter';
import type { Filter } from '../../../webview/data/filters';

describe('Cross-filtering', () => {
  const range: Filter = { kind: 'range', column: 'kl', low: 1, high: 2 };
  const hidden: Filter = { kind: 'categories', column: 'digit', hidden: [1] };
  const query: Filter = { kind: 'query', text: 'kl > 1' };
  const masks = new Map<Filter, Bits>([
    [range, Bits.of(6, [0, 1, 2])],
    [hidden, Bits.of(6, [1, 2, 3])],
    [query, Bits.of(6, [2, 3, 4])],
  ]);
  const passing = (column: string) => [...Bits.common(othersOf(masks, column))!.indices()];

  it('leaves out what a column has chosen itself, and nothing else', () => {
    assert.deepEqual(passing('kl'), [2, 3], 'also a query about the column counts');
    assert.deepEqual(passing('digit'), [2]);
    assert.deepEqual(passing('other'), [2]);
    assert.equal(Bits.common(othersOf(new Map([[range, masks.get(range)!]]), 'kl')), null);
  });

  it('counts the examples in each bar', () => {
    const binOf = Uint8Array.from({ length: 100 }, (_, i) => (i === 99 ? noBin : i % 3));
    const counted = (of: Bits | null) => [...countBins(binOf, 3, of)];
    assert.deepEqual(counted(null), [33, 33, 33]);
    assert.deepEqual(counted(Bits.all(100)), [33, 33, 33]);
    assert.deepEqual(counted(Bits.of(100, [0, 3, 31, 32, 63, 64, 96, 99])), [4, 2, 1]);
    assert.deepEqual(counted(Bits.none(100)), [0, 0, 0]);
  });

  it('counts the selection among them, and again only where something else has changed than its own filter', () => {
    let counted = 0;
    const counts = crossCounter((_, of) => {
      counted++;
      return of?.count ?? 6;
    });
    const kl = { name: 'kl', role: 'measure', type: 'numeric', values: new Float32Array(6) } as const;
    assert.deepEqual(counts(kl, masks, null), { passing: 2, selected: null });
    const selection = Bits.of(6, [0, 3]);
    const first = counts(kl, masks, selection);
    assert.deepEqual(first, { passing: 2, selected: 1 });
    const moved = new Map([...masks].map(([filter, mask]) => [filter === range ? { ...range, low: 0 } : filter, mask]));
    assert.equal(counts(kl, moved, selection), first);
    assert.equal(counted, 3);
    assert.deepEqual(counts(kl, new Map(), selection), { passing: 6, selected: 2 });
  });
});
