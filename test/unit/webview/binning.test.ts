import assert from 'node:assert/strict';
import { binningOf, boundAt, noBin, rangeOfBin, shareOf } from '../../../webview/data/binning';

/** Each of the numbers so often. */
const some = (count: number, value: (index: number) => number) =>
  Float32Array.from({ length: count }, (_, i) => value(i));

describe('Bars of a column of numbers', () => {
  it('are one for each of few whole numbers', () => {
    const binning = binningOf(Float32Array.of(3, 5, 5, Number.NaN, 4))!;
    assert.deepEqual([binning.low, binning.high, binning.bins, binning.whole], [2.5, 5.5, 3, true]);
    assert.deepEqual([...binning.binOf], [0, 2, 2, noBin, 1]);
    assert.equal(binning.missing, 1);
    assert.deepEqual(rangeOfBin(binning, 1), [4, 4]);
  });

  it('have round ends, and each number is between those of its bar', () => {
    const values = some(1000, (i) => 0.013 + i / 1010);
    const binning = binningOf(values)!;
    assert.deepEqual([binning.low, binning.high, binning.bins], [0, 1.02, 51]);
    for (const [index, value] of values.entries()) {
      const [from, to] = rangeOfBin(binning, binning.binOf[index]);
      assert.ok(value >= Math.fround(from!) && value <= Math.fround(to!), `${value} in ${from}..${to}`);
    }
  });

  it('part the numbers where a bound at their edge does', () => {
    const values = some(1001, (i) => i / 1000);
    const { bins, binOf, low, high } = binningOf(values)!;
    for (let bin = 1; bin < bins; bin++) {
      const bound = Math.fround(Number((low + (bin * (high - low)) / bins).toPrecision(12)));
      const passing = values.filter((value) => value >= bound).length;
      assert.equal(binOf.filter((other) => other >= bin).length, passing, String(bound));
    }
  });

  it('take far outliers into the first and the last', () => {
    const values = some(1000, (i) => (i === 0 ? -1e6 : i === 1 ? 1e6 : i / 1000 + 0.0005));
    const binning = binningOf(values)!;
    assert.ok(binning.low > -1 && binning.high < 2, `${binning.low}..${binning.high}`);
    assert.deepEqual([binning.belowLow, binning.aboveHigh], [true, true]);
    assert.deepEqual([binning.binOf[0], binning.binOf[1]], [0, binning.bins - 1]);
    assert.equal(rangeOfBin(binning, 0)[0], null);
    assert.equal(rangeOfBin(binning, binning.bins - 1)[1], null);
  });

  it('are one where all numbers are the same, and none where there is no number', () => {
    assert.equal(binningOf(Float32Array.of(0.7, 0.7))!.bins, 1);
    assert.equal(binningOf(Float32Array.of(7, 7))!.bins, 1);
    assert.equal(binningOf(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY)), null);
    assert.equal(binningOf(new Float32Array(0)), null);
  });

  it('leave out what is infinite', () => {
    const binning = binningOf(Float32Array.of(Number.NEGATIVE_INFINITY, 0.5, 1.5, Number.POSITIVE_INFINITY))!;
    assert.deepEqual([binning.belowLow, binning.aboveHigh, binning.missing], [false, false, 2]);
  });

  it('are computed once', () => {
    const values = Float32Array.of(1, 2);
    assert.equal(binningOf(values), binningOf(values));
  });
});

describe('A bound', () => {
  it('is the number at its place, and no bound at the ends', () => {
    const binning = binningOf(some(1001, (i) => i / 1000))!;
    assert.deepEqual([binning.low, binning.high], [0, 1]);
    assert.equal(boundAt(binning, 0.3001, 'from'), 0.3);
    assert.equal(boundAt(binning, 0, 'from'), null);
    assert.equal(boundAt(binning, 1, 'to'), null);
    assert.equal(boundAt(binning, 0.0001, 'from'), null, 'rounded to the end');
    assert.equal(shareOf(binning, 0.3, 'from'), 0.3);
    assert.equal(shareOf(binning, 7, 'to'), 1);
  });

  it('of whole numbers has the whole bar within', () => {
    const binning = binningOf(Float32Array.of(0, 1, 2, 3))!;
    assert.equal(boundAt(binning, 0.25, 'from'), 1);
    assert.equal(boundAt(binning, 0.75, 'to'), 2);
    assert.equal(boundAt(binning, 0.05, 'from'), null);
    assert.equal(boundAt(binning, 0.99, 'to'), null);
    for (const bound of [1, 2, 3]) assert.equal(boundAt(binning, shareOf(binning, bound, 'from'), 'from'), bound);
    for (const bound of [0, 1, 2]) assert.equal(boundAt(binning, shareOf(binning, bound, 'to'), 'to'), bound);
  });
});
