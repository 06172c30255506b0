import assert from 'node:assert/strict';
import {
  formatDuration,
  formatFixed,
  formatInteger,
  formatNats,
  formatPercent,
  formatValue,
  plainDecimal,
  setLocale,
} from '../../../webview/numbers';

describe('Numbers of the panel', () => {
  beforeEach(() => setLocale('en'));

  it('keep their decimals, and no minus before zero', () => {
    assert.equal(formatFixed(-1.005, 1), '−1.0');
    assert.equal(formatFixed(-0.001, 2), '0.00');
    assert.equal(formatFixed(Number.NaN, 2), '–');
  });

  it('show any magnitude in few digits', () => {
    assert.equal(formatValue(0), '0');
    assert.equal(formatValue(2.34567), '2.346');
    assert.equal(formatValue(-0.5), '−0.5');
    assert.equal(formatValue(1_234_567), '1,234,567');
    assert.equal(formatValue(0.0000123), '1.23E−5');
    assert.equal(formatValue(Number.POSITIVE_INFINITY), '–');
  });

  it('are told to screen readers without an exponent, in every language', () => {
    setLocale('de');
    const told = [9e-7, -0.0000039, 1e21, 123456.75, 0, 0.1 + 0.2].map(plainDecimal);
    assert.deepEqual(told, ['0.0000009', '-0.0000039', '1000000000000000000000', '123456.75', '0', '0.3']);
  });

  it('give nats fewer decimals from a hundred on', () => {
    assert.equal(formatNats(-98.456), '−98.46');
    assert.equal(formatNats(104.25), '104.3');
  });

  it('write shares and durations', () => {
    assert.equal(formatPercent(0.0512), '5.1%');
    assert.equal(formatPercent(0.31), '31%');
    assert.equal(formatDuration(45.4), '45 sec');
    assert.equal(formatDuration(200), '3 min 20 sec');
    assert.equal(formatDuration(7500), '2 hr 5 min');
    assert.equal(formatDuration(-3), '0 sec');
  });

  it('follow a change of locale', () => {
    assert.equal(formatInteger(60_000), '60,000');
    setLocale('de');
    assert.equal(formatInteger(60_000), '60.000');
    assert.equal(formatFixed(1.5, 2), '1,50');
  });
});
