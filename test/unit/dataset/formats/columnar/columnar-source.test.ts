import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dictionary, fixedSizeList, float32, float64, int8, list, utf8 } from '@uwdata/flechette';
import { describeData, discoverData, openDataset, readNpy } from '../../../../../src/dataset';
import { sampleOf } from '../../../../../src/dataset/examples/limit';
import { openStored } from '../../../../../src/dataset/formats/place';
import { convertStored } from '../../../../../src/dataset/look/conversion';
import { inspectStored } from '../../../../../src/dataset/look/inspection';
import type { DataConfig } from '../../../../../src/protocol/config';
import { need } from '../../../../harness/need';
import { sentenceOf, temporaryFolder } from '../../builders';
import { python } from '../../python';
import { bytesOf } from '../arrays/readers';
import { arrow } from './arrow-writer';
import { type ParquetColumn, parquet, plain } from './parquet-writer';

const length: ParquetColumn = { name: 'length', type: 'DOUBLE', values: [1, 2, null, 6].map(optional(plain.double)) };
const colour: ParquetColumn = {
  name: 'colour',
  type: 'BYTE_ARRAY',
  converted: 0,
  values: ['red', null, 'blue', 'red'].map(optional(plain.text)),
};
const species: ParquetColumn = {
  name: 'species',
  type: 'BYTE_ARRAY',
  converted: 0,
  values: ['b', 'a', 'b', 'a'].map(plain.text),
};
const at: ParquetColumn = {
  name: 'at',
  type: 'INT64',
  converted: 10,
  values: [0n, 1_500_000n, 3_000_000n, 4_500_000n].map(plain.int64),
};
const vectors: ParquetColumn = {
  name: 'embedding',
  type: 'FLOAT',
  list: true,
  values: [
    [1, 2],
    [3, 6],
    [5, 10],
    [7, 14],
  ].map((list) => list.map(plain.float)),
};

function optional<T>(encode: (value: T) => Uint8Array): (value: T | null) => Uint8Array | null {
  return (value) => (value === null ? null : encode(value));
}

describe('Parquet and Arrow files as data sets', () => {
  const folder = temporaryFolder();
  const write = (columns: readonly ParquetColumn[]) =>
    folder.write('data.parquet', parquet(columns, { rowsPerGroup: 3 }));
  const open = async (columns: readonly ParquetColumn[], config: Partial<DataConfig> = {}) =>
    openDataset({ source: await write(columns), ...config });

  it('are tables like those of text', async () => {
    const { summary, values, columns, encoding, source } = await open([length, colour, at, species]);
    assert.deepEqual(
      [summary.format, summary.kind, summary.examples, summary.shape, summary.label],
      ['parquet', 'table', 4, [5], 'species'],
    );
    assert.ok(encoding.kind === 'columns');
    assert.deepEqual(
      encoding.columns.map(({ name, type }) => [name, type]),
      [
        ['length', 'numeric'],
        ['colour', 'category'],
        ['at', 'numeric'],
      ],
    );
    assert.deepEqual(Array.from(values.slice(1, 4)), [0, 1, 0]);
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['length', 'feature'],
        ['colour', 'feature'],
        ['at', 'feature'],
        ['species', 'label'],
      ],
    );
    assert.deepEqual(Array.from(columns[0].values), [1, 2, Number.NaN, 6]);
    assert.deepEqual(Array.from(columns[2].values), [0, 1.5, 3, 4.5]);
    assert.deepEqual(Array.from(columns[3].values), [1, 0, 1, 0]);
    assert.ok(summary.warnings.some(({ code, params }) => code === 'data.columns.missing' && params.row === 1));
    assert.deepEqual(source(2), { path: summary.source, line: undefined });
    assert.deepEqual(await describeData({ source: summary.source }), summary);
  });

  it('obey limit, roles and ignore', async () => {
    const limited = await open([length, colour, species], {
      limit: 2,
      roles: { colour: 'ignore', species: 'feature' },
    });
    assert.deepEqual([limited.summary.examples, limited.summary.shape], [2, [3]]);
    const nested: ParquetColumn = { ...species, name: 'tags', list: true, values: [[], [], [], []] };
    const without = await open([nested, length]);
    assert.deepEqual([without.summary.shape, without.summary.warnings[0].code], [[1], 'data.columnar.leftOut']);
    assert.equal((await sentenceOf(open([nested]))).code, 'data.columnar.nested');
    assert.equal((await sentenceOf(open([nested, length], { labels: 'tags' }))).code, 'data.columnar.nested');
    assert.equal((await sentenceOf(open([nested, length], { array: 'tags' }))).code, 'data.columnar.nested');
    assert.deepEqual((await open([nested, length], { ignore: ['tags'] })).summary.shape, [1]);
    assert.equal((await sentenceOf(open([length], { labels: 'none' }))).code, 'data.table.noColumn');
  });

  it('are vectors where a column holds lists, which the other columns describe', async () => {
    const { summary, values, columns } = await open([length, vectors, colour, species]);
    assert.deepEqual(
      [summary.kind, summary.shape, summary.dtype, summary.label],
      ['vectors', [2], 'float32', 'species'],
    );
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['length', 'factor'],
        ['colour', 'factor'],
        ['species', 'label'],
        ['x1', 'feature'],
        ['x2', 'feature'],
      ],
    );
    const standard = [-3, -1, 1, 3].map((value) => Math.fround(value / Math.sqrt(5)));
    assert.deepEqual(
      Array.from(values),
      standard.flatMap((value) => [value, value]),
    );
    assert.deepEqual(Array.from(columns[0].values), [1, 2, Number.NaN, 6]);
    assert.deepEqual(Array.from(columns[4].values), [2, 6, 10, 14]);
    assert.equal((await open([length, vectors], { ignore: ['embedding'] })).summary.kind, 'table');
  });

  it('are images where lists of numbers lie in lists of one length, in either format', async () => {
    const pixels = Array.from({ length: 4 }, (_, row) => Array.from({ length: 6 }, (_, i) => row + i / 6));
    const stored = (inner: (row: number) => readonly number[], own = pixels): ParquetColumn => ({
      ...vectors,
      name: 'image',
      inner,
      values: own.map((list) => list.map(plain.float)),
    });
    const expected = new Float32Array(pixels.flat());
    const options = { rowsPerGroup: 3, rowsPerPage: 2 };
    const files: [name: string, content: Uint8Array][] = [
      ['1.parquet', parquet([stored(() => [2, 2, 2]), species], options)],
      ['2.parquet', parquet([stored(() => [2, 2, 2]), species], { ...options, pageVersion: 2, dictionary: true })],
      ['required.parquet', parquet([{ ...stored(() => [2, 2, 2]), required: true }, species], options)],
    ];
    const lists = pixels.map((row) => [row.slice(0, 2), row.slice(2, 4), row.slice(4)]);
    for (const [name, type] of [
      ['lists', list(list(float32()))],
      ['fixed', fixedSizeList(fixedSizeList(float32(), 2), 3)],
      ['mixed', list(fixedSizeList(float32(), 2))],
    ] as const) {
      const content = { image: [type, lists], species: [utf8(), ['b', 'a', 'b', 'a']] } as const;
      files.push([`${name}.arrow`, arrow(content, { rowsPerBatch: 3 })]);
    }
    for (const [name, content] of files) {
      const source = await folder.write(name, content);
      const { values } = await openStored(source, { task: {} });
      assert.deepEqual([values.dtype, values.shape], ['float32', [4, 3, 2]], name);
      assert.deepEqual(await bytesOf(values), Buffer.from(expected.buffer), name);
      const { summary } = await openDataset({ source, limit: 2 });
      assert.deepEqual([summary.kind, summary.shape, summary.label], ['images', [3, 2, 1], 'species'], name);
    }
    const unequal = (row: number, length: number, expected: number) => ({
      code: 'data.columnar.unequal',
      params: { path: join(folder.path, 'data.parquet'), column: 'image', row, length, expected },
    });
    // As many numbers as the others, in other lists; and more of them.
    const inRow3 = (other: readonly number[]) => stored((row) => (row === 3 ? other : [2, 2, 2]));
    await assert.rejects(open([inRow3([2, 1, 3])]), unequal(3, 1, 2));
    await assert.rejects(open([inRow3([3, 1, 2])]), unequal(3, 3, 2));
    await assert.rejects(open([inRow3([2, 4])]), unequal(3, 3, 2));
    const longer = [...pixels.slice(0, 3), [...pixels[3], 1, 2]];
    await assert.rejects(open([stored((row) => (row === 3 ? [2, 2, 2, 2] : [2, 2, 2]), longer)]), unequal(3, 7, 6));
  });

  it('that Hugging Face has written with Array2D and Array3D are images', async function () {
    const run = python(['datasets', 'numpy']);
    need(this, run, 'Python with datasets');
    run(`
import numpy, os, datasets
os.chdir(r'${folder.path}')
labels = datasets.ClassLabel(names=['a', 'b'])
for name, shape, dtype in [('two', (5, 4), 'uint8'), ('three', (6, 5, 3), 'float32')]:
  x = numpy.arange(20 * numpy.prod(shape)).reshape(20, *shape).astype(dtype)
  feature = (datasets.Array2D if len(shape) == 2 else datasets.Array3D)(shape, dtype)
  f = datasets.Features({'x': feature, 'label': labels})
  d = datasets.Dataset.from_dict({'x': list(x), 'label': [i % 2 for i in range(20)]}, features=f)
  numpy.save(name + '.npy', x)
  d.to_parquet(name + '.parquet')
  d.save_to_disk(name, num_shards=2)
`);
    for (const [name, shape] of [
      ['two', [5, 4, 1]],
      ['three', [6, 5, 3]],
    ] as const) {
      const expected = await bytesOf((await openStored(join(folder.path, `${name}.npy`), { task: {} })).values);
      for (const written of [`${name}.parquet`, name]) {
        const source = join(folder.path, written);
        const { summary } = await openDataset({ source });
        assert.deepEqual([summary.kind, summary.shape, summary.label], ['images', shape, 'label'], written);
        assert.deepEqual(await bytesOf((await openStored(source, { task: {} })).values), expected, written);
      }
    }
  });

  it('give a fair sample of their vectors by a limit, with what describes them, or the first', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const numbered: ParquetColumn = { ...vectors, values: rows.map((row) => [row, -row].map(plain.float)) };
    const beside: ParquetColumn = { name: 'row', type: 'DOUBLE', values: rows.map(plain.double) };
    const rowsOf = async (config: Partial<DataConfig>) => {
      const { summary, columns } = await open([numbered, beside], { roles: { row: 'label' }, ...config });
      const [label, x1, x2] = columns.map(({ values, categories }) =>
        Array.from(values, (value) => (categories ? Number(categories[value]) : Math.round(value) + 0)),
      );
      assert.deepEqual([x1, x2.map((x) => 0 - x), summary.examples], [label, label, label.length]);
      return label;
    };
    const sample = Array.from(sampleOf(40, 8));
    assert.deepEqual(await rowsOf({ limit: 8 }), sample);
    assert.deepEqual(await rowsOf({ limit: 8, take: 'first' }), rows.slice(0, 8));
    assert.deepEqual(await rowsOf({ limit: 40 }), rows);
    const lines = rows.map((row) => `"[${row}.5, 1]",${row % 3}`);
    const source = await folder.write('rows.csv', `embedding,row\n${lines.join('\n')}\n`);
    const named = await openDataset({ source, limit: 8 });
    assert.deepEqual(
      sample.map((_, i) => named.source(i)?.line),
      sample.map((row) => row + 2),
    );
  });

  it('count infinite vectors, and name the row of the file where the first is', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const sample = sampleOf(40, 8);
    const odd = new Set([sample[3], sample[5], sample[5] + 1]);
    const values = rows.map((row) => [1, odd.has(row) ? Number.POSITIVE_INFINITY : row]);
    const said = { path: join(folder.path, 'data.parquet'), row: sample[3], column: 1 };
    // Doubles are looked through before they are encoded.
    for (const [type, encode] of [
      ['FLOAT', plain.float],
      ['DOUBLE', plain.double],
    ] as const) {
      const column: ParquetColumn = { ...vectors, type, values: values.map((list) => list.map(encode)) };
      for (const [config, count] of [
        [{}, 3],
        [{ limit: 8 }, 2],
      ] as const) {
        await assert.rejects(open([column], config), { code: 'data.vectors.infinite', params: { ...said, count } });
      }
    }
  });

  it('take the column of vectors that is named, and say so where there was a choice', async () => {
    const wider: ParquetColumn = {
      ...vectors,
      name: 'wider',
      values: vectors.values.map((_, row) => [1, 2, row].map(plain.float)),
    };
    const { summary } = await open([wider, vectors]);
    assert.deepEqual(summary.shape, [2]);
    assert.equal(summary.warnings[0].code, 'data.columnar.severalVectors');
    assert.deepEqual((await open([wider, vectors], { array: 'wider' })).summary.shape, [3]);
    const { code, message } = await sentenceOf(open([wider, vectors], { array: 'length' }));
    assert.equal(code, 'data.archive.noArray');
    assert.match(message, /wider, embedding/);
  });

  it('of a trained encoding, give the same inputs', async () => {
    const { encoding, values } = await open([length, vectors, species]);
    const again = await openDataset({ source: await write([vectors]) }, { encoding });
    assert.deepEqual(again.values, values);
  });

  it('are the same as Arrow', async () => {
    const table = await folder.write(
      'data.feather',
      arrow(
        {
          length: [float64(), [1, 2, null, 6]],
          species: [dictionary(utf8(), int8()), ['b', 'a', 'b', 'a']],
        },
        { rowsPerBatch: 3 },
      ),
    );
    const { summary, values } = await openDataset({ source: table });
    assert.deepEqual([summary.format, summary.label, summary.examples], ['arrow', 'species', 4]);
    assert.deepEqual(values, (await open([length, species])).values);
    const embedded = await folder.write(
      'vectors.arrow',
      arrow(
        {
          embedding: [
            fixedSizeList(float32(), 2),
            [
              [1, 2],
              [3, 6],
              [5, 10],
              [7, 14],
            ],
          ],
        },
        { format: 'stream' },
      ),
    );
    assert.deepEqual((await openDataset({ source: embedded })).values, (await open([vectors])).values);
  });

  it('are found in a folder, unless there is nothing to learn from', async () => {
    await folder.write('found/table.parquet', parquet([length, species]));
    await folder.write('found/nothing.parquet', parquet([]));
    await folder.write('found/vectors.arrow', arrow({ v: [fixedSizeList(float32(), 1), [[1], [2], [3]]] }));
    const { found } = await discoverData([folder.path], 10);
    assert.deepEqual(
      found.map(({ name, format }) => [name, format]),
      [
        ['table', 'parquet'],
        ['vectors', 'arrow'],
      ],
    );
  });

  describe('as they are stored', () => {
    const convert = async (path: string, labels?: string) => {
      const out = `${folder.path}/out.npy`;
      await convertStored(await openStored(path, { task: {} }), { out, ...(labels ? { labels } : {}) }, {});
      return readNpy(out);
    };

    it('are columns of numbers side by side, a single one exactly', async () => {
      const path = await write([length, species, at]);
      const data = await inspectStored(await openStored(path, { task: {} }), {});
      assert.deepEqual(
        [data.kind, data.shape, data.dtype, data.missing, data.labels?.dtype],
        ['parquet', [4, 2], 'float64', 1, 'str'],
      );
      assert.deepEqual(
        data.columns.map(({ name, dtype, missing }) => [name, dtype, missing]),
        [
          ['length', 'float64', 1],
          ['species', 'str', 0],
          ['at', 'datetime64[us]', 0],
        ],
      );
      const exact: ParquetColumn = {
        name: 'x',
        type: 'INT64',
        values: [2n ** 53n + 1n, -(2n ** 63n)].map(plain.int64),
      };
      const stored = await openStored(await write([exact]), { task: {} });
      const bytes: number[] = [];
      for await (const piece of stored.values.bytes({})) bytes.push(...piece);
      assert.deepEqual([stored.values.dtype, stored.values.shape], ['int64', [2, 1]]);
      assert.deepEqual([...new BigInt64Array(Uint8Array.from(bytes).buffer)], [2n ** 53n + 1n, -(2n ** 63n)]);
    });

    it('are vectors in their own type, or as doubles where integers are missing', async () => {
      const labels = `${folder.path}/labels.npy`;
      const converted = await convert(await write([vectors, species]), labels);
      assert.deepEqual([converted.dtype, converted.shape], ['float32', [4, 2]]);
      assert.deepEqual(Array.from(converted.data), [1, 2, 3, 6, 5, 10, 7, 14]);
      const gaps: ParquetColumn = {
        name: 'v',
        type: 'INT32',
        list: true,
        values: [[plain.int32(1), plain.int32(2)], null, [plain.int32(3), null]],
      };
      const doubles = await convert(await write([gaps]));
      assert.equal(doubles.dtype, 'float64');
      assert.deepEqual(Array.from(doubles.data), [1, 2, Number.NaN, Number.NaN, 3, Number.NaN]);
      const { missing, columns } = await inspectStored(await openStored(await write([gaps]), { task: {} }), {});
      assert.equal(missing, 3);
      assert.deepEqual(columns, [{ name: 'v', role: 'feature', type: 'numeric', dtype: 'int32', missing: 3 }]);
    });
  });
});
