import assert from 'node:assert/strict';
import { LiteralError, parseLiteral } from '../../../../../src/dataset/formats/npy/python-literal';

describe('Literals of headers', () => {
  it('are read as Python prints them', () => {
    const tuple = (...items: unknown[]) => ({ tuple: items });
    const cases: [text: string, value: unknown][] = [
      ['7', 7],
      ['  -12', -12],
      ['18446744073709551616', 2 ** 64],
      ['True', true],
      ['None', null],
      ["'a'", 'a'],
      ['"it\'s"', "it's"],
      ["u'a'", 'a'],
      ["'\\x41\\u00e9\\U0001F600\\n\\\\\\q\\''", "Aé😀\n\\\\q'"],
      ["'\\x3f4'", '?4'],
      ['(3)', 3],
      ['(3,)', tuple(3)],
      ['()', tuple()],
      ['( 3 , (2,) , )', tuple(3, tuple(2))],
      ['[1, 2]', [1, 2]],
      [
        "[('a', '<f4', (2, 3)), (('title', 'b'), '|i1')]",
        [tuple('a', '<f4', tuple(2, 3)), tuple(tuple('title', 'b'), '|i1')],
      ],
      [
        "{'a': 1, 'b': [], 'a': 2, }",
        new Map<unknown, unknown>([
          ['a', 2],
          ['b', []],
        ]),
      ],
    ];
    for (const [text, value] of cases) assert.deepEqual(parseLiteral(text), value, text);
  });

  it('may have long integers where Python 2 wrote them', () => {
    assert.deepEqual(parseLiteral('(3L, 2L)', { long: true }), { tuple: [3, 2] });
    assert.throws(() => parseLiteral('(3L,)'), LiteralError);
    assert.throws(() => parseLiteral('3l', { long: true }), LiteralError);
  });

  it('are refused where they are none, with the place', () => {
    const cases: [text: string, at: number][] = [
      ['', 0],
      ['01', 0],
      ['0x1', 0],
      ['1.5', 0],
      ['1_0', 0],
      ['1 2', 2],
      ['--3', 0],
      ['3j', 0],
      ["b'a'", 0],
      ["f'a'", 0],
      ["'a", 0],
      ["'a\nb'", 0],
      ["'a\\xg0'", 2],
      ["'\\U00110000'", 1],
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
