import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnValues } from '../../../src/protocol/data';
import {
  categoryColour,
  colourBy,
  gradientColour,
  type Legend,
  missing,
  robustRange,
  toggleHidden,
} from '../../../webview/colouring';

const digits = (...values: number[]): ColumnValues => ({
  name: 'digit',
  role: 'label',
  type: 'category',
  categories: ['zero', 'one', 'two'],
  values: Float32Array.from(values),
});

const numbers = (...values: number[]): ColumnValues => ({
  name: 'error',
  role: 'measure',
  type: 'numeric',
  values: Float32Array.from(values),
});

function gradientOf(legend: Legend) {
  assert.equal(legend.kind, 'gradient');
  return legend as Extract<Legend, { kind: 'gradient' }>;
}

describe('Colouring by a category', () => {
  it('gives each its colour, and counts them', () => {
    const { rgb, legend } = colourBy(digits(1, 0, 1), 'dark');
    assert.deepEqual([...rgb.slice(0, 3)], [...categoryColour(1)]);
    assert.deepEqual([...rgb.slice(3, 6)], [...categoryColour(0)]);
    assert.equal(legend.kind, 'categories');
    assert.deepEqual(legend.kind === 'categories' && legend.entries.map(({ name, count }) => [name, count]), [
      ['zero', 1],
      ['one', 2],
      ['two', 0],
    ]);
  });

  it('lists examples without a value apart, also those of an unknown code', () => {
    const { legend } = colourBy(digits(0, Number.NaN, 7), 'light');
    const last = legend.kind === 'categories' ? legend.entries.at(-1) : undefined;
    assert.deepEqual(
      { code: last?.code, name: last?.name, count: last?.count },
      { code: missing, name: null, count: 2 },
    );
  });

  it('tells fifty categories apart', () => {
    const colours = Array.from({ length: 50 }, (_, code) => categoryColour(code).join());
    assert.equal(new Set(colours).size, 50);
  });
});

describe('Colouring by a number', () => {
  it('is not washed out by outliers', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index / 1000);
    const { rgb, legend } = colourBy(numbers(...values, 1e6), 'dark');
    const { high, aboveHigh, belowLow } = gradientOf(legend);
    assert.ok(high < 1);
    assert.equal(aboveHigh, true);
    assert.equal(belowLow, true);
    assert.deepEqual([...rgb.slice(-3)], [...gradientColour(1, 'dark')]);
    assert.notDeepEqual([...rgb.slice(0, 3)], [...rgb.slice(3 * 500, 3 * 501)]);
  });

  it('survives one value, no value, and missing ones', () => {
    const constant = gradientOf(colourBy(numbers(4, 4, 4), 'dark').legend);
    assert.deepEqual([constant.low, constant.high, constant.missing], [4, 4, 0]);
    const none = colourBy(numbers(Number.NaN), 'dark');
    assert.equal(gradientOf(none.legend).missing, 1);
    assert.equal(none.rgb.length, 3);
    assert.deepEqual(gradientOf(colourBy(numbers(), 'dark').legend).low, 0);
  });

  it('falls back to the whole range where most values are one', () => {
    const mostly = Float32Array.from([...new Array(999).fill(5), 9]).sort();
    assert.deepEqual(robustRange(mostly), [5, 9]);
  });

  it('counts every value once', () => {
    fc.assert(
      fc.property(fc.array(fc.float(), { maxLength: 200 }), (values) => {
        const legend = gradientOf(colourBy(numbers(...values), 'light').legend);
        const counted = legend.histogram.reduce((sum, count) => sum + count, 0);
        assert.equal(counted + legend.missing, values.length);
      }),
    );
  });
});

describe('Hiding categories', () => {
  it('toggles one, isolates one, and brings all back', () => {
    const codes = [0, 1, 2];
    const one = toggleHidden(new Set(), codes, 1, false);
    assert.deepEqual([...one], [1]);
    assert.deepEqual([...toggleHidden(one, codes, 1, false)], []);
    const alone = toggleHidden(one, codes, 1, true);
    assert.deepEqual([...alone], [0, 2]);
    assert.deepEqual([...toggleHidden(alone, codes, 1, true)], []);
  });
});
