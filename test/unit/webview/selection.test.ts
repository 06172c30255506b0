import assert from 'node:assert/strict';
import type { ColumnValues } from '../../../src/protocol/data';
import { Bits } from '../../../webview/data/bits';
import { combine } from '../../../webview/selection/combine';
import { countCategories, difference, momentsOf, rankDifferences } from '../../../webview/selection/statistics';

const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 1e-6, `${found}, ${expected}`);
const numbers = (...values: number[]): ColumnValues => ({
  name: 'x',
  role: 'feature',
  type: 'numeric',
  values: Float32Array.from(values),
});
const words = (...values: number[]): ColumnValues => ({
  name: 'c',
  role: 'label',
  type: 'category',
  categories: ['a', 'b'],
  values: Float32Array.from(values),
});

describe('A selection', () => {
  const [one, two] = [Bits.of(9, [1, 2, 3]), Bits.of(9, [3, 4])];
  const indices = (bits: Bits | null) => bits && [...bits.indices()];

  it('is replaced, added to, taken from and cut', () => {
    assert.deepEqual(indices(combine(one, two, 'replace')), [3, 4]);
    assert.deepEqual(indices(combine(one, two, 'add')), [1, 2, 3, 4]);
    assert.deepEqual(indices(combine(one, two, 'remove')), [1, 2]);
    assert.deepEqual(indices(combine(one, two, 'intersect')), [3]);
  });

  it('of nothing is none', () => {
    assert.deepEqual(indices(combine(null, two, 'add')), [3, 4]);
    assert.equal(combine(null, two, 'remove'), null);
    assert.equal(combine(null, two, 'intersect'), null);
    assert.equal(combine(one, Bits.none(9), 'replace'), null);
    assert.equal(combine(one, one, 'remove'), null);
  });
});

describe('Statistics of a selection', () => {
  it('count categories, and those without one', () => {
    const column = words(0, 0, 1, Number.NaN, 5, 1);
    assert.deepEqual([...countCategories(column, null)], [2, 2, 2]);
    assert.deepEqual([...countCategories(column, Bits.of(6, [0, 3]))], [1, 0, 1]);
  });

  it('have means and deviations of what is there, exactly also far from 0', () => {
    const { count, mean, deviation } = momentsOf(Float32Array.of(1, Number.NaN, 2, 4, Number.POSITIVE_INFINITY), null);
    assert.equal(count, 3);
    near(mean, 7 / 3);
    near(deviation, Math.sqrt(7 / 3));
    const far = momentsOf(Float32Array.of(1_000_000, 1_000_001, 1_000_002), Bits.of(3, [0, 2]));
    near(far.deviation, Math.SQRT2);
    assert.ok(Number.isNaN(momentsOf(Float32Array.of(3), null).deviation));
    assert.ok(Number.isNaN(momentsOf(Float32Array.of(), null).mean));
  });

  it('say how far the selection is from the others', () => {
    const numeric = difference(numbers(1, 2, 3, 5, 6, 7), Bits.of(6, [3, 4, 5]));
    assert.equal(numeric.kind, 'numbers');
    near(numeric.kind === 'numbers' ? numeric.standardised : 0, 4);
    // 2 Φ(2) - 1
    near(numeric.distance, 0.954499736);
    const category = difference(words(0, 0, 1, 1), Bits.of(4, [0, 1, 2]));
    near(category.distance, 2 / 3);
    near(difference(words(0, 0, 1, 1), Bits.of(4, [0, 2])).distance, 0);
  });

  it('stay numbers for all, for one, and for what does not vary', () => {
    for (const selection of [Bits.all(4), Bits.of(4, [2])]) {
      for (const column of [
        numbers(1, 1, 1, 1),
        numbers(1, 1, 9, 1),
        numbers(Number.NaN, Number.NaN, Number.NaN, 1),
        words(0, 0, 1, 0),
      ]) {
        const { distance } = difference(column, selection);
        assert.ok(distance >= 0 && distance <= 1, String(distance));
      }
    }
    assert.equal(difference(numbers(1, 1, 9, 1), Bits.of(4, [2])).distance, 1);
  });

  it('rank what differs most first, numbers and categories on one scale', () => {
    const columns = [
      { ...numbers(1, 2, 1, 2), name: 'same' },
      { ...words(0, 0, 1, 1), name: 'apart' },
      { ...numbers(1, 2, 2, 3), name: 'some' },
    ];
    const ranked = rankDifferences(columns.map((column) => difference(column, Bits.of(4, [0, 1]))));
    assert.deepEqual(
      ranked.map(({ column }) => column.name),
      ['apart', 'some', 'same'],
    );
  });
});
