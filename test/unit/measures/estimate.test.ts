import assert from 'node:assert/strict';
import { meanOf, ratioOf, shareOf } from '../../../src/measures/estimate';
import { random, toUnit } from '../../../src/random';

describe('estimates', () => {
  it('of means have the standard error of the sample, and leave out what is not known', () => {
    const { value, error, n } = meanOf([1, 2, Number.NaN, 3, 6]);
    assert.deepEqual([value, n], [3, 4]);
    // s^2 = (4 + 1 + 0 + 9) / 3.
    assert.ok(Math.abs(error! - Math.sqrt(14 / 3 / 4)) < 1e-12);
    assert.deepEqual(meanOf([5]), { value: 5, error: null, n: 1 });
    assert.ok(Number.isNaN(meanOf([]).value));
  });

  it('of shares have that of the binomial', () => {
    assert.deepEqual(shareOf(30, 40), { value: 0.75, error: Math.sqrt((0.75 * 0.25) / 40), n: 40 });
  });

  it('of ratios have the spread that they have over many samples', () => {
    const next = random(7);
    const size = 200;
    const found = Array.from({ length: 400 }, () => {
      const b = Float64Array.from({ length: size }, () => 1 + toUnit(next()));
      const a = b.map((value) => value * toUnit(next()));
      return ratioOf(a, b);
    });
    const spread = meanOf(found.map(({ value }) => value)).error! * Math.sqrt(found.length);
    const said = meanOf(found.map(({ error }) => error!)).value;
    assert.ok(Math.abs(said / spread - 1) < 0.1, `${said} for ${spread}`);
    assert.ok(Number.isNaN(ratioOf([1, 2], [0, 0]).value));
  });
});
