import assert from 'node:assert/strict';
import { encodeNpy, openDataset } from '../../../../../src/dataset';
import { descr, npyWith, sentenceOf, temporaryFolder } from '../../builders';
import { type ZipFile, zip } from '../../zip-builder';
import { bytesOf, open } from './readers';

describe('Arrays of an .npz archive', () => {
  const folder = temporaryFolder();
  const values = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 251);
  const x = encodeNpy(values, [1000, 5]);
  const openZip = async (files: readonly ZipFile[], options?: Parameters<typeof zip>[1], array?: string) =>
    open(await folder.write('a.npz', zip(files, options)), { array });

  it('are read however they are packed', async () => {
    for (const deflated of [false, true]) {
      for (const wide of [false, true]) {
        for (const streamed of [false, true]) {
          for (const wideEnd of [false, true]) {
            const file = { name: 'x.npy', content: x, deflated, wide, streamed };
            const data = await openZip([{ name: 'readme.txt', content: Buffer.from('hello') }, file], {
              wideEnd,
              comment: 'PK\x05\x06 is in this comment, but no directory ends here',
            });
            assert.deepEqual([data.kind, data.values.shape], ['npz', [1000, 5]]);
            assert.deepEqual(await bytesOf(data.values), Buffer.from(values), JSON.stringify({ ...file, wideEnd }));
          }
        }
      }
    }
  });

  it('are held against their length and checksum', async () => {
    const lies: Partial<ZipFile>[] = [{ checksum: 1 }, { checksum: 1, deflated: true }];
    for (const lie of lies) {
      const data = await openZip([{ name: 'x.npy', content: x, ...lie }]);
      const { code, message } = await sentenceOf(bytesOf(data.values));
      assert.equal(code, 'data.zip.member');
      assert.match(message, /a\.npz: x\.npy in it is damaged/);
    }
    const short = zip([{ name: 'x.npy', content: x }]);
    const at = short.lastIndexOf('PK\x01\x02');
    for (const [field, size] of [
      [20, 100],
      [24, 100],
      [24, 1e9],
    ]) {
      const lying = Buffer.from(short);
      lying.writeUInt32LE(size, at + field);
      const path = await folder.write('short.npz', lying);
      assert.equal((await sentenceOf(open(path))).code, 'data.zip.member');
    }
  });

  it('of a method that is not read are refused by its name', async () => {
    for (const [change, method] of [
      [{ method: 12 }, 'bzip2'],
      [{ method: 14 }, 'LZMA'],
      [{ method: 77 }, 'method 77'],
      [{ encrypted: true }, 'encryption'],
    ] as const) {
      const { code, message } = await sentenceOf(openZip([{ name: 'x.npy', content: x, ...change }]));
      assert.equal(code, 'data.zip.method');
      assert.ok(message.includes(`(${method})`), message);
    }
  });

  it('are chosen by name, else by shape; the labels as well', async () => {
    const image = (count: number) => encodeNpy(new Uint8Array(count * 4), [count, 2, 2]);
    const file = (name: string, content: Uint8Array) => ({ name: `${name}.npy`, content });
    const labels = encodeNpy(Uint8Array.of(1, 2, 1), [3]);
    const cases: [files: ZipFile[], shape: number[], labelled: boolean][] = [
      [[file('other', image(9)), file('images', image(3)), file('labels', labels)], [3, 2, 2], true],
      [[file('X', image(3)), file('Y', labels)], [3, 2, 2], true],
      [[file('arr_0', image(3)), file('arr_1', labels)], [3, 2, 2], true],
      [[file('small', image(2)), file('large', image(3)), file('kinds', labels)], [3, 2, 2], true],
      [[file('a', image(3)), file('b', image(3)), file('c', labels)], [3, 2, 2], false],
      [[file('only', labels)], [3], false],
      [[file('data', encodeNpy(new Uint8Array(32), [2, 2, 2, 2, 2])), file('b', image(3))], [2, 2, 2, 2, 2], false],
    ];
    for (const [files, shape, labelled] of cases) {
      const data = await openZip(files);
      assert.deepEqual([data.values.shape, data.labels !== null], [shape, labelled]);
    }
    const chosen = await openZip([file('images', image(3)), file('sub/b', image(2))], {}, 'sub/b');
    assert.deepEqual(chosen.values.shape, [2, 2, 2]);
  });

  it('of one name are the last that was written', async () => {
    const first = { name: 'x.npy', content: encodeNpy(Uint8Array.of(1, 2), [1, 2]) };
    const { values: read } = await openZip([first, { name: 'x.npy', content: x }]);
    assert.deepEqual(read.shape, [1000, 5]);
  });

  it('are not exchanged for others where the one that is meant is damaged', async () => {
    const damaged = { name: 'images.npy', content: x, checksum: 1, deflated: true };
    const { code } = await sentenceOf(
      openZip([
        { ...damaged, content: x.subarray(0, 90) },
        { name: 'other.npy', content: x },
      ]),
    );
    assert.equal(code, 'data.zip.member');
  });

  it('are not exchanged for others where the one that is meant has a type that is not read', async () => {
    const unread = (type: string, shape: readonly number[], bytes: number) =>
      npyWith(descr(type, shape), Buffer.alloc(bytes));
    const small = encodeNpy(new Float32Array(50), [10, 5]);
    const cases: [main: string, type: string, width: number, said: string, code?: string][] = [
      // bfloat16 of ml_dtypes that was loaded and saved again, and float8.
      ['x_train', '|V2', 2, 'bfloat16', 'data.npy.void'],
      ['x_train', '<V1', 1, 'float8_e4m3fn', 'data.npy.void'],
      ['x', '<c8', 8, 'complex64'],
      ['signals', '<c8', 8, 'complex64'],
      ['images', '|O', 8, 'object'],
    ];
    for (const [main, type, width, said, expected = 'data.npy.type'] of cases) {
      const path = await folder.write(
        'a.npz',
        zip([
          { name: 'x_test.npy', content: small },
          { name: 'y_train.npy', content: encodeNpy(new Uint8Array(40), [40]) },
          { name: `${main}.npy`, content: unread(type, [40, 5], 200 * width) },
        ]),
      );
      for (const opening of [open(path), openDataset({ source: path })]) {
        const { code, message } = await sentenceOf(opening);
        assert.equal(code, expected, main);
        assert.ok(message.includes(`(${main}.npy)`) && message.includes(said), message);
      }
      assert.deepEqual((await open(path, { array: 'x_test' })).values.shape, [10, 5]);
    }
    // Words describe: they are not what is learned from.
    const { values: read } = await openZip([
      { name: 'data.npy', content: npyWith(descr('<U3', [40]), Buffer.alloc(480, 'a\0\0\0')) },
      { name: 'embeddings.npy', content: encodeNpy(new Float32Array(200), [40, 5]) },
    ]);
    assert.deepEqual(read.shape, [40, 5]);
  });

  it('have the labels that are one-hot, by class', async () => {
    const classes = [2, 0, 1, 1, 2];
    const hot = Float64Array.from({ length: 15 }, (_, i) => (classes[Math.floor(i / 3)] === i % 3 ? 1 : 0));
    const write = (y: Float64Array) =>
      folder.write(
        'a.npz',
        zip([
          { name: 'x_train.npy', content: encodeNpy(new Float32Array(10), [5, 2]) },
          { name: 'y_train.npy', content: encodeNpy(y, [5, 3]) },
        ]),
      );
    const path = await write(hot);
    const { columns, summary } = await openDataset({ source: path });
    assert.deepEqual(
      [columns[0].role, columns[0].categories, [...columns[0].values]],
      ['label', ['0', '1', '2'], classes],
    );
    assert.deepEqual(summary.warnings, []);
    const { labels } = await open(path);
    assert.ok(labels && labels.dtype !== 'str');
    assert.deepEqual([labels.dtype, labels.shape], ['uint16', [5]]);
    assert.deepEqual(
      [...(await bytesOf(labels))],
      classes.flatMap((code) => [code, 0]),
    );
    for (const wrong of [0.5, 1]) {
      const { summary: told } = await openDataset({
        source: await write(Float64Array.from(hot, (value) => value || wrong)),
      });
      assert.deepEqual([told.label, told.warnings.map(({ code }) => code)], [undefined, ['data.labels.leftOut']]);
    }
  });

  it('may lie in an archive of many thousands', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({
      name: `a${i}.npy`,
      content: encodeNpy(values.subarray(0, 2), [1, 2]),
    }));
    const { values: read } = await openZip([...many, { name: 'data.npy', content: x }]);
    assert.deepEqual(read.shape, [1000, 5]);
  });
});
