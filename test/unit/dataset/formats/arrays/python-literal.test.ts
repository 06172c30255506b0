import assert from 'node:assert/strict';
import { LiteralError, parseLiteral } from '../../../../../src/dataset/formats/npy/python-literal';

describe('Literals of Python', () => {
  it('are read as Python reads them', () => {
    const tuple = (...items: unknown[]) => ({ tuple: items });
    const cases: [text: string, value: unknown][] = [
      ['7', 7n],
      ['  -12', -12n],
      ['- 3', -3n],
      ['+3', 3n],
      ['00', 0n],
      ['1_000', 1000n],
      ['0xfF', 255n],
      ['0b101', 5n],
      ['0o17', 15n],
      ['18446744073709551616', 2n ** 64n],
      ['1.5e3', 1500],
      ['.5', 0.5],
      ['5.', 5],
      ['True', true],
      ['None', null],
      ["'a'", 'a'],
      ['"it\'s"', "it's"],
      ["'a' \"b\"\n'c'", 'abc'],
      ["u'a'", 'a'],
      ["r'a\\n'", 'a\\n'],
      ["'''a\n'b'''", "a\n'b"],
      ["'\\x41\\u00e9\\U0001F600\\101\\n\\\\\\q'", 'Aé😀A\n\\\\q'],
      ["'\\x3f4'", '?4'],
      ['(3)', 3n],
      ['(3,)', tuple(3n)],
      ['()', tuple()],
      ['( 3 , (2,) , )', tuple(3n, tuple(2n))],
      ['[1, 2]', [1n, 2n]],
      [
        "{'a': 1, 'b': [], 'a': 2, }",
        new Map<unknown, unknown>([
          ['a', 2n],
          ['b', []],
        ]),
      ],
      ['# a comment\n{} # another', new Map()],
    ];
    for (const [text, value] of cases) assert.deepEqual(parseLiteral(text), value, text);
  });

  it('may have long integers where Python 2 wrote them', () => {
    assert.deepEqual(parseLiteral('(3L, 2 L)', { long: true }), { tuple: [3n, 2n] });
    assert.throws(() => parseLiteral('(3L,)'), LiteralError);
    assert.throws(() => parseLiteral('3l', { long: true }), LiteralError);
  });

  it('are refused where they are none, with the place', () => {
    const cases: [text: string, at: number][] = [
      ['', 0],
      ['01', 0],
      ['1__0', 0],
      ['1 2', 2],
      ['--3', 1],
      ['3j', 0],
      ["b'a'", 0],
      ["f'a'", 0],
      ["'a", 2],
      ["'a\nb'", 2],
      ["'\\xg0'", 3],
      ['(,)', 1],
      ['(1,,2)', 3],
      ['(1 2)', 3],
      ['{1}', 2],
      ["{'a': 1 'b': 2}", 8],
      ['{,}', 1],
      ['[1', 2],
      ['true', 0],
      ['abs(1)', 0],
      ['1+1', 1],
      ['{}\0', 2],
      ['('.repeat(1000), 51],
    ];
    for (const [text, at] of cases) {
      assert.throws(
        () => parseLiteral(text),
        (error: unknown) => error instanceof LiteralError && error.at === at,
        `${text.slice(0, 20)} at ${at}`,
      );
    }
  });
});
