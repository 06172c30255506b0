import assert from 'node:assert/strict';
import { expandCodes, openDataset, render } from '../../../../../src/dataset';
import type { Dataset } from '../../../../../src/dataset/examples/dataset';
import { graphemesOf, wordsOf } from '../../../../../src/dataset/examples/text/pieces';
import { openStored } from '../../../../../src/dataset/formats/place';
import { LineParts } from '../../../../../src/dataset/formats/text/line-parts';
import type { DataConfig } from '../../../../../src/protocol/config';
import { temporaryFolder } from '../../builders';
import { openStreamed } from '../../streaming/streamed';

type Text = NonNullable<DataConfig['text']>;

function textsOf({ values, encoding, summary }: Dataset): readonly string[] {
  const examples = render(expandCodes(values, summary.shape[1]), encoding);
  return examples.kind === 'text' ? examples.texts : [];
}

const codesIn = ({ encoding }: Dataset) => (encoding.kind === 'text' ? encoding : assert.fail());

describe('Symbols of text', () => {
  const folder = temporaryFolder();
  const open = async (content: string, text: Text, more: Omit<DataConfig, 'source'> = {}) =>
    openDataset({ source: await folder.write('text.txt', content), text, ...more });

  describe('words', () => {
    const text = "It's 3 o'clock,  and\tall is (well).";

    it('have the space before them, and side by side are the text again', () => {
      const words = [...wordsOf(text)];
      assert.deepEqual(words, ["It's", ' 3', " o'clock", ',', ' ', ' and', '\t', 'all', ' is', ' (', 'well', ')', '.']);
      for (const other of [text, 'naïve café\u0301 – «так»', '吾輩は猫である。ok then', '👩‍👩‍👧 family', ' ', '']) {
        assert.equal([...wordsOf(other)].join(''), other);
      }
    });

    it('of scripts without spaces are parted, too', () => {
      assert.ok([...wordsOf('吾輩は猫である')].length > 2);
      assert.ok([...wordsOf('สวัสดีชาวโลก')].length > 1);
    });

    it('are learned, the most frequent ones, and others are unknown', async () => {
      const lines = ['the cat sat', 'the dog sat', 'the cat ran'];
      const dataset = await open(lines.join('\n'), { mode: 'lines', symbols: 'words', vocabulary: 3 });
      const { summary, encoding } = dataset;
      assert.deepEqual(codesIn(dataset).alphabet, ['the', ' cat', ' sat']);
      assert.deepEqual([summary.shape, summary.symbols], [[3, 5], 'words']);
      assert.deepEqual(textsOf(dataset), ['the cat sat', 'the \ufffd sat', 'the cat \ufffd']);
      assert.deepEqual(summary.warnings[0], {
        code: 'data.text.vocabulary',
        params: { path: summary.source, symbols: 'words', vocabulary: 3, total: 9, percent: 22 },
      });
      const other = await openDataset({ source: await folder.write('o.txt', 'the bat sat here') }, { encoding });
      assert.deepEqual(textsOf(other), ['the \ufffd sat']);
      assert.deepEqual(other.encoding, encoding);
    });

    it('may be more than a byte tells apart', async () => {
      const lines = Array.from({ length: 900 }, (_, i) => `w${i % 300} v${(7 * i) % 300} w${(i + 1) % 300}`);
      const dataset = await open(lines.join('\n'), { mode: 'lines', symbols: 'words', vocabulary: 2000 });
      assert.ok(dataset.values instanceof Float32Array);
      assert.equal(dataset.summary.shape[1], 2 + new Set(lines.flatMap((line) => [...wordsOf(line)])).size);
      assert.deepEqual(textsOf(dataset), lines);
      const few = await open(lines.join('\n'), { mode: 'lines', symbols: 'words', vocabulary: 254 });
      assert.ok(few.values instanceof Uint8Array);
    });
  });

  describe('graphemes', () => {
    const family = '👩‍👩‍👧';
    const flag = '🇩🇪';
    const accented = 'e\u0301';

    it('are what a person takes for one character', () => {
      assert.deepEqual([...graphemesOf(`a${family}${flag}${accented}`)], ['a', family, flag, accented]);
    });

    it('are places of their own, in lines and windows', async () => {
      const lines = [`${family}${flag}`, `caf${accented}`, `${accented}`];
      const dataset = await open(lines.join('\n'), { mode: 'lines', symbols: 'graphemes' });
      assert.deepEqual(dataset.summary.shape, [4, 2 + 6]);
      assert.deepEqual(textsOf(dataset), lines);
      const windows = await open(lines.join('\r\n'), { mode: 'windows', length: 2, symbols: 'graphemes' });
      assert.deepEqual(textsOf(windows), [`${family}${flag}`, '\nc', 'af', `${accented}\n`, accented]);
      assert.deepEqual(
        [0, 1, 2, 3, 4].map((index) => windows.source(index)?.line),
        [1, 1, 2, 2, 3],
      );
    });
  });

  describe('byte pairs', () => {
    it('are kept with the run, and read the same texts again in the same way', async () => {
      const lines = [...Array(5).fill('low'), 'lower', 'lower', ...Array(6).fill('newest'), ...Array(3).fill('widest')];
      const text: Text = { mode: 'lines', symbols: 'byte-pairs', vocabulary: 14 };
      const dataset = await open(lines.join('\n'), text);
      const { alphabet, merges } = codesIn(dataset);
      assert.deepEqual(alphabet, [...'deilnorstw', 'es', 'est', 'lo', 'low']);
      assert.deepEqual(merges?.at(-1), ['lo', 'w']);
      // n e w est is the longest.
      assert.equal(dataset.summary.shape[0], 4);
      assert.deepEqual(textsOf(dataset), lines);
      const encoding = JSON.parse(JSON.stringify(dataset.encoding));
      const source = await folder.write('other.txt', 'lowest\nslow\nnéw');
      assert.deepEqual(textsOf(await openDataset({ source }, { encoding })), ['lowest', 'slow', 'n\ufffdw']);
    });

    it('of prose are cut into windows, and nothing is lost', async () => {
      const prose = Array.from({ length: 400 }, (_, i) => ['the', 'then', 'this', 'these', 'other'][(i * i) % 5]).join(
        ' ',
      );
      const dataset = await open(`${prose}\n\n${prose}`, {
        mode: 'windows',
        length: 16,
        symbols: 'byte-pairs',
        vocabulary: 20,
      });
      assert.equal(textsOf(dataset).join(''), `${prose}\n\n${prose}`);
      assert.ok(dataset.summary.examples < (2 * prose.length) / 16);
    });
  });

  it('may be fewer characters', async () => {
    const dataset = await open('aaab\naabc\naaaa', { mode: 'lines', vocabulary: 2 });
    assert.deepEqual(codesIn(dataset).alphabet, ['a', 'b']);
    assert.deepEqual(textsOf(dataset), ['aaab', 'aab\ufffd', 'aaaa']);
  });

  it('of a column of a table are learned from its cells', async () => {
    const rows = ['great film,good', 'great cast,good', '"a bad, bad film",bad', ',bad'];
    const source = await folder.write('reviews.csv', `review,label\n${rows.join('\n')}\n`);
    const config: DataConfig = { source, labels: 'label', text: { column: 'review', symbols: 'words' } };
    const dataset = await openDataset(config);
    assert.deepEqual(textsOf(dataset), ['great film', 'great cast', 'a bad, bad film', '']);
    assert.equal(dataset.summary.shape[0], 5);
    assert.deepEqual([dataset.summary.symbols, dataset.summary.label], ['words', 'label']);
    const again = await openDataset({ source, labels: 'label' }, { encoding: dataset.encoding });
    assert.deepEqual(again.values, dataset.values);
  });

  it('are streamed where memory does not hold them, as those that are in memory', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `w${i % 700} v${(13 * i) % 500} x${i % 3}`);
    const source = await folder.write('many.txt', lines.join('\n'));
    const config: DataConfig = { source, text: { mode: 'lines', symbols: 'words', vocabulary: 1100 } };
    const whole = await openDataset(config);
    const { stream, summary } = await openStreamed(config);
    assert.deepEqual(await stream.read(0, stream.examples), whole.values);
    assert.equal(summary.streamed, lines.length);
    await stream.close();
  });

  it('are told by inspect, which still stores characters', async () => {
    const path = await folder.write('three.txt', 'the cat\nthe dog\nthe cat');
    const stored = await openStored(path, { text: { mode: 'lines', symbols: 'words', vocabulary: 2 }, task: {} });
    assert.deepEqual(stored.values.dtype, 'uint32');
    const [{ code, params }] = stored.warnings;
    assert.deepEqual([code, params.vocabulary, params.percent], ['data.text.vocabulary', 2, 17]);
  });
});

describe('LineParts', () => {
  const taken = (...pieces: string[]) => {
    const lines = new LineParts();
    return [...pieces.flatMap((piece) => [...lines.of(piece)]), ...lines.finish()];
  };

  it('has the same lines wherever the pieces end', () => {
    const text = 'one\r\ntwo\rthree\n\nfour';
    const whole = taken(text);
    assert.deepEqual(
      whole.map(({ text: line }) => line),
      ['one', 'two', 'three', '', 'four'],
    );
    for (let at = 0; at <= text.length; at++) assert.deepEqual(taken(text.slice(0, at), text.slice(at)), whole);
    assert.deepEqual(taken('a\r'), [{ text: 'a', ends: true }]);
  });

  it('hands long lines on in parts that begin with a space, or with a whole character', () => {
    for (const line of ['long words '.repeat(20_000).trim(), '𝄞'.repeat(50_000)]) {
      const parts = taken(line, `${line}\n`);
      assert.ok(parts.length > 4);
      assert.equal(parts.map(({ text }) => text).join(''), line + line);
      // The last is what is left after the line.
      assert.deepEqual(parts.at(-1), { text: '', ends: false });
      assert.deepEqual(
        parts.slice(0, -1).map(({ ends }) => ends),
        [...parts.slice(2).map(() => false), true],
      );
      assert.ok(parts.every(({ text }) => text === '' || !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text)));
    }
  });
});
