import assert from 'node:assert/strict';
import { ngramOverlap, novelTexts } from '../../../../src/measures/generation/ngrams';
import { near } from '../near';

const texts = (...words: readonly string[]) =>
  words.map((word) => Int32Array.from(word, (letter) => letter.charCodeAt(0)));

describe('n-grams', () => {
  it('of samples are known where the training texts have them', () => {
    // banana: ba an na an na, all but ba in "annan"; xy: none of one.
    const { known, distinct } = ngramOverlap(texts('banana', 'xy'), texts('annan'), 2);
    near(known.value, (4 / 5 + 0) / 2);
    near(known.error ?? 0, 0.4);
    assert.equal(known.n, 2);
    // ba an na xy of ba an na an na xy.
    near(distinct, 4 / 6);
  });

  it('do not go over the end of a text, and a text that is too short has no say', () => {
    const { known } = ngramOverlap(texts('abc', 'ab'), texts('ab', 'bc'), 3);
    assert.equal(known.n, 1);
    assert.equal(known.value, 0);
  });

  it('apart, whole texts are told as new or known', () => {
    const novel = novelTexts(texts('ab', 'abc', 'b'), texts('abc', 'a'));
    near(novel.value, 2 / 3);
    near(novel.error ?? 0, Math.sqrt(2 / 27));
  });
});
