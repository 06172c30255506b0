import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expandCodes, openDataset, render } from '../../../../../src/dataset';
import type { Dataset } from '../../../../../src/dataset/examples/dataset';
import { openStored } from '../../../../../src/dataset/formats/place';
import { looksLikeLines } from '../../../../../src/dataset/formats/text/line-look';
import type { DataConfig } from '../../../../../src/protocol/config';
import { sentenceOf, temporaryFolder } from '../../builders';

const names = ['Ada', 'Alan', 'Barbara', 'Donald', 'Edsger', 'Grace', 'John', 'Ken', 'Leslie', 'Tony'];

/** A paragraph of sentences, broken where the next word would go beyond `width`. */
function prose(words: number, width: number): string {
  const lines = [''];
  for (let i = 0; i < words; i++) {
    const word = ['natural', 'selection', 'of', 'the', 'species', 'is', 'a', 'variety'][(i * i + 3 * i) % 8];
    const line = lines[lines.length - 1];
    if (line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

function textsOf({ values, encoding, summary }: Dataset): readonly string[] {
  const examples = render(expandCodes(values, summary.shape[1]), encoding);
  assert.equal(examples.kind, 'text');
  return examples.kind === 'text' ? examples.texts : [];
}

describe('text', () => {
  const folder = temporaryFolder();
  const open = async (content: Uint8Array | string, config: Omit<DataConfig, 'source'> = {}) =>
    openDataset({ source: await folder.write('text.txt', content), ...config });
  const textsIn = async (content: Uint8Array | string, config: Omit<DataConfig, 'source'> = {}) =>
    textsOf(await open(content, config));

  it('is one example for each line where lines are a list', async () => {
    const dataset = await open(`${names.join('\n')}\n`);
    const { summary, encoding } = dataset;
    assert.equal(encoding.kind, 'text');
    assert.deepEqual([summary.kind, summary.format, summary.examples], ['text', 'text', 10]);
    // The longest name; padding, unknown, and the letters that occur.
    const letters = new Set(names.join(''));
    assert.deepEqual(summary.shape, [7, 2 + letters.size]);
    assert.deepEqual(textsOf(dataset), names);
    assert.deepEqual(dataset.source(3), { path: summary.source, line: 4 });
    assert.ok(dataset.values instanceof Uint8Array);
    assert.equal(dataset.values.length, 10 * 7);
  });

  it('is cut into windows where it is prose, and nothing is lost', async () => {
    const text = prose(400, 60);
    const dataset = await open(text);
    assert.equal(dataset.summary.shape[0], 32);
    assert.equal(dataset.summary.examples, Math.ceil(text.length / 32));
    assert.equal(textsOf(dataset).join(''), text);
    const line = 1 + (text.slice(0, 5 * 32).match(/\n/g)?.length ?? 0);
    assert.equal(dataset.source(5)?.line, line);
  });

  it('is read as a person wants it', async () => {
    const text = prose(100, 40);
    assert.deepEqual(await textsIn(text, { text: { mode: 'lines', length: 40 } }), text.split('\n'));
    assert.deepEqual(
      (await textsIn(names.join('\n'), { text: { mode: 'windows', length: 5 } })).join(''),
      names.join('\n'),
    );
    assert.deepEqual(await textsIn('a,1\nb,2\nc,3', { text: {} }), ['a,1', 'b,2', 'c,3']);
    assert.deepEqual(await textsIn(names.join('\n'), { limit: 2, take: 'first' }), ['Ada', 'Alan']);
  });

  it('keeps blank lines out of a list, and spaces in it', async () => {
    assert.deepEqual(await textsIn('  one\n\n \t\ntwo \n\u00a0\nthree'), ['  one', 'two ', 'three']);
  });

  it('takes every kind of line end for one character', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      assert.deepEqual(await textsIn(names.join(end)), names);
      const windows = await textsIn(['ab', '', 'cd'].join(end), { text: { mode: 'windows', length: 3 } });
      assert.deepEqual(windows, ['ab\n', '\ncd']);
    }
  });

  it('counts characters as code points, of any encoding', async () => {
    const texts = ['naïve', '𝄞 clef', '雪国', 'Ωmega'];
    const text = texts.join('\n');
    const wide = Buffer.from(text, 'utf16le');
    const marked = (mark: number[], bytes: Buffer) => Buffer.concat([Buffer.from(mark), bytes]);
    for (const bytes of [
      Buffer.from(text),
      marked([0xef, 0xbb, 0xbf], Buffer.from(text)),
      marked([0xff, 0xfe], wide),
      marked([0xfe, 0xff], Buffer.from(wide).swap16()),
      gzipSync(text),
    ]) {
      const dataset = await open(bytes);
      assert.deepEqual(textsOf(dataset), texts);
      assert.deepEqual(dataset.summary.warnings, []);
      assert.equal(dataset.summary.shape[0], 6);
    }
  });

  it('is Windows-1252 where it is not UTF-8, and says so', async () => {
    const dataset = await open(Buffer.from('caf\xe9\n\x93quoted\x94\nna\xefve\n', 'latin1'));
    assert.deepEqual(textsOf(dataset), ['café', '“quoted”', 'naïve']);
    assert.deepEqual(
      dataset.summary.warnings.map(({ code }) => code),
      ['data.text.encoding'],
    );
  });

  it('is of East Asia where it looks like that, and says so', async () => {
    // Python: '吾輩は猫である\\n名前はまだ無い\\nどこで生れたか\\n'.encode('shift_jis')
    const dataset = await open(Buffer.from('jOGUeYLNlEyCxYKggukKlryRT4LNgtyCvpazgqIKgseCsYLFkLaC6oK9gqkK', 'base64'));
    assert.deepEqual(textsOf(dataset), ['吾輩は猫である', '名前はまだ無い', 'どこで生れたか']);
    const [{ code, params }] = dataset.summary.warnings;
    assert.deepEqual([code, params.encoding], ['data.text.multibyte', 'Shift JIS']);
  });

  it('cuts outliers, and says how many', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => names[i % names.length]);
    lines[7] = 'x'.repeat(500);
    const { summary } = await open(lines.join('\n'));
    assert.equal(summary.shape[0], 7);
    assert.deepEqual(summary.warnings[0], {
      code: 'data.text.cut',
      params: { path: summary.source, count: 1, length: 7, longest: 500 },
    });
  });

  it('has one symbol for all characters that are too rare', async () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `${String.fromCodePoint(0x4e00 + i)}a${String.fromCodePoint(0x4e00 + i)}`,
    );
    const dataset = await open(lines.join('\n'));
    assert.equal(dataset.summary.shape[1], 256);
    const texts = textsOf(dataset);
    assert.equal(texts.filter((text, i) => text === lines[i]).length, 253);
    assert.equal(texts.filter((text) => text === '\ufffda\ufffd').length, 47);
    assert.deepEqual(
      dataset.summary.warnings.map(({ code, params }) => [code, params.count, params.different]),
      [['data.text.unknown', 94, 47]],
    );
  });

  it('is encoded anew as the run was that it is for', async () => {
    const { encoding } = await open(names.join('\n'));
    const other = await folder.write('other.txt', 'Alonzo\nQuentin Quine\n');
    const dataset = await openDataset({ source: other }, { encoding });
    assert.deepEqual(dataset.encoding, encoding);
    assert.deepEqual(textsOf(dataset), ['Alon\ufffdo', '\ufffd\ufffden\ufffdin']);
    const table = await folder.write('table.csv', 'a,b\n1,2\n3,4\n5,7\n');
    const { encoding: columns } = await openDataset({ source: table });
    assert.equal(
      (await sentenceOf(openDataset({ source: other, text: {} }, { encoding: columns }))).code,
      'data.table.none',
    );
  });

  it('refuses what gives less than two examples', async () => {
    assert.equal((await sentenceOf(open('one line only', { text: { mode: 'lines' } }))).code, 'data.oneExample');
    assert.equal((await sentenceOf(open(' \n\n \n', { text: { mode: 'lines' } }))).code, 'data.noExamples');
  });

  it('reads back whatever is written', async () => {
    const point = fc.integer({ min: 32, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
    const character = fc
      .oneof(fc.constantFrom(97, 98, 9, 10), point)
      .filter((code) => code !== 0xfeff)
      .map((code) => String.fromCodePoint(code));
    const property = fc.asyncProperty(
      fc.array(character, { minLength: 4, maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      async (characters, length) => {
        const path = await folder.write('any.txt', characters.join(''));
        const dataset = await openDataset({ source: path, text: { mode: 'windows', length } });
        assert.equal(dataset.summary.examples, Math.ceil(characters.length / length));
        const texts = textsOf(dataset);
        assert.equal(texts.join(''), characters.join(''));
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });
});

describe('a column of texts', () => {
  const folder = temporaryFolder();
  const rows = names.map((name, i) => `${i},${name},${i % 2 === 0 ? 'even' : 'odd'}`);

  it('is what the model sees, and the other columns describe it', async () => {
    const path = await folder.write('names.csv', `number,name,parity\n${rows.join('\n')}\n`);
    const dataset = await openDataset({ source: path, text: { column: 'name' } });
    const { summary } = dataset;
    assert.deepEqual([summary.kind, summary.format, summary.examples, summary.shape[0]], ['text', 'csv', 10, 7]);
    assert.deepEqual(textsOf(dataset), names);
    assert.deepEqual(
      dataset.columns.map(({ name, role, type }) => [name, role, type]),
      [
        ['number', 'factor', 'numeric'],
        ['parity', 'label', 'category'],
      ],
    );
    assert.equal(summary.label, 'parity');
    assert.deepEqual([...dataset.columns[0].values], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(dataset.source(2), { path, line: 4 });
  });

  it('is encoded anew as the run was that it is for; a missing cell is no text at all', async () => {
    const path = await folder.write('names.csv', `number,name,parity\n${rows.join('\n')}\n`);
    const { encoding } = await openDataset({ source: path, text: { column: 'name' } });
    const other = await folder.write('other.csv', 'name;size\nAdele;3\n;4\n');
    assert.deepEqual(textsOf(await openDataset({ source: other }, { encoding })), ['Adele', '']);
  });

  it('holds numbers as they are written, if that is wanted', async () => {
    const path = await folder.write('numbers.csv', 'code,size\n007,1\n42,2\n1e3,3\n');
    assert.deepEqual(textsOf(await openDataset({ source: path, text: { column: 'code' } })), ['007', '42', '1e3']);
  });

  it('must be there', async () => {
    const path = await folder.write('names.csv', `number,name,parity\n${rows.join('\n')}\n`);
    const { code, message } = await sentenceOf(openDataset({ source: path, text: { column: 'title' } }));
    assert.equal(code, 'data.table.noColumn');
    assert.match(message, /title.*number, name, parity/s);
  });
});

describe('a list of lines', () => {
  it('is told from prose', () => {
    assert.equal(looksLikeLines(`${names.join('\n')}\n`, true), true);
    assert.equal(looksLikeLines(`${prose(500, 72)}\n`, true), false);
    assert.equal(looksLikeLines(`${Array.from({ length: 5 }, () => prose(200, 60)).join('\n\n')}\n`, true), false);
    assert.equal(looksLikeLines(`${prose(900, 100_000)}\n${prose(900, 100_000)}\n`.repeat(3), true), false);
    const sentences = names.map((name, i) => `${name} wrote ${'many '.repeat((i * 7) % 5)}programs.`);
    assert.equal(looksLikeLines(`${sentences.join('\n')}\n`, true), true);
    assert.equal(looksLikeLines('one\ntwo\n', true), false);
  });
});

describe('stored text', () => {
  const folder = temporaryFolder();
  const pointsIn = async (content: string | Uint8Array) => {
    const path = await folder.write('stored.txt', content);
    const { kind, values } = await openStored(path, { task: {} });
    const pieces: Buffer[] = [];
    for await (const piece of values.bytes({})) pieces.push(Buffer.from(piece));
    const bytes = Buffer.concat(pieces);
    assert.equal(kind, 'text');
    assert.equal(values.dtype, 'uint32');
    assert.equal(bytes.length, 4 * values.shape[0] * values.shape[1]);
    const [examples, length] = values.shape;
    return Array.from({ length: examples }, (_, row) =>
      Array.from({ length }, (_, place) => bytes.readUInt32LE(4 * (row * length + place))),
    );
  };
  const padded = (text: string, length: number) => {
    const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    return [...points, ...new Array<number>(length - points.length).fill(0)];
  };

  it('is code points, padded by zeros to the longest line', async () => {
    const texts = ['naïve', '𝄞 clef', '雪国', 'Ωmega'];
    assert.deepEqual(
      await pointsIn(texts.join('\r\n')),
      texts.map((text) => padded(text, 6)),
    );
  });

  it('is all of a long text, in several pieces', async () => {
    const text = prose(250_000, 70);
    const rows = await pointsIn(text);
    assert.equal(rows.length, Math.ceil(text.length / 32));
    assert.equal(String.fromCodePoint(...rows[40_000]), text.slice(40_000 * 32, 40_001 * 32));
    assert.deepEqual(rows.at(-1), padded(text.slice((rows.length - 1) * 32), 32));
  });

  it('is not made wide by a single long line', async () => {
    const rows = await pointsIn(`${'name\n'.repeat(1000)}${'x'.repeat(100_000)}\n`);
    assert.deepEqual([rows.length, rows[0].length], [1001, 4]);
  });
});
