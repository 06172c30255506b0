import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeData, openDataset } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { png, sentenceOf, temporaryFolder } from '../../builders';

describe('a table that names images', () => {
  const folder = temporaryFolder();
  const level = (value: number) => png(28, 28, () => [value, value, value]);
  const open = (config: Partial<DataConfig> = {}) => openDataset({ source: join(folder.path, 'list.csv'), ...config });
  const write = async (...lines: string[]) => {
    for (let i = 1; i <= 4; i++) await folder.write(`images/${i}.png`, level(10 * i));
    await folder.write('list.csv', ['file,kind,width', ...lines].join('\n'));
  };

  it('gives the images in its order, described by its other columns', async () => {
    await write('images/3.png,bee,1.5', 'images/1.png,ant,2', './images/../images/2.png,bee,', 'images/1.png,ant,9');
    const { summary, values, columns, source } = await open({ labels: 'kind' });
    assert.deepEqual([summary.name, summary.format, summary.kind, summary.examples], ['list', 'images', 'images', 4]);
    assert.deepEqual(summary.shape, [28, 28, 1]);
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => values[i * 784]),
      [30, 10, 20, 10],
    );
    assert.equal(summary.label, 'kind');
    assert.deepEqual(
      columns.map(({ name, role, categories, values }) => [name, role, categories, Array.from(values)]),
      [
        ['kind', 'label', ['ant', 'bee'], [1, 0, 1, 0]],
        ['width', 'factor', undefined, [1.5, 2, Number.NaN, 9]],
      ],
    );
    assert.deepEqual(source(1), { path: join(folder.path, 'images/1.png') });
    assert.deepEqual(await describeData({ source: join(folder.path, 'list.csv'), labels: 'kind' }), summary);
  });

  it('leaves out rows whose image is missing or damaged, and what describes them', async () => {
    await write('images\\1.png,a,1', 'images/9.png,b,2', 'images/bad.png,c,3', ',d,4', 'images/2.png,e,5');
    await folder.write('images/bad.png', 'nothing');
    const { summary, values, columns, source } = await open();
    assert.deepEqual([summary.examples, values[0], values[784]], [2, 10, 20]);
    assert.deepEqual(Array.from(columns.find(({ name }) => name === 'width')?.values ?? []), [1, 5]);
    assert.deepEqual(
      summary.warnings.map(({ code, params }) => [code, params.count, params.image, params.reason]),
      [['data.images.leftOut', 3, 'images/9.png', 'no such file']],
    );
    assert.deepEqual(source(1), { path: join(folder.path, 'images/2.png') });
  });

  it('has the classes of the images as their label, whatever it is called and however many there are', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `images/${1 + (i % 4)}.png,breed ${i % 120}`);
    await write();
    await folder.write('list.csv', ['path,breed', ...rows].join('\n'));
    const { summary, columns } = await open();
    assert.deepEqual([summary.label, columns[0].role, columns[0].categories?.length], ['breed', 'label', 120]);
    assert.deepEqual(summary.warnings, []);
    // Names that are each of one image are none.
    const names = Array.from({ length: 40 }, (_, i) => `images/${1 + (i % 4)}.png,name ${i}`);
    await folder.write('list.csv', ['path,who', ...names].join('\n'));
    assert.equal((await open()).summary.label, undefined);
  });

  it('gives the same images where memory does not hold all names', async () => {
    const file = (i: number) => (i % 16 === 0 ? `images/${i}/../${1 + (i % 3)}.png` : `x${i}.png`);
    await write(...Array.from({ length: 12_000 }, (_, i) => `${file(i)},${i % 3 === 0 ? 'a' : 'b'},${i}`));
    const whole = await open();
    const bounded = await open({ memory: 1 });
    assert.equal(whole.summary.examples, 750);
    assert.deepEqual(bounded.values, whole.values);
    assert.deepEqual(
      bounded.columns.map(({ name, values }) => [name, [...values]]),
      whole.columns.map(({ name, values }) => [name, [...values]]),
    );
  });

  it('refuses paths that lead out of its folder, by line', async () => {
    const outside = ['images/../../x.png', '..\\x.png', '/etc/x.png', '../x.png'];
    for (const path of outside) {
      await write('images/1.png,a,1', `${path},b,2`);
      const { code, message } = await sentenceOf(open());
      assert.equal(code, 'data.imageTable.outside', path);
      assert.match(message, /line 3: .*x\.png lies outside/);
    }
  });

  it('is a table like any other where there are no such files, or where the names are to be ignored', async () => {
    await write('images/1.png,a,1', 'images/2.png,b,2', 'images/3.png,a,4');
    assert.equal((await open({ ignore: ['file'] })).summary.kind, 'table');
    await write('photos/1.png,a,1', 'photos/2.png,b,2', 'photos/3.png,a,4');
    assert.equal((await open()).summary.kind, 'table');
    await write('images/1.png,a,1', 'notes.txt,b,2', 'images/3.png,a,4');
    assert.equal((await open()).summary.kind, 'table');
  });

  it('is read in the size that a model was trained on, and by no model of tables', async () => {
    await write('images/1.png,a,1', 'images/2.png,b,2');
    const pixels = { kind: 'pixels', shape: [14, 14, 1], offset: 0, scale: 255 } as const;
    const source = join(folder.path, 'list.csv');
    assert.deepEqual((await openDataset({ source }, { encoding: pixels })).summary.shape, [14, 14, 1]);
    const column = { name: 'width', type: 'numeric', mean: 0, deviation: 1 } as const;
    const table = await openDataset({ source }, { encoding: { kind: 'columns', columns: [column] } });
    assert.deepEqual(Array.from(table.values), [1, 2]);
    assert.equal((await sentenceOf(open({ labels: 'colour' }))).code, 'data.table.noColumn');
    await folder.write('plain.csv', 'a,b\n1,2\n3,4\n');
    const wrong = openDataset({ source: join(folder.path, 'plain.csv') }, { encoding: pixels });
    assert.equal((await sentenceOf(wrong)).code, 'data.encoding.kind');
  });
});
