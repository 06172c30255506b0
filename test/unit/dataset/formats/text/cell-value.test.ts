import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMissing, isWhole, parseNumber } from '../../../../../src/dataset/formats/csv/cell-value';

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
    const long = fc.stringMatching(/^-?\d{1,3}\.\d{10,25}(e-?\d{1,2})?$/);
    fc.assert(fc.property(long, (text) => assert.equal(parse(text), Number(text))));
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
      ['', 'NA', 'n/a', 'NaN', 'nan', '-nan', '?', 'null', 'NULL', 'None', '#N/A', '<NA>'].filter(
        (text) => !missing(text),
      ),
      [],
    );
    // Sodium, a name, and a category.
    assert.deepEqual(['0', 'Na', 'Nan', 'none', 'Nancy', 'x', 'nul'].filter(missing), []);
  });

  it('halfway between two doubles go to the even one', () => {
    // 2^53 + 1 and its neighbours, and a decimal fraction that is a tie (Clinger 1990).
    for (const text of ['9007199254740993', '9007199254740992.9999999', '9007199254740993.0000001']) {
      assert.equal(parse(text), Number(text), text);
    }
    assert.equal(parse('1.00000000000000011102230246251565404'), 1);
    assert.equal(parse('1.000000000000000111'), Number('1.000000000000000111'));
  });

  it('tell whole ones by how they are written', () => {
    const whole = (text: string) => isWhole(Buffer.from(text), 0, text.length);
    assert.deepEqual(['1', '-12', '+7', '007'].filter(whole), ['1', '-12', '+7', '007']);
    assert.deepEqual(['1.0', '1e3', '-.5', 'inf'].filter(whole), []);
  });
});
