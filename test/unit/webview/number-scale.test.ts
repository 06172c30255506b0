import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ColumnValues } from '../../../src/protocol/data';
import { colourMaps, isDiverging, mapColour } from '../../../webview/colour/colour-maps';
import { fitScale, NumberScale } from '../../../webview/colour/number-scale';
import { fromOklab, toOklab } from '../../../webview/colour/oklab';
import { scaleTicks } from '../../../webview/colour/scale-ticks';
import { absent, colourBy } from '../../../webview/colouring';

const scale = (chosen: object): NumberScale => v.parse(NumberScale, chosen);
const scaled = (values: readonly number[], chosen: object = {}) => fitScale(Float32Array.from(values), scale(chosen));
const all = { range: { kind: 'percentiles', low: 0, high: 100 } };
const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-6, `${value}, ${expected}`);

describe('A scale of numbers', () => {
  it('is linear between its bounds, and clamps beyond them', () => {
    const fitted = scaled([0, 5, 10, 100], { range: { kind: 'values', low: 2, high: 10 } });
    assert.deepEqual([0, 2, 4, 10, 100].map(fitted.position), [0, 0, 0.25, 1, 1]);
    assert.deepEqual([fitted.belowLow, fitted.aboveHigh], [true, true]);
  });

  it('takes percentiles, the usual ones or others', () => {
    const values = Array.from({ length: 101 }, (_, index) => index);
    const bounds = (chosen: object) => {
      const { low, high } = scaled(values, chosen);
      return [low, high];
    };
    assert.deepEqual(bounds({}), [2, 98]);
    assert.deepEqual(bounds({ range: { kind: 'percentiles', low: 1, high: 99 } }), [1, 99]);
    assert.deepEqual(bounds(all), [0, 100]);
    // Most values are one: the whole range, rather than none.
    assert.deepEqual([scaled([...new Array(999).fill(5), 9]).low, scaled([...new Array(999).fill(5), 9]).high], [5, 9]);
  });

  it('is logarithmic: decades are evenly apart, and what is 0 or less has no place', () => {
    const fitted = scaled([0, -3, 1, 10, 100, Number.NaN, Number.POSITIVE_INFINITY], { ...all, log: true });
    assert.deepEqual([fitted.low, fitted.high], [1, 100]);
    near(fitted.position(10), 0.5);
    near(fitted.position(1000), 1);
    assert.ok([0, -3, Number.NaN].every((value) => Number.isNaN(fitted.position(value))));
    assert.deepEqual([fitted.nonPositive, fitted.missing], [2, 2]);
  });

  it('passes over a bound and a centre that a logarithmic scale cannot have', () => {
    const fitted = scaled([1, 100], {
      log: true,
      map: 'blue-orange',
      centre: -1,
      range: { kind: 'values', low: 0, high: null },
    });
    assert.deepEqual([fitted.low, fitted.high], [1, 100]);
    near(fitted.centre ?? 0, 10);
  });

  it('has 0 in the middle of a map with two sides where values straddle it, equally far on both', () => {
    const fitted = scaled([-1, 3], { ...all, map: 'blue-orange' });
    assert.equal(fitted.centre, 0);
    const share = (value: number) => fitted.share(fitted.position(value));
    near(share(0), 0.5);
    near(share(3), 1);
    near(share(-1), 0.5 - 1 / 6);
    assert.equal(scaled([2, 4], { ...all, map: 'blue-orange' }).centre, 3);
    assert.equal(scaled([2, 4], { ...all, map: 'blue-orange', centre: 2 }).centre, 2);
    assert.equal(scaled([-1, 3], all).centre, null);
  });

  it('can be reversed', () => {
    const fitted = scaled([0, 1], { ...all, reversed: true });
    assert.equal(fitted.share(fitted.position(0)), 1);
  });

  it('stands without numbers, with one, and with bounds beyond all of them', () => {
    assert.deepEqual([scaled([]).low, scaled([]).high], [0, 1]);
    assert.equal(scaled([4, 4]).position(4), 0.5);
    const beyond = scaled([1, 2], { range: { kind: 'values', low: 5, high: null } });
    assert.deepEqual([beyond.low, beyond.high, beyond.position(1)], [5, 5, 0.5]);
    assert.ok(Number.isNaN(scaled([-1], { log: true }).position(-1)));
  });

  it('refuses bounds that are none', () => {
    for (const range of [
      { kind: 'values', low: 2, high: 2 },
      { kind: 'percentiles', low: 60, high: 40 },
      { kind: 'percentiles', low: 0, high: 101 },
    ]) {
      assert.equal(v.safeParse(NumberScale, { range }).success, false);
    }
  });

  it('is marked at round numbers, named where there is room', () => {
    const ticks = scaleTicks(scaled([0, 10], all));
    assert.deepEqual(
      ticks.map(({ value }) => value),
      [0, 2, 4, 6, 8, 10],
    );
    assert.deepEqual(
      ticks.filter(({ named }) => named).map(({ value }) => value),
      [4],
    );
    const decades = scaleTicks(scaled([1, 1e6], { ...all, log: true }));
    assert.ok(decades.some(({ value, position }) => value === 1000 && Math.abs(position - 0.5) < 1e-9));
  });
});

describe('Colours of numbers', () => {
  const column = (...values: number[]): ColumnValues => ({
    name: 'x',
    role: 'feature',
    type: 'numeric',
    values: Float32Array.from(values),
  });

  it('are grey where a logarithm is missing, and those of the map elsewhere', () => {
    const { rgb, legend } = colourBy(column(0, 1, 100), 'dark', {
      scale: scale({ ...all, log: true, map: 'magma' }),
      own: new Map(),
    });
    assert.deepEqual([...rgb.slice(0, 3)], [...absent.dark]);
    assert.deepEqual([...rgb.slice(3, 6)], [...mapColour('magma', 0, 'dark')]);
    assert.deepEqual([...rgb.slice(6)], [...mapColour('magma', 1, 'dark')]);
    assert.equal(legend.kind === 'gradient' && legend.nonPositive, 1);
  });

  it('change evenly in lightness, from end to end or from the middle, and never are what is missing', () => {
    for (const map of colourMaps) {
      for (const tone of ['dark', 'light'] as const) {
        const shares = Array.from({ length: 41 }, (_, step) => step / 40);
        const lightness = shares.map((share) => toOklab(mapColour(map, share, tone))[0]);
        const rises = lightness.slice(1).map((value, at) => Math.sign(Math.round((value - lightness[at]) * 1e4)));
        const expected = (at: number) => (tone === 'dark' ? 1 : -1) * (isDiverging(map) && at < 20 ? -1 : 1);
        for (const [at, rise] of rises.entries()) assert.equal(rise, expected(at), `${map}, ${tone}, ${at}`);
        const grey = toOklab(absent[tone]);
        for (const share of shares) {
          const other = toOklab(mapColour(map, share, tone));
          const far = Math.hypot(...other.map((channel, i) => channel - grey[i]));
          assert.ok(far > 0.05, `${map} at ${share}, ${tone}: ${far}`);
        }
      }
    }
  });

  it('go to Oklab and back', () => {
    assert.deepEqual(fromOklab(toOklab([12, 200, 99])), [12, 200, 99]);
    // White, and red as the source gives it.
    const [lightness, a, b] = toOklab([255, 0, 0]);
    near(Math.round(lightness * 1000) / 1000, 0.628);
    near(Math.round(a * 1000) / 1000, 0.225);
    near(Math.round(b * 1000) / 1000, 0.126);
  });
});
