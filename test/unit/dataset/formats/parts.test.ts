import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { float64, utf8 } from '@uwdata/flechette';
import { discoverData, openDataset } from '../../../../src/dataset';
import { groupParts } from '../../../../src/dataset/formats/parts/part-names';
import { openStored } from '../../../../src/dataset/formats/place';
import { sentenceOf, temporaryFolder } from '../builders';
import { bytesOf } from './arrays/readers';
import { arrow } from './columnar/arrow-writer';
import { parquet, plain } from './columnar/parquet-writer';

/** Rows from `begin` on, in a file of the format. */
function part(begin: number, count: number, format: 'parquet' | 'arrow' = 'parquet', name = 'b'): Uint8Array {
  const rows = Array.from({ length: count }, (_, i) => begin + i);
  if (format === 'arrow') {
    return arrow(
      { a: [float64(), rows], [name]: [float64(), rows.map((i) => -i)], w: [utf8(), rows.map((i) => `w${i % 2}`)] },
      { format: 'stream', rowsPerBatch: 4 },
    );
  }
  return parquet([
    { name: 'a', type: 'DOUBLE', values: rows.map(plain.double) },
    { name, type: 'DOUBLE', values: rows.map((i) => plain.double(-i)) },
    { name: 'w', type: 'BYTE_ARRAY', converted: 0, values: rows.map((i) => plain.text(`w${i % 2}`)) },
  ]);
}

describe('Parts of a data set in a folder', () => {
  const folder = temporaryFolder();
  const opened = () => openDataset({ source: folder.path });
  const firstColumn = async (source: string) => {
    const { values } = await openStored(source, { task: {} });
    const doubles = new Float64Array(new Uint8Array(await bytesOf(values)).buffer);
    return Array.from({ length: values.shape[0] }, (_, i) => doubles[2 * i]);
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  it('are one data set, in the order of their numbers', async () => {
    for (const [i, count] of [3, 7, 2].entries()) {
      await folder.write(
        `train-${String(i).padStart(5, '0')}-of-00003-0123456789abcdef.parquet`,
        part([0, 3, 10][i], count),
      );
    }
    const { summary } = await opened();
    assert.deepEqual([summary.examples, summary.format, summary.source], [12, 'parquet', folder.path]);
    assert.deepEqual(summary.warnings, []);
    assert.deepEqual(await firstColumn(folder.path), upTo(12));
  });

  it('of different uses are those to train on, which is said', async () => {
    await folder.write('train-00000-of-00002.parquet', part(0, 5));
    await folder.write('train-00001-of-00002.parquet', part(5, 5));
    await folder.write('test-00000-of-00001.parquet', part(100, 3));
    await folder.write('README.md', '# A data set\n');
    const { summary } = await opened();
    assert.equal(summary.examples, 10);
    const [{ code, params }] = summary.warnings;
    assert.deepEqual(
      [code, params.part, params.others],
      ['data.folder.part', 'train-00000-of-00002.parquet', 'test-00000-of-00001.parquet'],
    );
  });

  it('are found below, where a data set is laid out as on the hub', async () => {
    await folder.write('a/README.md', '# A data set\n');
    await folder.write('a/data/train-00000-of-00001.parquet', part(0, 4));
    await folder.write('b/default/train/0000.parquet', part(0, 4));
    await folder.write('b/default/train/0001.parquet', part(4, 4));
    await folder.write('b/default/test/0000.parquet', part(50, 4));
    assert.deepEqual(await firstColumn(join(folder.path, 'a')), upTo(4));
    assert.deepEqual(await firstColumn(join(folder.path, 'b', 'default')), upTo(8));
  });

  it('are found in a workspace as one', async () => {
    await folder.write('set/train-00000-of-00002.parquet', part(0, 5));
    await folder.write('set/train-00001-of-00002.parquet', part(5, 5));
    await folder.write('set/test-00000-of-00001.parquet', part(0, 5));
    await folder.write('tables/iris.parquet', part(0, 5));
    await folder.write('tables/wine.parquet', part(0, 5));
    const { found } = await discoverData([folder.path], 10);
    assert.deepEqual(
      found.map(({ source, examples }) => [relative(folder.path, source), examples]),
      [
        ['set', 10],
        [join('tables', 'iris.parquet'), 5],
        [join('tables', 'wine.parquet'), 5],
      ],
    );
  });

  it('that are missing are said', async () => {
    await folder.write('data-00000-of-00003.parquet', part(0, 5));
    await folder.write('data-00002-of-00003.parquet', part(5, 5));
    const [{ code, params }] = (await opened()).summary.warnings;
    assert.deepEqual([code, params.count, params.expected], ['data.folder.partsMissing', 2, 3]);
  });

  it('that are saved are those of the list, and no others', async () => {
    const files = ['data-00001-of-00002.arrow', 'data-00000-of-00002.arrow'];
    await folder.write(files[0], part(0, 6, 'arrow'));
    await folder.write(files[1], part(6, 3, 'arrow'));
    await folder.write('cache-0011223344556677.arrow', part(60, 3, 'arrow'));
    await folder.write('state.json', JSON.stringify({ _data_files: files.map((filename) => ({ filename })) }));
    assert.deepEqual(await firstColumn(folder.path), upTo(9));
    await folder.write('state.json', JSON.stringify({ _data_files: [{ filename: '../data.arrow' }] }));
    assert.equal((await sentenceOf(opened())).code, 'data.folder.several');
  });

  it('of a saved dictionary of data sets are those to train on', async () => {
    await folder.write('dataset_dict.json', JSON.stringify({ splits: ['test', 'train'] }));
    for (const [split, begin] of [
      ['test', 40],
      ['train', 0],
    ] as const) {
      await folder.write(`${split}/data-00000-of-00001.arrow`, part(begin, 5, 'arrow'));
      await folder.write(
        `${split}/state.json`,
        JSON.stringify({ _data_files: [{ filename: 'data-00000-of-00001.arrow' }] }),
      );
      await folder.write(`${split}/dataset_info.json`, '{}');
    }
    const { summary } = await opened();
    assert.deepEqual([summary.examples, summary.warnings[0].params.part], [5, 'train']);
    assert.deepEqual(await firstColumn(folder.path), upTo(5));
  });

  it('are refused where their columns differ, and are several where their names say no more', async () => {
    await folder.write('part-0.parquet', part(0, 5));
    await folder.write('part-1.parquet', part(5, 5, 'parquet', 'c'));
    const { code, message } = await sentenceOf(opened());
    assert.equal(code, 'data.columnar.otherParts');
    assert.match(message, /column b/);
    await folder.write('iris.parquet', part(0, 5));
    assert.equal((await sentenceOf(opened())).code, 'data.folder.several');
  });

  it('are named in the ways of their writers', () => {
    const stems = (...names: string[]) => groupParts(names).map(({ stem, names }) => [stem, names.length]);
    assert.deepEqual(stems('part-00000-2f6d-c000.snappy.parquet', 'part-00001-2f6d-c000.snappy.parquet'), [
      ['part', 2],
    ]);
    assert.deepEqual(stems('part.10.parquet', 'part.9.parquet'), [['part', 2]]);
    assert.deepEqual(groupParts(['part.10.parquet', 'part.9.parquet'])[0].names, ['part.9.parquet', 'part.10.parquet']);
    assert.deepEqual(stems('data_0.parquet', 'data_1.parquet'), [['data', 2]]);
    assert.deepEqual(stems('00000000.parquet', '00000001.parquet'), [['', 2]]);
    assert.deepEqual(stems('a.parquet', 'b.parquet'), [
      ['a', 1],
      ['b', 1],
    ]);
  });
});
