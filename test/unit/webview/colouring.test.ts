import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnValues } from '../../../src/protocol/data';
import { distinctCategories, othersColour, paletteColour } from '../../../webview/colour/category-palette';
import { mapColour } from '../../../webview/colour/colour-maps';
import { usualScale } from '../../../webview/colour/number-scale';
import { toOklab } from '../../../webview/colour/oklab';
import { absent, colourBy, type Legend, missing, type Rgb, toggleHidden } from '../../../webview/colouring';

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
    assert.deepEqual([...rgb.slice(0, 3)], [...paletteColour(1, 'dark')]);
    assert.deepEqual([...rgb.slice(3, 6)], [...paletteColour(0, 'dark')]);
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

  const many = (counts: readonly number[]): ColumnValues => ({
    ...digits(),
    categories: counts.map((_, code) => `c${code}`),
    values: Float32Array.from(counts.flatMap((count, code) => new Array(count).fill(code))),
  });
  const far = (one: Rgb, other: Rgb) => {
    const [a, b] = [toOklab(one), toOklab(other)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  };

  it('tells more than twenty apart from each other, from the others and from what is missing', () => {
    assert.ok(distinctCategories > 20);
    for (const tone of ['dark', 'light'] as const) {
      const colours = Array.from({ length: distinctCategories }, (_, place) => paletteColour(place, tone));
      const all = [...colours, othersColour[tone], absent[tone]];
      for (const [at, colour] of all.entries()) {
        for (const other of all.slice(at + 1)) assert.ok(far(colour, other) > 0.07, `${colour} and ${other}, ${tone}`);
      }
    }
  });

  it('gives the most frequent a colour each, and one to all others', () => {
    const counts = Array.from({ length: distinctCategories + 3 }, (_, code) => (code < 3 ? 1 : 2));
    const { rgb, legend } = colourBy(many(counts), 'dark');
    const entries = legend.kind === 'categories' ? legend.entries : [];
    assert.deepEqual(
      entries.filter(({ shared }) => shared).map(({ code }) => code),
      [0, 1, 2],
    );
    assert.deepEqual([...rgb.slice(0, 3)], [...othersColour.dark]);
    const own = entries.filter(({ shared }) => !shared).map(({ colour }) => colour.join());
    assert.equal(new Set(own).size, distinctCategories);
  });

  it('takes 65,536 categories, each by its count', () => {
    const counts = Array.from({ length: 65_536 }, (_, code) => (code >= 65_536 - distinctCategories ? 2 : 1));
    const { rgb, legend } = colourBy(many(counts), 'light');
    const entries = legend.kind === 'categories' ? legend.entries : [];
    assert.equal(entries.length, 65_536);
    assert.equal(entries.filter(({ shared }) => shared).length, 65_536 - distinctCategories);
    assert.deepEqual([...rgb.slice(-3)], [...entries[65_535].colour]);
    assert.equal(entries[65_535].shared, false);
  });

  it('gives a category the colour that was chosen for it, also one of the others', () => {
    const column = many(new Array(distinctCategories + 1).fill(1));
    const last = column.categories!.at(-1)!;
    const { rgb, legend } = colourBy(column, 'dark', { scale: usualScale, own: new Map([[last, [1, 2, 3]]]) });
    assert.deepEqual([...rgb.slice(-3)], [1, 2, 3]);
    assert.equal(legend.kind === 'categories' && legend.entries.at(-1)?.shared, false);
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
    assert.deepEqual([...rgb.slice(-3)], [...mapColour('viridis', 1, 'dark')]);
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
