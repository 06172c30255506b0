import assert from 'node:assert/strict';
import { discoverData, openDataset } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { need } from '../../../../harness/need';
import { sentenceOf, temporaryFolder } from '../../builders';
import { python } from '../../python';
import { bytesOf, open } from '../arrays/readers';
import { type Hdf5Array, hdf5 } from './hdf5-writer';

const rows = 30;
const x = Float64Array.from({ length: rows }, (_, i) => i / 7 - 1);
const n = Int16Array.from({ length: rows }, (_, i) => (i * 3) % 5);
const words = Array.from({ length: rows }, (_, i) => `kind ${i % 3}`);
const vectors = Float32Array.from({ length: 2 * rows }, (_, i) => Math.sin(i));

describe('Tables of HDF5', () => {
  const folder = temporaryFolder();
  const written = async (name: string, ...content: Parameters<typeof hdf5>) =>
    folder.write(name, await hdf5(...content));

  /** Records of doubles, integers and words, and what else is wanted. */
  function records(
    more: Readonly<Record<string, readonly [type: string, data: unknown, shape?: readonly number[]]>> = {},
  ) {
    const own = Object.entries(more);
    return {
      data: new Map<string, unknown>([
        ['x', x],
        ['n', n],
        ['word', words],
        ...own.map(([name, [, data]]) => [name, data] as const),
      ]),
      shape: [rows],
      dtype: [
        ['x', '<d'],
        ['n', '<h'],
        ['word', 'S8'],
        ...own.map(([name, [type, , shape]]) => [name, type, ...(shape ? [[...shape]] : [])]),
      ],
    } as unknown as Hdf5Array;
  }

  it('are tables: members are columns', async () => {
    for (const libver of ['earliest', 'latest'] as const) {
      const source = await written('t.h5', { 'group/table': records() }, {}, libver);
      const { summary, columns } = await openDataset({ source, missing: 'impute' });
      assert.deepEqual(
        [summary.format, summary.kind, summary.examples, summary.label],
        ['hdf5', 'table', rows, 'word'],
      );
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['x', 'n', 'word'],
      );
      assert.deepEqual(Array.from(columns[0].values), Array.from(x, Math.fround));
      const { values, labels } = await open(source);
      const bytes = await bytesOf(values);
      assert.deepEqual([values.dtype, values.shape], ['float64', [rows, 2]]);
      assert.deepEqual(
        Array.from({ length: 2 * rows }, (_, i) => bytes.readDoubleLE(8 * i)),
        Array.from(x).flatMap((value, i) => [value, n[i]]),
      );
      assert.ok(labels?.dtype === 'str');
      assert.deepEqual(await labels.words({}), words);
    }
    const { found } = await discoverData([folder.path], 10);
    assert.deepEqual(
      found.map(({ name, format }) => [name, format]),
      [['t', 'hdf5']],
    );
  });

  it('are read beside arrays where they are named', async () => {
    const source = await written('both.h5', {
      data: { data: vectors, shape: [rows / 2, 4] },
      table: records(),
      'index/_i_x/sorted': { data: x, shape: [rows / 2, 2] },
    });
    const kindOf = async (config: Partial<DataConfig>) => {
      const { summary } = await openDataset({ source, ...config });
      return [summary.kind, summary.examples, summary.shape];
    };
    assert.deepEqual(await kindOf({}), ['vectors', rows / 2, [4]]);
    assert.deepEqual(await kindOf({ array: 'table', missing: 'impute' }), ['table', rows, [2]]);
    const { values } = await open(source, { array: 'table' });
    assert.deepEqual(values.shape, [rows, 2]);
    assert.equal((await sentenceOf(openDataset({ source, array: 'none' }))).code, 'data.archive.noArray');
    assert.equal((await sentenceOf(openDataset({ source, array: 'table/none' }))).code, 'data.archive.noArray');
  });

  it('take no place of an array that cannot be read', async () => {
    const data = { data: x, shape: [rows / 2, 2], chunks: [5, 2], compression: 5 };
    const content = await hdf5({ data, table: records() }, {}, 'earliest');
    // The message about the filters: deflate becomes szip.
    content.writeUInt16LE(4, content.indexOf('deflate\0') - 8);
    const source = await folder.write('meant.h5', content);
    assert.equal((await sentenceOf(openDataset({ source }))).code, 'data.hdf5.filter');
    assert.equal((await openDataset({ source, array: 'table' })).summary.kind, 'table');
  });

  it('that are frames of pandas have their columns in their order, and the index', async () => {
    const half = rows / 2;
    const frame = {
      'df/axis0': { data: ['n', 'x', 'word', 'when', 'z'], shape: [5] },
      'df/block0_items': { data: ['x', 'z'], shape: [2] },
      'df/block0_values': { data: Float64Array.from(x, (_, i) => x[i >> 1] + (i % 2)), shape: [half, 2] },
      'df/axis1': { data: BigInt64Array.from({ length: half }, (_, i) => BigInt(i + 5)), dtype: '<q', shape: [half] },
      'df/block1_items': { data: ['n'], shape: [1] },
      'df/block1_values': { data: n.slice(0, half), shape: [half, 1] },
      'df/block2_items': { data: ['word'], shape: [1] },
      'df/block2_values': { data: ['pickled'], shape: [1] },
      'df/block3_items': { data: ['when'], shape: [1] },
      'df/block3_values': {
        data: BigInt64Array.from({ length: half }, (_, i) => BigInt(i) * 86_400_000_000_000n),
        dtype: '<q',
        shape: [half, 1],
        attributes: { value_type: 'datetime64' },
      },
    };
    const regular = { pandas_type: 'frame', axis0_variety: 'regular', axis1_variety: 'regular' };
    const source = await written('frame.h5', frame, { df: { ...regular, nblocks: 4 } });
    const { summary, columns } = await openDataset({ source });
    assert.deepEqual([summary.kind, summary.examples], ['table', half]);
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['index', 'id'],
        ['n', 'feature'],
        ['x', 'feature'],
        ['when', 'feature'],
        ['z', 'feature'],
      ],
    );
    const own = Array.from({ length: half }, (_, i) => i);
    assert.deepEqual(
      Array.from(columns[2].values),
      own.map((i) => Math.fround(x[i])),
    );
    assert.deepEqual(
      Array.from(columns[4].values),
      own.map((i) => Math.fround(x[i] + 1)),
    );
    assert.deepEqual(
      Array.from(columns[3].values),
      own.map((i) => i * 86_400),
    );
    assert.ok(
      summary.warnings.some(({ code, params }) => code === 'data.columnar.leftOut' && params.columns === 'word'),
    );
    const { values } = await open(source, { array: 'df/block0_values' });
    assert.deepEqual(values.shape, [half, 2]);
  });

  it('that are series of pandas are a column beside the index, by their name', async () => {
    const half = rows / 2;
    const series = (values: Hdf5Array) => ({
      's/index': { data: BigInt64Array.from({ length: half }, (_, i) => BigInt(i + 5)), dtype: '<q', shape: [half] },
      's/values': values,
    });
    const attributes = { pandas_type: 'series', index_variety: 'regular' };
    const mass: Hdf5Array = { data: Float64Array.from(x.slice(0, half)), shape: [half] };
    for (const [name, expected] of [
      ['mass', 'mass'],
      // None, pickled.
      ['N.', 'values'],
      ['index', 'values'],
    ]) {
      const source = await written('series.h5', series(mass), { s: { ...attributes, name } });
      const { summary, columns } = await openDataset({ source });
      assert.deepEqual([summary.kind, summary.examples], ['table', half]);
      assert.deepEqual(
        columns.map((column) => [column.name, column.role]),
        [
          ['index', 'id'],
          [expected, 'feature'],
        ],
      );
      assert.deepEqual(
        Array.from(columns[1].values),
        Array.from({ length: half }, (_, i) => Math.fround(x[i])),
      );
    }
    const short = series({ data: Float64Array.from(x.slice(0, 3)), shape: [3] });
    const { code } = await sentenceOf(openDataset({ source: await written('short.h5', short, { s: attributes }) }));
    assert.equal(code, 'data.table.noFeatures');
  });

  it('that h5py has written are what it reads, and blocks of pandas are taken apart', async function () {
    const run = python(['h5py', 'numpy']);
    need(this, run, 'Python with h5py');
    const path = await folder.write('h5py.h5', '');
    run(`
import h5py, numpy as np
t = np.zeros(${rows}, [('x', '>f8'), ('t', h5py.string_dtype()), ('e', h5py.enum_dtype({'red': 0, 'blue': 1})), ('ok', '?'), ('c', 'c8'), ('m', 'f4', (2, 3)), ('values_block_0', 'i8', (2,))])
t['x'] = np.arange(${rows}) / 7
t['t'] = [f'long \u00e9 {i % 4}' if i else '' for i in range(${rows})]
t['e'] = np.arange(${rows}) % 2
t['ok'] = np.arange(${rows}) % 3 == 0
t['m'] = np.arange(${rows} * 6).reshape(-1, 2, 3)
t['values_block_0'] = np.arange(${rows} * 2).reshape(-1, 2)
with h5py.File(${JSON.stringify(path)}, 'w') as f:
  d = f.create_dataset('df/table', data=t, chunks=(7,), compression='gzip')
  d.attrs['values_block_0_kind'] = np.bytes_(b'(lp0\\nVone\\np1\\naVtwo \\\\u00e9\\np2\\na.')
`);
    const { summary, columns } = await openDataset({ source: path, array: 'df/table', ignore: ['m'] });
    const byName = new Map(columns.map((column) => [column.name, column]));
    const valuesOf = (name: string) => {
      const { values = [], categories } = byName.get(name) ?? {};
      return Array.from(values, (value) => categories?.[value] ?? value);
    };
    assert.deepEqual(summary.kind, 'table');
    const each = <T>(value: (i: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
    assert.deepEqual(
      valuesOf('x'),
      each((i) => Math.fround(i / 7)),
    );
    assert.deepEqual(
      valuesOf('t'),
      each((i) => (i ? `long \u00e9 ${i % 4}` : '')),
    );
    assert.deepEqual(
      valuesOf('e'),
      each((i) => (i % 2 ? 'blue' : 'red')),
    );
    assert.deepEqual(
      valuesOf('ok').map(Number),
      each((i) => (i % 3 ? 0 : 1)),
    );
    assert.deepEqual(
      valuesOf('two \u00e9').map(Number),
      each((i) => 2 * i + 1),
    );
    assert.ok(summary.warnings.some(({ code, params }) => code === 'data.columnar.leftOut' && params.columns === 'c'));
    const tensors = await openDataset({ source: path });
    assert.deepEqual([tensors.summary.kind, tensors.summary.shape], ['images', [2, 3, 1]]);
    const { values } = await open(path, { array: 'df/table/m' });
    assert.deepEqual(await bytesOf(values), Buffer.from(Float32Array.from({ length: 6 * rows }, (_, i) => i).buffer));
    assert.equal((await sentenceOf(openDataset({ source: path, array: 'df/table/x' }))).code, 'data.archive.noArray');
  });
});
