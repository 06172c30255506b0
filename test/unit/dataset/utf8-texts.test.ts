import assert from 'node:assert/strict';
import {
  findMalformed,
  pickTexts,
  readCodePoints,
  TextGatherer,
  textAt,
  type Utf8Texts,
  utf8Texts,
} from '../../../src/dataset/bytes/utf8-texts';
import { Words } from '../../../src/dataset/tables/words';
import { random } from '../../../src/random';

const strings = (texts: Utf8Texts) => Array.from(texts.starts, (_, i) => textAt(texts, i));

/** Words of one to twelve characters of one to four bytes, short and long. */
function randomWords(count: number): string[] {
  const next = random(3);
  const letters = [...'abcxyz019 éüßЖ中文字ก🙂👩'];
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: i % 50 === 0 ? 150 : next() % 12 }, () => letters[next() % letters.length]).join(''),
  );
}

describe('Texts in UTF-8', () => {
  it('are the strings that they were made of, missing ones among them', () => {
    const words = [...randomWords(200), null, '', null, 'end'];
    assert.deepEqual(strings(utf8Texts(words)), words);
    assert.deepEqual(strings(pickTexts(utf8Texts(words), [3, 200, 3])), [words[3], null, words[3]]);
  });

  it('have the code points that their strings have, as far as there is room', () => {
    const words = randomWords(500);
    const { bytes, starts, ends } = utf8Texts(words);
    const points = new Uint32Array(200);
    words.forEach((word, i) => {
      const expected = Array.from(word, (character) => character.codePointAt(0)!);
      const count = readCodePoints(bytes, starts[i], ends[i], points);
      assert.deepEqual([...points.subarray(0, count)], expected);
      const few = new Uint32Array(2);
      assert.equal(readCodePoints(bytes, starts[i], ends[i], few), Math.min(2, expected.length));
    });
  });

  it('are put together from several places', () => {
    const first = utf8Texts(['a', null, 'bé']);
    const second = utf8Texts(['中']);
    const gatherer = new TextGatherer(8);
    gatherer.put(first);
    gatherer.put(pickTexts(first, [2, 1]));
    gatherer.skip(1);
    gatherer.put(second);
    gatherer.put(pickTexts(first, [0]));
    assert.equal(gatherer.filled, 8);
    assert.deepEqual(strings(gatherer.texts()), ['a', null, 'bé', 'bé', null, null, '中', 'a']);
  });

  it('are well-formed one by one', () => {
    const whole = Buffer.from('aé');
    const cut = { bytes: whole, starts: Int32Array.of(0, 0, 2), ends: Int32Array.of(3, 2, 3) };
    assert.equal(findMalformed(cut), 1);
    assert.equal(findMalformed({ ...cut, starts: cut.starts.subarray(0, 1), ends: cut.ends.subarray(0, 1) }), -1);
    assert.equal(findMalformed(utf8Texts([null, 'abcdefg', '中文'])), -1);
  });
});

describe('Words by their bytes', () => {
  it('have the codes of their first occurrence, as strings in a map would', () => {
    const vocabulary = randomWords(3000);
    const next = random(5);
    const words = Array.from({ length: 20_000 }, () => vocabulary[next() % vocabulary.length]);
    const { bytes, starts, ends } = utf8Texts(words);
    const different = new Words();
    const expected = new Map<string, number>();
    words.forEach((word, i) => {
      if (!expected.has(word)) expected.set(word, expected.size);
      assert.equal(different.code(bytes, starts[i], ends[i]), expected.get(word));
    });
    assert.deepEqual(different.texts('utf-8'), [...expected.keys()]);
  });
});
