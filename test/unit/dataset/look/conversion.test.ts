import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertStored, encodeNpy, readNpy } from '../../../../src/dataset';
import { readNpyWords } from '../../../../src/dataset/formats/npy/npy';
import type { StoredData } from '../../../../src/dataset/formats/stored-data';
import { descr, idx, npyWith, sentenceOf, temporaryFolder } from '../builders';
import { open } from '../formats/arrays/readers';

describe('Conversion', () => {
  const folder = temporaryFolder();

  it('writes the same values as NumPy would, little-endian and in C order', async () => {
    const whole = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 0n, -1n, 7n];
    const body = Buffer.alloc(48);
    for (const [i, value] of [0, 3, 1, 4, 2, 5].entries()) body.writeBigInt64BE(whole[value], 8 * i);
    const path = await folder.write('long.npy', npyWith(descr('>i8', [2, 3], true), body));
    const out = join(folder.path, 'out.npy');
    await convertStored(await open(path), { out }, {});
    const expected = Buffer.alloc(48);
    for (const [i, value] of whole.entries()) expected.writeBigInt64LE(value, 8 * i);
    assert.deepEqual(await readFile(out), npyWith(descr('<i8', [2, 3]), expected));
    assert.deepEqual((await readdir(folder.path)).sort(), ['long.npy', 'out.npy']);
  });

  it('writes labels: numbers as they are, words as NumPy has them', async () => {
    const path = await folder.write('train-images-idx3-ubyte', idx([3, 1, 2], [1, 2, 3, 4, 5, 6]));
    await folder.write('train-labels-idx1-ubyte', idx([3], [9, 8, 9]));
    const [out, labels] = ['x.npy', 'y.npy'].map((name) => join(folder.path, name));
    await convertStored(await open(path), { out, labels }, {});
    assert.deepEqual([(await readNpy(out)).shape, (await readNpy(labels)).data], [[3, 1, 2], Uint8Array.of(9, 8, 9)]);

    const words = ['Katze', '', '🐕é'];
    const named = await folder.write('names.txt', words.join('\n'));
    await convertStored(await open(path, { labels: named }), { out, labels }, {});
    assert.match((await readFile(labels)).toString('latin1'), /'descr': '<U5', .* 'shape': \(3,\)/);
    assert.deepEqual(await (await readNpyWords(labels))?.words({}), words);
  });

  it('can write over what it reads', async () => {
    const path = await folder.write('same.npy', npyWith(descr('>u2', [3]), Buffer.from([0, 1, 0, 2, 0, 3])));
    await convertStored(await open(path), { out: path }, {});
    assert.deepEqual((await readNpy(path)).data, Uint16Array.of(1, 2, 3));
  });

  it('leaves what is there alone where it fails', async () => {
    const path = await folder.write('x.npy', encodeNpy(Uint8Array.of(1, 2), [2]));
    const data = await open(path);
    const [missing, out] = [join(folder.path, 'nowhere', 'x.npy'), join(folder.path, 'old.npy')];
    await folder.write('old.npy', 'old');
    const cut: StoredData = {
      ...data,
      values: {
        ...data.values,
        async *bytes() {
          yield Uint8Array.of(1);
        },
      },
    };
    await assert.rejects(convertStored(cut, { out }, {}), RangeError);
    const cases: [target: { out: string; labels?: string }, code: string, place: string][] = [
      [{ out: missing }, 'data.unwritable', missing],
      [{ out: folder.path }, 'data.unwritable', folder.path],
      [{ out, labels: out }, 'data.convert.sameFile', out],
      [{ out, labels: missing }, 'data.convert.noLabels', path],
    ];
    for (const [target, code, place] of cases) {
      const sentence = await sentenceOf(convertStored(data, target, {}));
      assert.equal(sentence.code, code);
      assert.ok(sentence.message.includes(place));
    }
    assert.equal(await readFile(out, 'utf8'), 'old');
    assert.deepEqual((await readdir(folder.path)).sort(), ['old.npy', 'x.npy']);
  });

  it('gives the built-in sets', async () => {
    for (const [name, dtype, first] of [
      ['digits', 'uint8', '0'],
      ['shapes', 'str', 'square'],
    ]) {
      const { labels, values } = await open(`builtin:${name}`);
      assert.ok(labels);
      assert.equal(labels.dtype, dtype);
      assert.equal(values.shape[0], labels.shape[0]);
      if (labels.dtype === 'str') assert.ok((await labels.words({})).includes(first));
    }
    assert.equal((await sentenceOf(open('builtin:nothing'))).code, 'data.builtin.unknown');
  });
});
