import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../../src/dataset';
import { fingerprint, openDataset, readExclusion } from '../../../src/dataset';
import { encodeNpy, readNpy } from '../../../src/dataset/formats/npy/npy';
import { exportSelection, type SelectableRun } from '../../../src/export/export-selection';
import type { DataConfig } from '../../../src/protocol/config';
import { wholeData } from '../../../src/trainer/run-data';
import { png, sentenceOf, temporaryFolder } from '../dataset/builders';

const ids = (dataset: Dataset, name: string) => {
  const { values, categories } = dataset.columns.find((column) => column.name === name)!;
  return Array.from(values, (value) => categories?.[value] ?? value);
};

describe('a selection that is taken away', () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder.path, name);
  const open = async (config: DataConfig): Promise<SelectableRun & { readonly dataset: Dataset }> => {
    const dataset = await openDataset(config);
    const exclusion = config.exclude === undefined ? undefined : await readExclusion(config.exclude);
    return { dataset, data: wholeData(dataset), fingerprint: fingerprint(dataset), name: 'data', exclusion };
  };
  const images = async () => {
    for (const [label, colour] of [
      ['cats', 40],
      ['dogs', 200],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        await folder.write(
          `pets/${label}/a, ${i}.png`,
          png(4, 4, () => [colour + i, 0, 0]),
        );
      }
    }
    return open({ source: place('pets'), imageSize: 4 });
  };
  const table = () =>
    folder
      .write(
        'rows.csv',
        `day,name,value,kind\n${[...'abcdefgh'].map((id, i) => `2024-01-0${i + 1},row ${id},${i === 7 ? 1e9 : i / 10},${i % 2 ? 'odd' : 'even'}\n`).join('')}`,
      )
      .then((source) => open({ source, roles: { name: 'id' }, labels: 'kind' }));

  it('is a list of files, or of lines with what names them', async () => {
    await exportSelection(await images(), place('list.txt'), 'list', Uint32Array.of(0, 4));
    assert.equal(
      await readFile(place('list.txt'), 'utf8'),
      `${place('pets/cats/a, 0.png')}\n${place('pets/dogs/a, 1.png')}\n`,
    );
    await exportSelection(await table(), place('list.csv'), 'list', Uint32Array.of(1, 3));
    const path = place('rows.csv');
    assert.equal(
      await readFile(place('list.csv'), 'utf8'),
      `example,file,line,name,kind\n1,${path},3,row b,odd\n3,${path},5,row d,odd\n`,
    );
  });

  it('is a data set of images, which lie below its list', async () => {
    const run = await images();
    await exportSelection(run, place('some.csv'), 'dataset', Uint32Array.of(1, 3, 5));
    const some = await openDataset({ source: place('some.csv'), imageSize: 4 });
    assert.deepEqual(ids(some, 'label'), ['cats', 'dogs', 'dogs']);
    assert.equal(some.source(1)?.path, place('pets/dogs/a, 0.png'));
    const inside = exportSelection(run, place('pets/cats/some.csv'), 'dataset', Uint32Array.of(1, 3));
    const { code, message } = await sentenceOf(inside);
    assert.equal(code, 'export.imagesOutside');
    assert.ok(message.includes(`Save it in ${place('pets')}, or above`), message);
  });

  it('is a data set of rows, exactly', async () => {
    const run = await table();
    await exportSelection(run, place('some.csv'), 'dataset', Uint32Array.of(0, 2, 7));
    const some = await openDataset({ source: place('some.csv'), labels: 'kind', roles: { name: 'id' } });
    assert.deepEqual(
      ids(some, 'value').map((value) => Math.fround(Number(value))),
      [0, 0.2, 1e9].map(Math.fround),
    );
    assert.match(await readFile(place('some.csv'), 'utf8'), /2024-01-03.*row c/s);
  });

  it('is a data set of an array with its labels beside it', async () => {
    const values = Uint8Array.from({ length: 5 * 4 }, (_, i) => i);
    await folder.write('digits.npy', encodeNpy(values, [5, 2, 2]));
    await folder.write('digits_labels.npy', encodeNpy(Uint8Array.of(3, 4, 3, 4, 3), [5]));
    const run = await open({ source: place('digits.npy') });
    const { paths } = await exportSelection(run, place('some.npy'), 'dataset', Uint32Array.of(1, 2, 4));
    assert.deepEqual(paths, [place('some.npy'), place('some_labels.npy')]);
    const some = await openDataset({ source: place('some.npy') });
    assert.deepEqual(
      [some.summary.shape, ids(some, some.summary.label!)],
      [
        [2, 2, 1],
        ['4', '3', '3'],
      ],
    );
    assert.deepEqual([...((await readNpy(place('some.npy'))).data as Uint8Array)].slice(0, 5), [4, 5, 6, 7, 8]);
  });

  it('is left out by a configuration, and what is fitted is fitted without it', async () => {
    const source = place('rows.csv');
    const run = await table();
    await exportSelection(run, place('odd.exclude.json'), 'exclude', Uint32Array.of(1, 7));
    assert.deepEqual((await readExclusion(place('odd.exclude.json'))).list, {
      version: 1,
      data: 'data',
      examples: 8,
      fingerprint: run.fingerprint,
      exclude: [
        [1, 1],
        [7, 7],
      ],
    });
    const config = { source, roles: { name: 'id' }, labels: 'kind', exclude: place('odd.exclude.json') } as const;
    const left = await open(config);
    const { dataset } = left;
    assert.deepEqual([dataset.summary.examples, dataset.summary.excluded], [6, 2]);
    assert.deepEqual(
      ids(dataset, 'name'),
      [...'acdefg'].map((id) => `row ${id}`),
    );
    assert.deepEqual(dataset.source(1), { path: source, line: 4 });
    // As if the table had been without those rows from the beginning.
    const lines = (await readFile(source, 'utf8')).split('\n');
    await writeFile(place('without.csv'), lines.filter((line) => !/row [bh]/.test(line)).join('\n'));
    const fresh = await openDataset({ source: place('without.csv'), roles: { name: 'id' }, labels: 'kind' });
    assert.equal(dataset.values.length, fresh.values.length);
    for (const [i, value] of fresh.values.entries()) assert.ok(Math.abs(dataset.values[i] - value) < 1e-5, `${i}`);
    // Another one of that run has the numbers of all, and those that it left out.
    await exportSelection(left, place('more.exclude.json'), 'exclude', Uint32Array.of(0, 1));
    assert.deepEqual((await readExclusion(place('more.exclude.json'))).list.exclude, [
      [0, 2],
      [7, 7],
    ]);
    const less = await openDataset({ ...config, exclude: place('more.exclude.json') });
    assert.deepEqual(
      ids(less, 'name'),
      [...'defg'].map((id) => `row ${id}`),
    );
  });

  it('is left out of data that are read in pieces', async () => {
    const rows = 4000;
    const width = 100;
    const values = Float32Array.from({ length: rows * width }, (_, i) => Math.floor(i / width));
    await folder.write('long.npy', encodeNpy(values, [rows, width]));
    const config = { source: place('long.npy'), memory: 1 };
    const whole = await open(config);
    assert.ok(whole.dataset.stream);
    await exportSelection(whole, place('some.exclude.json'), 'exclude', Uint32Array.of(0, 5, 6));
    const left = await open({ ...config, exclude: place('some.exclude.json') });
    const { stream, summary } = left.dataset;
    const gone = [0, 5, 6].map((index) => whole.dataset.stream!.placeOf(index));
    assert.deepEqual([summary.streamed, stream?.examples], [rows - 3, rows - 3]);
    const staying = Array.from({ length: rows }, (_, i) => i).filter((i) => !gone.includes(i));
    const all = await whole.dataset.stream!.read(0, rows);
    for (const [begin, end] of [
      [0, 1],
      [0, 50],
      [1000, 1100],
      [rows - 4, rows - 3],
    ]) {
      const read = await stream!.read(begin, end);
      const expected = staying.slice(begin, end).map((row) => all[row * width]);
      assert.deepEqual(
        Array.from({ length: end - begin }, (_, i) => read[i * width]),
        expected,
      );
    }
    for (let index = 0; index < summary.examples; index++) {
      assert.equal(staying[stream!.placeOf(index)], left.dataset.origin!(index));
    }
    await stream!.close();
    await whole.dataset.stream!.close();
  });

  it('is refused where it is of other data, newer, or broken', async () => {
    const run = await table();
    await exportSelection(run, place('list.exclude.json'), 'exclude', Uint32Array.of(1));
    const list = JSON.parse(await readFile(place('list.exclude.json'), 'utf8'));
    const failing = async (change: object, config: Partial<DataConfig> = {}) => {
      const exclude = await folder.write('changed.json', JSON.stringify({ ...list, ...change }));
      return (
        await sentenceOf(
          openDataset({ source: place('rows.csv'), labels: 'kind', roles: { name: 'id' }, ...config, exclude }),
        )
      ).code;
    };
    assert.equal(await failing({}, { limit: 7 }), 'exclude.otherData');
    assert.equal(await failing({ fingerprint: 'another' }), 'exclude.otherData');
    assert.equal(await failing({ version: 2, more: true }), 'exclude.newer');
    assert.equal(await failing({ more: true }), 'exclude.unreadable');
    assert.equal(await failing({ exclude: [[3, 2]] }), 'exclude.unreadable');
    assert.equal(await failing({ exclude: [[0, 8]] }), 'exclude.unreadable');
    assert.equal(await failing({ exclude: [[0, 6]] }), 'exclude.all');
    const absent = sentenceOf(openDataset({ source: place('rows.csv'), exclude: place('absent.json') }));
    assert.equal((await absent).code, 'exclude.unreadable');
  });
});
