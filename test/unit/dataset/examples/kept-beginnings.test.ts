import assert from 'node:assert/strict';
import { utf8Texts } from '../../../../src/dataset/bytes/utf8-texts';
import { fitAlphabet, type TextEncoding } from '../../../../src/dataset/examples/encoding/text';
import { CharacterCounts } from '../../../../src/dataset/examples/text/character-counts';
import { loadTexts } from '../../../../src/dataset/examples/text/encoded-texts';
import { KeptBeginnings } from '../../../../src/dataset/examples/text/kept-beginnings';
import { random } from '../../../../src/random';

/** So many that they fill several pieces. */
const count = 20_000;

function someTexts(letters: readonly string[], longest: number): (string | null)[] {
  const next = random(11);
  return Array.from({ length: count }, (_, i) =>
    i % 97 === 0 ? null : Array.from({ length: next() % longest }, () => letters[next() % letters.length]).join(''),
  );
}

/** The texts as they are encoded where they are read again. */
async function readAgain(texts: readonly (string | null)[], encoding: TextEncoding) {
  async function* pieces() {
    const points = (text: string | null) => Uint32Array.from([...(text ?? '')], (letter) => letter.codePointAt(0)!);
    yield texts.map((text) => points(text).subarray(0, encoding.length));
  }
  return (await loadTexts(pieces(), '', texts.length, encoding, null)).values;
}

describe('The beginnings of texts that are kept while characters are counted', () => {
  const letters = [...'abcdefgh .,éЖ中🙂'];
  const encodingOf = (texts: readonly (string | null)[], length: number, most?: number): TextEncoding => {
    const counts = new CharacterCounts();
    counts.addTexts(utf8Texts(texts));
    return { kind: 'text', mode: 'lines', length, alphabet: fitAlphabet(counts.occurrences(), most) };
  };

  it('are encoded as texts that are read again', async () => {
    for (const [alphabet, most, length] of [
      [letters, 128, 128],
      [letters, 128, 40],
      [letters.slice(0, 10), 200, 150],
      [letters.slice(0, 3), 1, 1],
    ] as const) {
      const texts = someTexts(alphabet, 180);
      const kept = new KeptBeginnings(texts.length, most);
      for (let i = 0; i < count; i += 3000) kept.add(utf8Texts(texts.slice(i, i + 3000)));
      // The rarest letter has no code of its own.
      const encoding = encodingOf(texts, length, alphabet.length - 1);
      const encoded = kept.encoded(encoding);
      assert.ok(encoded && Buffer.from(encoded).equals(Buffer.from(await readAgain(texts, encoding))));
      assert.equal(kept.encoded(encoding), null, 'they are given away');
    }
  });

  it('are none of texts of more different characters than a byte tells apart, and none that are longer', () => {
    const texts = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i));
    const kept = new KeptBeginnings(300, 8);
    kept.add(utf8Texts(texts));
    assert.equal(kept.encoded(encodingOf(texts, 8)), null);
    const short = new KeptBeginnings(1, 2);
    short.add(utf8Texts(['abc']));
    assert.equal(short.encoded(encodingOf(['abc'], 3)), null);
  });

  it('count characters as texts of strings do', () => {
    const texts = someTexts(letters, 60);
    const [whole, single] = [new CharacterCounts(), new CharacterCounts()];
    whole.addTexts(utf8Texts(texts));
    for (const text of texts) {
      const points = Uint32Array.from([...(text ?? '')], (letter) => letter.codePointAt(0)!);
      single.add(points, points.length);
    }
    assert.deepEqual(whole, single);
  });
});
