import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeData, openDataset, openStored } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { jpeg, png, sentenceOf, temporaryFolder } from '../../builders';
import { tiffFile } from './image-builders';

describe('folders of images', () => {
  const folder = temporaryFolder();
  const grey = (level: number) => () => [level, level, level] as const;
  const open = (config: Partial<DataConfig> = {}) => openDataset({ source: folder.path, ...config });

  it('read PNG and JPEG by content, with subfolders as labels', async () => {
    await folder.write('cats/1.png', png(8, 8, grey(200)));
    await folder.write('cats/2.JPG', jpeg(8, 8, grey(40)));
    await folder.write('dogs/old/3.png', jpeg(8, 8, grey(90)));
    await folder.write('dogs/notes.txt', 'Not an image.');
    await folder.write('.hidden/4.png', png(8, 8, grey(1)));
    const { summary, values, columns, source } = await open();
    assert.deepEqual([summary.format, summary.examples, summary.shape], ['images', 3, [28, 28, 1]]);
    assert.deepEqual(
      [columns[0].categories, Array.from(columns[0].values)],
      [
        ['cats', 'dogs'],
        [0, 0, 1],
      ],
    );
    const levels = [0, 1, 2].map((image) => values[image * 784]);
    for (const [i, level] of [200, 40, 90].entries()) assert.ok(Math.abs(levels[i] - level) <= 3, String(levels));
    assert.deepEqual(source(2), { path: join(folder.path, 'dogs/old/3.png') });
    assert.deepEqual(await describeData({ source: folder.path }), summary);
  });

  it('have the labels of a file that is named, in the order of their paths', async () => {
    for (const [i, name] of ['a/1', 'a/2', 'b/3'].entries()) await folder.write(`set/${name}.png`, png(4, 4, grey(i)));
    const source = join(folder.path, 'set');
    const labels = await folder.write('labels.txt', 'seven\none\nseven\n');
    const { columns, summary } = await open({ source, labels });
    assert.deepEqual(
      [summary.label, columns[0].categories, [...columns[0].values]],
      ['label', ['one', 'seven'], [1, 0, 1]],
    );
    const stored = await openStored(source, { labels, task: {} });
    assert.ok(stored.labels?.dtype === 'str');
    assert.deepEqual(await stored.labels.words({}), ['seven', 'one', 'seven']);
    assert.equal((await sentenceOf(open({ source, labels: join(folder.path, 'none.txt') }))).code, 'data.missing');
    await folder.write('labels.txt', 'seven\none\n');
    assert.equal((await sentenceOf(open({ source, labels }))).code, 'data.labels.count');
  });

  it('keep train and test apart from the labels below them', async () => {
    for (const name of ['train/a/1', 'train/b/2', 'test/a/3']) await folder.write(`x/${name}.png`, png(4, 4, grey(9)));
    const { columns } = await open();
    assert.deepEqual(
      columns.map(({ name, role, categories, values }) => [name, role, categories, Array.from(values)]),
      [
        ['label', 'label', ['a', 'b'], [0, 0, 1]],
        ['part', 'factor', ['test', 'train'], [0, 1, 1]],
      ],
    );
  });

  it('keep pixels where nothing needs scaling, and colour where there is any', async () => {
    await folder.write(
      'a.png',
      png(28, 28, (x, y) => [x * 9, y * 9, 7]),
    );
    await folder.write('b.png', png(28, 28, grey(5)));
    const { summary, values } = await open();
    assert.deepEqual([summary.shape, summary.columns, summary.warnings], [[28, 28, 3], [], []]);
    assert.deepEqual(Array.from(values.subarray((28 * 2 + 3) * 3, (28 * 2 + 3) * 3 + 3)), [27, 18, 7]);
    const luma = await open({ colour: 'grey' });
    assert.equal(luma.values[28 * 2 + 3], Math.round(0.299 * 27 + 0.587 * 18 + 0.114 * 7));
  });

  it('average areas when shrinking and blend when enlarging', async () => {
    await folder.write(
      'a.png',
      png(4, 2, (x, y) => grey(x < 2 ? 100 * y : 40)()),
    );
    await folder.write('b.png', png(4, 2, grey(0)));
    const shrunk = await open({ imageSize: 1 });
    assert.deepEqual(Array.from(shrunk.values), [Math.round((0 + 100 + 40 + 40) / 4), 0]);
    const enlarged = await open({ imageSize: 4 });
    assert.deepEqual(Array.from(enlarged.values.subarray(0, 4)), [0, 10, 30, 40]);
  });

  it('lay what is transparent on white', async () => {
    await folder.write(
      'a.png',
      png(2, 2, () => [0, 0, 0, 51]),
    );
    await folder.write(
      'b.png',
      png(2, 2, () => [0, 0, 0, 0]),
    );
    assert.deepEqual(Array.from((await open({ imageSize: 1 })).values), [204, 255]);
  });

  it('bring images of different sizes to one, and say so', async () => {
    await folder.write(
      'a.png',
      png(40, 20, (x) => grey(x >= 10 && x < 30 ? 255 : 0)()),
    );
    await folder.write('b.png', png(100, 100, grey(9)));
    const { summary, values } = await open();
    assert.deepEqual(summary.shape, [64, 64, 1]);
    assert.ok(values.subarray(0, 64 * 64).every((value) => value === 255));
    assert.deepEqual(summary.warnings, [
      {
        code: 'data.images.resized',
        params: { path: folder.path, first: '40 × 20', second: '100 × 100', height: 64, width: 64 },
      },
    ]);
  });

  it('leave damaged images out, with a warning that names the first', async () => {
    const whole = png(9, 9, grey(3));
    await folder.write('x/1.png', whole.subarray(0, 50));
    await folder.write('x/2.png', 'nothing');
    await folder.write('x/3.png', '');
    await folder.write('x/4.png', whole);
    await folder.write('y/5.png', png(9, 9, grey(4)));
    const { summary, values, columns, source } = await open();
    assert.deepEqual([summary.examples, values.length, columns[0].values.length], [2, 2 * 784, 2]);
    assert.deepEqual([values[0], values[784]], [3, 4]);
    const [warning] = summary.warnings;
    assert.deepEqual(
      [warning.code, warning.params.count, warning.params.image],
      ['data.images.leftOut', 3, join('x', '1.png')],
    );
    assert.deepEqual(source(0), { path: join(folder.path, 'x/4.png') });
  });

  it('take the size that a model was trained on', async () => {
    await folder.write('a.png', png(50, 50, grey(3)));
    const encoding = { kind: 'pixels', shape: [10, 12, 3], offset: 0, scale: 255 } as const;
    const { summary, values } = await openDataset({ source: folder.path }, { encoding });
    assert.deepEqual([summary.shape, values.length], [[10, 12, 3], 360]);
  });

  it('of 16 bits are brought to bytes by the range that they use, where that is a small part of these', async () => {
    const file = (samples: readonly number[]) =>
      tiffFile({ width: 28, height: 28, channels: 1, bits: 16, photometric: 1, samples });
    const ramp = (low: number, high: number) =>
      Array.from({ length: 784 }, (_, i) => low + Math.floor(((high - low) * i) / 783));
    await folder.write('a.tif', file(ramp(200, 2000)));
    await folder.write('b.tif', file(ramp(300, 2600)));
    const dataset = await open();
    assert.deepEqual(dataset.encoding, { kind: 'pixels', shape: [28, 28, 1], offset: 200, scale: 2400 });
    assert.deepEqual(
      [dataset.values[0], dataset.values[783], dataset.values[784], dataset.values[1567]],
      [0, 191, 11, 255],
    );
    const said = dataset.summary.warnings.find(({ code }) => code === 'data.images.depth');
    assert.deepEqual([said?.params.low, said?.params.high], [200, 2600]);
    // Other images are brought to bytes as those were, what lies beyond being clipped.
    await folder.write('b.tif', file(ramp(0, 5000)));
    const other = await openDataset({ source: folder.path }, { encoding: dataset.encoding });
    assert.deepEqual([other.values[784], other.values[1567], other.values[783]], [0, 255, 191]);
    await folder.write('b.tif', file(ramp(0, 60_000)));
    const whole = await open();
    assert.deepEqual(whole.encoding, { kind: 'pixels', shape: [28, 28, 1], offset: 0, scale: 255 });
    assert.equal(whole.values[1567], Math.round(60_000 / 257));
  });

  it('say what is wrong', async () => {
    await folder.write('a.png', 'nothing');
    await folder.write('b.png', 'nothing');
    const unreadable = await sentenceOf(open());
    assert.equal(unreadable.code, 'data.images.unreadable');
    assert.match(unreadable.message, /None of the 2 images .* first is a\.png/);
    const huge = png(2, 2, grey(1));
    huge.writeUInt32BE(0x7fffffff, 16);
    huge.writeUInt32BE(0x7fffffff, 20);
    await folder.write('a.png', huge);
    await folder.write('b.png', huge);
    assert.equal((await sentenceOf(open())).code, 'data.images.unreadable');
    const one = await folder.write('c.png', png(2, 2, grey(1)));
    const single = await sentenceOf(openDataset({ source: one }));
    assert.equal(single.code, 'data.oneImage');
    assert.ok(single.message.includes(folder.path));
  });
});
