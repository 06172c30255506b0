import assert from 'node:assert/strict';
import { join } from 'node:path';
import { binary, int64, struct, utf8 } from '@uwdata/flechette';
import { openDataset } from '../../../../../src/dataset';
import { openStored } from '../../../../../src/dataset/formats/place';
import { inspectStored } from '../../../../../src/dataset/look/inspection';
import type { DataConfig } from '../../../../../src/protocol/config';
import { need } from '../../../../harness/need';
import { png, sentenceOf, temporaryFolder } from '../../builders';
import { python } from '../../python';
import { bytesOf } from '../arrays/readers';
import { arrow } from './arrow-writer';
import { type ParquetColumn, type ParquetOptions, parquet, plain } from './parquet-writer';

const count = 40;
const rows = Array.from({ length: count }, (_, i) => i);
const pictures = rows.map((i) => png(8, 6, (x, y) => [(i * 5) % 256, 20 * x, 30 * y]));
const names = ['cat', 'dog', 'owl'];
const features = {
  image: { _type: 'Image' },
  label: { names, _type: 'ClassLabel' },
};
const notes = { huggingface: JSON.stringify({ info: { features } }) };

/** As Hugging Face writes them: `struct<bytes, path>`, and the number of a class. */
const image: readonly ParquetColumn[] = [
  { name: 'bytes', group: 'image', type: 'BYTE_ARRAY', values: pictures.map(plain.bytes) },
  { name: 'path', group: 'image', type: 'BYTE_ARRAY', converted: 0, values: rows.map((i) => plain.text(`${i}.png`)) },
];
const label: ParquetColumn = { name: 'label', type: 'INT64', values: rows.map((i) => plain.int64(BigInt(i % 3))) };
const caption: ParquetColumn = {
  name: 'caption',
  type: 'BYTE_ARRAY',
  converted: 0,
  values: rows.map((i) => plain.text(`picture ${i}`)),
};

describe('Images in columns', () => {
  const folder = temporaryFolder();
  const { write } = folder;
  const written = (columns: readonly ParquetColumn[], options: ParquetOptions = {}) =>
    parquet(columns, { notes, ...options });
  const open = async (bytes: Uint8Array, config: Partial<DataConfig> = {}) =>
    openDataset({ source: await write('images.parquet', bytes), ...config });
  /** The same pictures in a folder of files. */
  const inFolder = async (config: Partial<DataConfig> = {}) => {
    for (const i of rows) await write(`folder/${String(i).padStart(3, '0')}.png`, pictures[i]);
    return openDataset({ source: join(folder.path, 'folder'), ...config });
  };

  it('become what the same files in a folder become, with their classes by name', async () => {
    const expected = await inFolder();
    for (const options of [{}, { rowsPerGroup: 7, rowsPerPage: 3 }, { codec: 'SNAPPY', pageVersion: 2 }] as const) {
      const { summary, values, encoding, columns, source } = await open(written([...image, label, caption], options));
      assert.deepEqual(
        [summary.format, summary.kind, summary.shape, summary.examples, summary.label],
        ['parquet', 'images', expected.summary.shape, count, 'label'],
      );
      assert.deepEqual(values, expected.values);
      assert.deepEqual(encoding, expected.encoding);
      assert.deepEqual(
        summary.warnings.map(({ code }) => code),
        expected.summary.warnings.map(({ code }) => code),
      );
      const [own] = columns.filter(({ role }) => role === 'label');
      assert.deepEqual([own.categories, [...own.values]], [names, rows.map((i) => i % 3)]);
      assert.match(source(3)?.path ?? '', /images\.parquet$/);
    }
  });

  it('are streamed where memory does not hold them', async () => {
    const whole = await open(written([...image, label]), { imageSize: 256, colour: 'colour' });
    const { stream, values, summary } = await open(written([...image, label], { rowsPerGroup: 9 }), {
      imageSize: 256,
      colour: 'colour',
      memory: 4,
    });
    assert.ok(stream);
    assert.equal(summary.streamed, count);
    const size = 256 * 256 * 3;
    for (const i of [0, 17, count - 1]) {
      assert.deepEqual(await stream.read(i, i + 1), whole.values.slice(i * size, (i + 1) * size));
    }
    assert.deepEqual(values.slice(0, size), whole.values.slice(0, size));
    await stream.close();
  });

  it('are read from Arrow files and streams, and from plain bytes', async () => {
    const expected = await inFolder();
    const stored = rows.map((i) => ({ bytes: pictures[i], path: null }));
    const structs = struct({ bytes: binary(), path: utf8() });
    for (const format of ['file', 'stream'] as const) {
      for (const column of [
        [structs, stored],
        [binary(), pictures],
      ] as const) {
        const bytes = arrow(
          { picture: column, kind: [int64(), rows.map((i) => BigInt(i % 2))] },
          { format, rowsPerBatch: 9 },
        );
        const { summary, values } = await openDataset({ source: await write('images.arrow', bytes) });
        assert.deepEqual([summary.format, summary.kind, summary.columns.length], ['arrow', 'images', 1]);
        assert.deepEqual(values, expected.values);
      }
    }
    const bare: ParquetColumn = { name: 'png', type: 'BYTE_ARRAY', values: pictures.map(plain.bytes) };
    assert.deepEqual((await open(parquet([bare, label]))).values, expected.values);
    assert.deepEqual((await open(parquet([bare, label], { dictionary: true }))).values, expected.values);
  });

  it('that are damaged or missing are left out, with a warning, and their labels with them', async () => {
    const broken = pictures.map((bytes, i) => (i === 2 ? bytes.subarray(0, 40) : bytes));
    const values = broken.map((bytes, i) => (i === 5 ? null : plain.bytes(bytes)));
    const { summary, columns } = await open(written([{ ...image[0], values }, image[1], label]));
    assert.equal(summary.examples, count - 2);
    const [left] = summary.warnings.filter(({ code }) => code === 'data.images.leftOut');
    assert.deepEqual([left.params.count, left.params.image], [2, 'image[2]']);
    assert.deepEqual(
      [...columns[0].values],
      rows.filter((i) => i !== 2 && i !== 5).map((i) => i % 3),
    );
    const stored = await openStored(await write('a.parquet', written([{ ...image[0], values }, image[1], label])), {
      task: {},
    });
    assert.deepEqual([stored.values.shape[0], stored.labels?.shape], [count - 2, [count - 2]]);
  });

  it('are stored as they are, at their own size', async () => {
    const path = await write('images.parquet', written([...image, label, caption], { rowsPerGroup: 6 }));
    const stored = await openStored(path, { task: {} });
    assert.deepEqual([stored.kind, stored.values.dtype, stored.values.shape], ['parquet', 'uint8', [count, 6, 8, 4]]);
    const bytes = await bytesOf(stored.values);
    assert.deepEqual([...bytes.subarray(0, 6)], [0, 0, 0, 255, 0, 20]);
    assert.equal(bytes[39 * 6 * 8 * 4], 195);
    const { labels, columns, examples } = await inspectStored(stored, {});
    assert.deepEqual([examples, labels?.classes, labels?.dtype], [count, 3, 'str']);
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['image', 'feature'],
        ['label', 'label'],
        ['caption', 'id'],
      ],
    );
  });

  it('are chosen by name, or left out for what lies beside them', async () => {
    const vectors: ParquetColumn = {
      name: 'v',
      type: 'FLOAT',
      list: true,
      values: rows.map((i) => [i, 1].map(plain.float)),
    };
    const size: ParquetColumn = { name: 'size', type: 'DOUBLE', values: rows.map((i) => plain.double(i * i)) };
    const bytes = written([...image, vectors, size]);
    assert.equal((await open(bytes)).summary.warnings[0].code, 'data.columnar.severalVectors');
    assert.equal((await open(bytes, { array: 'v' })).summary.kind, 'vectors');
    assert.equal((await open(bytes, { array: 'image' })).summary.kind, 'images');
    assert.equal((await open(bytes, { ignore: ['image', 'v'] })).summary.kind, 'table');
    const { message } = await sentenceOf(open(bytes, { array: 'none' }));
    assert.match(message, /Choose one of image, v\./);
  });

  it('may be of a class without a number, or of a number without a name', async () => {
    const codes = rows.map((i) => plain.int64(BigInt([-1, 0, 7][i % 3])));
    const { columns } = await open(written([...image, { ...label, values: codes }]));
    assert.deepEqual(
      [columns[0].categories, [...columns[0].values.slice(0, 3)]],
      [
        ['7', 'cat'],
        [Number.NaN, 1, 0],
      ],
    );
    const damaged = await open(parquet([...image, label], { notes: { huggingface: '{"info":' } }));
    assert.deepEqual(damaged.columns[0].categories, ['0', '1', '2']);
  });

  it('are a sample of all classes where only some are wanted', async () => {
    const sorted = { ...label, values: rows.map((i) => plain.int64(BigInt(Math.floor((i * 3) / count)))) };
    const { columns, summary } = await open(written([...image, sorted]), { limit: 6 });
    assert.equal(summary.examples, 6);
    assert.deepEqual([...columns[0].values], [0, 0, 1, 1, 2, 2]);
  });

  it('that Hugging Face has written are those that it reads', async function () {
    const run = python(['datasets', 'numpy', 'PIL']);
    need(this, run, 'Python with datasets and Pillow');
    const root = folder.path;
    run(`
import numpy, os, datasets
from PIL import Image
os.chdir(r'${root}')
a = numpy.random.default_rng(1).integers(0, 255, (30, 28, 28), dtype='u1')
numpy.save('expected.npy', a)
f = datasets.Features({'image': datasets.Image(), 'label': datasets.ClassLabel(names=['a', 'b', 'c'])})
d = datasets.Dataset.from_dict({'image': [Image.fromarray(x) for x in a], 'label': [i % 3 for i in range(30)]}, features=f)
d.to_parquet('real.parquet')
d.save_to_disk('real', num_shards=3)
datasets.DatasetDict({'test': d.select(range(5)), 'train': d}).save_to_disk('dict')
`);
    const expected = await bytesOf((await openStored(join(root, 'expected.npy'), { task: {} })).values);
    for (const name of ['real.parquet', 'real', 'dict']) {
      const { summary, values, columns } = await openDataset({ source: join(root, name) });
      assert.deepEqual(
        [summary.shape, columns[0].categories],
        [
          [28, 28, 1],
          ['a', 'b', 'c'],
        ],
      );
      assert.deepEqual(Buffer.from(values.buffer, values.byteOffset, values.length), Buffer.from(expected));
    }
  });
});
