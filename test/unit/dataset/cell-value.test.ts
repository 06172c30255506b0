import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMissing, parseNumber } from '../../../src/dataset/table/cell-value';

const parse = (text: string, decimal: '.' | ',' = '.') =>
  parseNumber(Buffer.from(text), 0, Buffer.byteLength(text), decimal);

describe('numbers in cells', () => {
  it('read to the very double that Number reads', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => assert.equal(parse(String(value)), Number(String(value)))),
    );
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) =>
        assert.equal(parse(value.toFixed(6)), Number(value.toFixed(6))),
      ),
    );
    const digits = fc.stringMatching(/^[+-]?\d{1,25}(\.\d{0,25})?([eE][+-]?\d{1,3})?$/);
    fc.assert(fc.property(digits, (text) => assert.equal(parse(text), Number(text))));
  });

  it('with a decimal comma', () => {
    assert.equal(parse('-1234,5', ','), -1234.5);
    assert.equal(parse('12345678901234567,5', ','), Number('12345678901234567.5'));
    assert.ok(Number.isNaN(parse('1.5', ',')));
  });

  it('are nothing else', () => {
    for (const text of [
      '',
      '-',
      '.',
      'e5',
      '1e',
      '1e+',
      '1.2.3',
      '1 2',
      '0x10',
      '1_000',
      'one',
      '12a',
      '--1',
      'infinit',
    ]) {
      assert.ok(Number.isNaN(parse(text)), text);
    }
    assert.deepEqual(
      ['inf', '-Inf', '+infinity', '1e999'].map((text) => parse(text)),
      [Infinity, -Infinity, Infinity, Infinity],
    );
  });

  it('are missing where people say so', () => {
    const missing = (text: string) => isMissing(Buffer.from(text), 0, Buffer.byteLength(text));
    assert.deepEqual(
      ['', 'NA', 'n/a', 'NaN', '?', 'null', '#N/A', '<NA>'].filter((text) => !missing(text)),
      [],
    );
    assert.deepEqual(['0', 'none', 'Nancy', 'x', 'nul'].filter(missing), []);
  });
});
