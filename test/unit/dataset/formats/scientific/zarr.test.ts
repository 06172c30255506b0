import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { discoverData, openDataset } from '../../../../../src/dataset';
import { toHalf } from '../../../../../src/half-precision';
import { sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf, open } from '../arrays/readers';

const [rows, columns] = [5, 3];
const x = Float32Array.from({ length: rows * columns }, (_, i) => i / 4 - 1);

/** Chunks of two rows, the last one filled up. */
function chunk(index: number): Buffer {
  const values = new Float32Array(2 * columns);
  values.set(x.subarray(index * 2 * columns, (index + 1) * 2 * columns));
  return Buffer.from(values.buffer);
}

describe('Zarr folders', () => {
  const folder = temporaryFolder();

  async function write(files: Readonly<Record<string, unknown>>): Promise<string> {
    for (const [name, content] of Object.entries(files)) {
      await folder.write(`a.zarr/${name}`, Buffer.isBuffer(content) ? content : JSON.stringify(content));
    }
    return join(folder.path, 'a.zarr');
  }

  const arrayV2 = (extra: object = {}) => ({
    zarr_format: 2,
    shape: [rows, columns],
    chunks: [2, columns],
    dtype: '<f4',
    compressor: { id: 'zlib', level: 1 },
    fill_value: 0,
    filters: null,
    order: 'C',
    ...extra,
  });
  const storeV2 = (extra: object = {}) => ({
    '.zgroup': { zarr_format: 2 },
    'group/.zgroup': { zarr_format: 2 },
    'group/x/.zarray': arrayV2(extra),
    ...Object.fromEntries([0, 1, 2].map((i) => [`group/x/${i}.0`, deflateSync(chunk(i))])),
    'group/y/.zarray': arrayV2({ shape: [rows], chunks: [rows], dtype: '|u1', compressor: null }),
    'group/y/0': Buffer.from([0, 1, 0, 1, 2]),
  });
  const arrayV3 = (extra: object = {}) => ({
    zarr_format: 3,
    node_type: 'array',
    shape: [rows, columns],
    data_type: 'float32',
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [2, columns] } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    codecs: [
      { name: 'bytes', configuration: { endian: 'little' } },
      { name: 'gzip', configuration: { level: 1 } },
    ],
    fill_value: 0,
    attributes: {},
    ...extra,
  });
  const groupV3 = { zarr_format: 3, node_type: 'group', attributes: {} };

  it('of version 2 are read with the labels in their group', async () => {
    const source = await write(storeV2());
    const { values, labels } = await open(source);
    assert.deepEqual([values.dtype, values.shape], ['float32', [rows, columns]]);
    assert.deepEqual(await bytesOf(values), Buffer.from(x.buffer));
    assert.deepEqual(labels?.shape, [rows]);
    const { summary } = await openDataset({ source });
    assert.deepEqual([summary.format, summary.name, summary.examples], ['zarr', 'a', rows]);
    const part = await values.stretch?.(1, 4, {});
    assert.deepEqual(Buffer.from(part ?? []), Buffer.from(x.slice(columns, 4 * columns).buffer));
    const { found } = await discoverData([folder.path], 10);
    assert.deepEqual(
      found.map((data) => data.source),
      [source],
    );
  });

  it('of version 3 are read; a chunk that is not there is its fill value, NaN among these', async () => {
    const source = await write({
      'zarr.json': groupV3,
      'x/zarr.json': arrayV3({ fill_value: 'NaN' }),
      'x/c/0/0': gzipSync(chunk(0)),
      'x/c/2/0': gzipSync(chunk(2)),
    });
    const { values } = await open(source);
    const expected = x.slice();
    expected.fill(Number.NaN, 2 * columns, 4 * columns);
    const bytes = await bytesOf(values);
    assert.deepEqual(
      Array.from({ length: x.length }, (_, i) => bytes.readFloatLE(4 * i)),
      Array.from(expected),
    );
  });

  it('give other orders of elements, and half floats, as they are meant', async () => {
    const stored = Float32Array.from({ length: 6 }, (_, i) => x[(i % 2) * 3 + Math.floor(i / 2)]);
    const fortran = { shape: [2, 3], chunks: [2, 3], order: 'F', compressor: null };
    const turned = await write({ '.zarray': arrayV2(fortran), '0.0': Buffer.from(stored.buffer) });
    assert.deepEqual(await bytesOf((await open(turned)).values), Buffer.from(x.slice(0, 6).buffer));
    await rm(turned, { recursive: true });
    const halves = toHalf(x);
    const codecs = [{ name: 'bytes', configuration: { endian: 'little' } }];
    const chunks = { name: 'regular', configuration: { chunk_shape: [rows, columns] } };
    const half = await write({
      'zarr.json': arrayV3({ data_type: 'float16', codecs, chunk_grid: chunks }),
      'c/0/0': Buffer.from(halves.buffer),
    });
    const { values } = await open(half);
    assert.equal(values.dtype, 'float16');
    assert.deepEqual(await bytesOf(values), Buffer.from(halves.buffer));
  });

  it('give bfloat16 as float32, fill values by their bits, too', async () => {
    const codecs = [{ name: 'bytes', configuration: { endian: 'little' } }];
    for (const [fill, expected] of [
      [2, 2],
      ['0xc000', -2],
      ['NaN', Number.NaN],
    ]) {
      const source = await write({
        'zarr.json': arrayV3({ data_type: 'bfloat16', codecs, fill_value: fill }),
        // The upper halves of floats that end in zeros.
        'c/0/0': Buffer.from(new Uint16Array(chunk(0).buffer.slice(0)).filter((_, i) => i % 2 === 1).buffer),
        'c/2/0': Buffer.from(new Uint16Array(chunk(2).buffer.slice(0)).filter((_, i) => i % 2 === 1).buffer),
      });
      const { values, warnings } = await open(source);
      const bytes = await bytesOf(values);
      assert.deepEqual([values.dtype, warnings[0].code], ['float32', 'data.array.widened']);
      assert.deepEqual(
        Array.from({ length: x.length }, (_, i) => bytes.readFloatLE(4 * i)),
        [...x].map((value, i) => (i >= 2 * columns && i < 4 * columns ? expected : value)),
      );
    }
  });

  it('are read in ZIP archives, with the store at the top or in a folder of its own, packed or not', async () => {
    const deep = {
      'zarr.json': groupV3,
      'x/zarr.json': arrayV3({ fill_value: 7 }),
      'x/c/0/0': gzipSync(chunk(0)),
      'x/c/2/0': gzipSync(chunk(2)),
    };
    const seven = x.slice().fill(7, 2 * columns, 4 * columns);
    for (const [files, expected] of [
      [storeV2(), x],
      [deep, seven],
      [
        {
          'x/.zarray': arrayV2(),
          'x/0.0': deflateSync(chunk(0)),
          'x/1.0': deflateSync(chunk(1)),
          'x/2.0': deflateSync(chunk(2)),
        },
        x,
      ],
    ] as const) {
      for (const top of ['', 'a.zarr/', 'b/a.zarr/']) {
        for (const level of [0, 6] as const) {
          const members = Object.entries(files).map(([name, content]) => {
            const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
            return [top + name, new Uint8Array(bytes)] as const;
          });
          const extra: Record<string, Uint8Array> =
            top === '' ? {} : { [top]: new Uint8Array(), '__MACOSX/._a': new Uint8Array(3) };
          const path = await folder.write(
            'z/store.zarr.zip',
            zipSync({ ...extra, ...Object.fromEntries(members) }, { level }),
          );
          assert.deepEqual(await bytesOf((await open(path)).values), Buffer.from(expected.buffer), `${top} ${level}`);
          const { summary } = await openDataset({ source: path });
          assert.deepEqual([summary.format, summary.name, summary.examples], ['zarr', 'store', rows]);
          const names = (await (await open(path)).choice?.members({}))?.map(({ name }) => name);
          assert.ok(
            names?.every((name) => !name.startsWith('a.zarr') && !name.startsWith('b/')),
            `${names}`,
          );
        }
      }
    }
    const { found } = await discoverData([join(folder.path, 'z')], 10);
    assert.deepEqual(
      found.map(({ format }) => format),
      ['zarr'],
    );
  });

  it('in ZIP archives give chunks in shards, and are held against their checksums', async () => {
    const inner = {
      chunk_shape: [2, columns],
      codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
      index_codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
    };
    const sharded = arrayV3({
      chunk_grid: { name: 'regular', configuration: { chunk_shape: [6, columns] } },
      codecs: [{ name: 'sharding_indexed', configuration: inner }],
    });
    // The chunks, then where each begins and how long it is.
    const size = 2 * columns * 4;
    const places = BigUint64Array.from([0, size, size, size, 2 * size, size].map(BigInt));
    const shard = Buffer.concat([chunk(0), chunk(1), chunk(2), Buffer.from(places.buffer)]);
    const zipped = Buffer.from(
      zipSync({ 'zarr.json': Buffer.from(JSON.stringify(sharded)), 'c/0/0': new Uint8Array(shard) }, { level: 0 }),
    );
    const path = await folder.write('shards.zarr.zip', zipped);
    assert.deepEqual(await bytesOf((await open(path)).values), Buffer.from(x.buffer));
    zipped[zipped.indexOf(chunk(1))] ^= 1;
    await folder.write('shards.zarr.zip', zipped);
    assert.equal((await sentenceOf(openDataset({ source: path }))).code, 'data.zip.member');
  });

  it('keep 64-bit fill values exact, and are read with the NaN that Python writes', async () => {
    const source = await write({
      '.zarray': Buffer.from(
        '{"zarr_format":2,"shape":[2,2],"chunks":[1,2],"dtype":"<i8","compressor":null,"fill_value":9007199254740993,"filters":null,"order":"C"}',
      ),
      '.zattrs': Buffer.from('{"missing": NaN}'),
      '0.0': Buffer.from(BigInt64Array.of(1n, -2n).buffer),
    });
    const bytes = await bytesOf((await open(source)).values);
    assert.deepEqual(
      Array.from({ length: 4 }, (_, i) => bytes.readBigInt64LE(8 * i)),
      [1n, -2n, 2n ** 53n + 1n, 2n ** 53n + 1n],
    );
  });

  it('hold AnnData', async () => {
    const words = (...all: string[]) => {
      const parts = all.map((word) => {
        const head = Buffer.alloc(4);
        head.writeUInt32LE(Buffer.byteLength(word));
        return Buffer.concat([head, Buffer.from(word)]);
      });
      const count = Buffer.alloc(4);
      count.writeUInt32LE(all.length);
      return Buffer.concat([count, ...parts]);
    };
    const text = (count: number) =>
      arrayV2({
        shape: [count],
        chunks: [count],
        dtype: '|O',
        filters: [{ id: 'vlen-utf8' }],
        compressor: null,
        fill_value: '',
      });
    const ints = (...all: number[]) => Buffer.from(Int32Array.from(all).buffer);
    const int = (count: number) => arrayV2({ shape: [count], chunks: [count], dtype: '<i4', compressor: null });
    const group = { zarr_format: 2 };
    const source = await write({
      '.zgroup': group,
      '.zattrs': { 'encoding-type': 'anndata' },
      'X/.zgroup': group,
      'X/.zattrs': { 'encoding-type': 'csr_matrix', shape: [2, 3] },
      'X/data/.zarray': int(3),
      'X/data/0': ints(5, 6, 7),
      'X/indices/.zarray': int(3),
      'X/indices/0': ints(2, 0, 1),
      'X/indptr/.zarray': int(3),
      'X/indptr/0': ints(0, 1, 3),
      'obs/.zgroup': group,
      'obs/.zattrs': { _index: 'cell', 'column-order': ['leiden'] },
      'obs/cell/.zarray': text(2),
      'obs/cell/0': words('a', 'b'),
      'obs/leiden/.zgroup': group,
      'obs/leiden/codes/.zarray': int(2),
      'obs/leiden/codes/0': ints(1, 0),
      'obs/leiden/categories/.zarray': text(2),
      'obs/leiden/categories/0': words('zero', 'one'),
      'var/.zgroup': group,
      'var/.zattrs': { _index: 'gene' },
      'var/gene/.zarray': text(3),
      'var/gene/0': words('g1', 'g2', 'g3'),
    });
    const { summary, values, columns } = await openDataset({ source, counts: true });
    assert.deepEqual(Array.from(values), [0, 0, 5, 6, 7, 0]);
    assert.deepEqual(
      [summary.label, columns[0].categories, Array.from(columns[0].values)],
      ['leiden', ['one', 'zero'], [0, 1]],
    );
    assert.ok(summary.columns.some(({ name }) => name === 'g3'));
  });

  it('that are damaged, or of other types, are refused in a sentence', async () => {
    const cases: [files: Readonly<Record<string, unknown>>, code: string][] = [
      [storeV2({ compressor: { id: 'bz2', level: 1 } }), 'data.zarr.codec'],
      [storeV2({ dtype: '<c8' }), 'data.array.type'],
      [storeV2({ chunks: [2] }), 'data.zarr.damaged'],
      [storeV2({ shape: [2 ** 40, columns] }), 'data.truncated'],
      [storeV2({ shape: [rows, 2 ** 40] }), 'data.truncated'],
      [{ ...storeV2(), 'group/x/.zarray': Buffer.from('{"zarr_format": 2,') }, 'data.zarr.damaged'],
      [{ ...storeV2(), 'group/x/1.0': Buffer.from('nothing of zlib') }, 'data.zarr.damaged'],
      [{ ...storeV2(), 'group/x/1.0': deflateSync(chunk(1).subarray(0, 7)) }, 'data.zarr.damaged'],
      [{ 'zarr.json': { ...groupV3, node_type: 'tree' } }, 'data.zarr.damaged'],
    ];
    for (const [files, code] of cases) {
      const source = await write(files);
      const sentence = await sentenceOf(openDataset({ source }));
      assert.equal(sentence.code, code, sentence.message);
      assert.ok(sentence.message.includes(source), sentence.message);
      await rm(source, { recursive: true });
    }
  });
});
