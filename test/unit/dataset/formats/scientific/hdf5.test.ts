import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describeData, discoverData, inspectStored, openDataset } from '../../../../../src/dataset';
import { random } from '../../../../../src/random';
import { sentenceOf, temporaryFolder } from '../../builders';
import { assertEqualRows, openStreamed } from '../../streaming/streamed';
import { bytesOf, open } from '../arrays/readers';
import { type Hdf5Array, hdf5 } from './hdf5-writer';

const rows = 60;

function floats(count: number): Float32Array {
  const next = random(5);
  return Float32Array.from({ length: count }, () => (next() % 2000) / 7 - 100);
}

/** Four rows of two halves, as h5py writes them, packed: h5wasm writes none on no Node before 24. */
const halves = gunzipSync(
  Buffer.from(
    [
      'H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwoEOFD5MPkEKM0IpTug9AommDgjWE4CKi4INR9dXUiQqytI9X80ALPHgAVC',
      'czCMgpEIPFwdA0B0BJQPS6UnmFDVVaClRw8K7WVkYIWYxQjja0BoJogANFkywJyBzmcGpnyQSkEFfqiYAAMXKwMXP1SeFZiiQfJM',
      'TBADOaA5hZkRltQFGLD7cGBAsJ+/CyhHw/KhAvNo2hwFo2Coggb7ifaL7DfbH7G/av/M/rs9AApVC6oQCAAA',
    ].join(''),
    'base64',
  ),
);

describe('HDF5 files', () => {
  const folder = temporaryFolder();
  const x = floats(rows * 4);

  async function written(name: string, ...content: Parameters<typeof hdf5>): Promise<string> {
    return folder.write(name, await hdf5(...content));
  }

  it('hold arrays in groups: the main one and its labels are found as in an .npz', async () => {
    const source = await written('a.h5', {
      'train/x': { data: x, shape: [rows, 4], chunks: [16, 4], compression: 5 },
      'train/y': { data: Int32Array.from({ length: rows }, (_, i) => i % 3), shape: [rows] },
      'test/x': { data: x.slice(0, 40), shape: [10, 4] },
    });
    const { summary, columns } = await openDataset({ source });
    assert.deepEqual([summary.format, summary.examples, summary.shape, summary.name], ['hdf5', rows, [4], 'a train/x']);
    assert.deepEqual(columns[0].categories, ['0', '1', '2']);
    assert.equal((await describeData({ source, array: 'test/x' })).examples, 10);
    const { values, choice } = await open(source);
    assert.deepEqual(await bytesOf(values), Buffer.from(x.buffer));
    assert.deepEqual((await choice?.members({}))?.map(({ name }) => name).sort(), ['test/x', 'train/x', 'train/y']);
  });

  it('give numbers of every type as they are', async () => {
    const types: [dtype: string, array: Hdf5Array['data'], name: string][] = [
      ['<b', Int8Array.from(x), 'int8'],
      ['<B', Uint8Array.from(x), 'uint8'],
      ['<h', Int16Array.from(x), 'int16'],
      ['<H', Uint16Array.from(x), 'uint16'],
      ['<i', Int32Array.from(x), 'int32'],
      ['<I', Uint32Array.from(x), 'uint32'],
      ['<q', BigInt64Array.from(x, (value) => BigInt(Math.round(value)) << 40n), 'int64'],
      ['<f', x, 'float32'],
      ['<d', Float64Array.from(x), 'float64'],
    ];
    for (const [dtype, data, name] of types) {
      const path = await written('a.h5', { x: { data, dtype, shape: [rows, 4] } });
      const { values } = await open(path);
      assert.equal(values.dtype, name);
      const { buffer } = data as Float32Array;
      assert.deepEqual(await bytesOf(values), Buffer.from(buffer as ArrayBuffer), dtype);
    }
  });

  it('give floats of 16 bits as what their type says: halves, or bfloat16, which is read as float32', async () => {
    const bits = Uint16Array.from({ length: 8 }, (_, i) => 0x3f80 + 17 * i);
    const content = Buffer.from(halves);
    const half = await open(await folder.write('half.h5', content));
    assert.deepEqual([half.values.dtype, await bytesOf(half.values)], ['float16', Buffer.from(bits.buffer)]);
    const layout = (...bytes: number[]) => Buffer.from([2, 0, 0, 0, 0, 0, 16, 0, ...bytes]);
    const at = content.indexOf(layout(10, 5, 0, 10, 15, 0, 0, 0));
    assert.ok(at > 0);
    layout(7, 8, 0, 7, 127, 0, 0, 0).copy(content, at);
    const path = await folder.write('bfloat16.h5', content);
    const { values, warnings } = await open(path);
    assert.deepEqual([values.dtype, warnings[0].code], ['float32', 'data.array.widened']);
    const wide = Uint32Array.from(bits, (upper) => upper << 16);
    assert.deepEqual(await bytesOf(values), Buffer.from(wide.buffer));
    // One of each in a file, and one that nobody has.
    const both = Buffer.concat([content, Buffer.from([0x11, 0x20, 15, 0]), layout(10, 5, 0, 10, 15, 0, 0, 0)]);
    const mixed = await sentenceOf(openDataset({ source: await folder.write('both.h5', both) }));
    assert.equal(mixed.code, 'data.array.type');
    assert.match(mixed.message, /bfloat16 \/ float16/);
    layout(9, 6, 0, 9, 31, 0, 0, 0).copy(content, at);
    const other = await sentenceOf(openDataset({ source: await folder.write('other.h5', content) }));
    assert.match(other.message, /float16 \(of another layout\)/);
  });

  it('that MATLAB wrote are read as MATLAB means them, with words of char arrays', async () => {
    // 3 × 2 × 4 in MATLAB: column-major, and so 4 × 2 × 3 in HDF5.
    const stored = Float64Array.from({ length: 24 }, (_, i) => i);
    const code = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
    const path = await written('a.mat', {
      volume: { data: stored, shape: [4, 2, 3], attributes: { MATLAB_class: 'double' } },
      X: { data: x.slice(0, 12), shape: [4, 3], attributes: { MATLAB_class: 'single' } },
      Y: {
        data: Uint16Array.from([0, 1, 2].flatMap((letter) => ['cat', 'dog', 'ox '].map((word) => code(word)[letter]))),
        shape: [3, 3],
        attributes: { MATLAB_class: 'char' },
      },
    });
    const { values, labels } = await open(path);
    assert.deepEqual(values.shape, [3, 4]);
    const expected = Float32Array.from({ length: 12 }, (_, i) => x[(i % 4) * 3 + Math.floor(i / 4)]);
    assert.deepEqual(await bytesOf(values), Buffer.from(expected.buffer));
    assert.deepEqual(labels?.dtype === 'str' && (await labels.words({})), ['cat', 'dog', 'ox']);
    const volume = await open(path, { array: 'volume' });
    assert.deepEqual(volume.values.shape, [3, 2, 4]);
    const at = (i: number, j: number, k: number) => stored[i + 3 * j + 6 * k];
    const bytes = await bytesOf(volume.values);
    assert.equal(bytes.readDoubleLE(8 * (1 * 8 + 1 * 4 + 3)), at(1, 1, 3));
    const part = await volume.values.stretch?.(1, 3, {});
    assert.deepEqual(Buffer.from(part ?? []), bytes.subarray(64));
  });

  it('that NetCDF packed are unpacked, with gaps where it has fill values', async () => {
    const path = await written('a.nc', {
      t: {
        data: Int16Array.of(0, 100, -32767, 7, 8, 9),
        shape: [3, 2],
        attributes: { scale_factor: 0.5, add_offset: 273, _FillValue: -32767 },
      },
      n: { data: Float32Array.of(1, 2, 3, 0.1, 5, 6), shape: [3, 2], attributes: { _FillValue: 0.1 } },
    });
    const numbers = async (array: string) => {
      const { values } = await open(path, { array });
      const bytes = await bytesOf(values);
      const view = values.dtype === 'float32' ? 4 : 8;
      return Array.from({ length: 6 }, (_, i) => (view === 4 ? bytes.readFloatLE(4 * i) : bytes.readDoubleLE(8 * i)));
    };
    assert.deepEqual(await numbers('t'), [273, 323, Number.NaN, 276.5, 277, 277.5]);
    assert.deepEqual(await numbers('n'), [1, 2, 3, Number.NaN, 5, 6]);
  });

  it('that memory does not hold are streamed, chunked or not', async () => {
    const [examples, features] = [5000, 120];
    const data = floats(examples * features);
    for (const chunks of [undefined, [100, 120], [64, 50]]) {
      const source = await written('a.h5', {
        x: { data, shape: [examples, features], ...(chunks && { chunks, compression: 1 }) },
      });
      const dataset = await openStreamed({ source });
      await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
    }
  });

  it('are found in a folder, but not the weights of a model of Keras', async () => {
    const arrays = { 'dense/kernel': { data: x, shape: [rows, 4] } };
    const source = await written('a.h5', arrays);
    await written('model.h5', arrays, { '': { keras_version: '3.0' } });
    const { found } = await discoverData([folder.path], 10);
    assert.deepEqual(
      found.map((data) => data.source),
      [source],
    );
  });

  it('are inspected like other arrays', async () => {
    const data = Float32Array.of(1, 2, 3, 4, 1, 2, Number.NaN, 0);
    const stored = await open(await written('a.h5', { x: { data, shape: [4, 2], chunks: [1, 2] } }));
    const { examples, missing, duplicates } = await inspectStored(stored, {});
    assert.deepEqual([examples, missing, duplicates], [4, 1, 1]);
  });

  it('that are damaged, of other types, or lie, are refused in a sentence', async () => {
    const whole = await hdf5({ x: { data: x, shape: [rows, 4], chunks: [16, 4], compression: 5 } });
    const cases: [content: Uint8Array, config: { array?: string }, code: string][] = [
      [whole.subarray(0, 700), {}, 'data.hdf5.damaged'],
      [whole.subarray(0, 8), {}, 'data.hdf5.damaged'],
      [gzipSync(whole), {}, 'data.hdf5.gzip'],
      [whole, { array: 'z' }, 'data.archive.noArray'],
      [await hdf5({ x: { data: ['a', 'b'], shape: [2] } }), {}, 'data.array.type'],
      [await hdf5({ n: { data: Int32Array.of(1, 2), shape: [2] } }), {}, 'data.archive.none'],
    ];
    for (const [content, config, code] of cases) {
      const source = await folder.write('a.h5', content);
      const sentence = await sentenceOf(openDataset({ source, ...config }));
      assert.equal(sentence.code, code, sentence.message);
      assert.ok(sentence.message.includes(source), sentence.message);
    }
  });

  it('whose filter is not there are refused by its name, and not read as garbage', async () => {
    const array = { data: x, shape: [rows, 4], chunks: [16, 4], compression: 5 };
    const whole = await hdf5({ x: array }, {}, 'earliest');
    // The message about the filters: deflate becomes szip.
    const name = whole.indexOf('deflate\0');
    assert.ok(name > 0);
    whole.writeUInt16LE(4, name - 8);
    const source = await folder.write('a.h5', whole);
    const { code, message } = await sentenceOf(openDataset({ source }));
    assert.equal(code, 'data.hdf5.filter', message);
    assert.match(message, /x is compressed by szip.*import h5py;/);
  });

  it('whose chunks are damaged say so when they are read', async () => {
    const whole = Buffer.from(await hdf5({ x: { data: x, shape: [rows, 4], chunks: [16, 4], compression: 5 } }));
    const chunk = whole.indexOf(Buffer.from([0x78, 0x5e]));
    assert.ok(chunk > 0);
    whole.fill(0xff, chunk + 10, chunk + 30);
    const source = await folder.write('a.h5', whole);
    assert.equal((await sentenceOf(openDataset({ source }))).code, 'data.hdf5.damaged');
    // The library goes on with other files.
    const sound = await written('b.h5', { x: { data: x, shape: [rows, 4] } });
    assert.equal((await openDataset({ source: sound })).summary.examples, rows);
  });
});
