import assert from 'node:assert/strict';
import { describeData, openDataset } from '../../../../../src/dataset';
import type { DataConfig } from '../../../../../src/protocol/config';
import { png, sentenceOf, temporaryFolder } from '../../builders';
import { pngFile } from './image-builders';

describe('a sheet of images', () => {
  const folder = temporaryFolder();
  /** 3 rows of 4 tiles of 2 × 3 pixels; tile i is of level 10 i, its last pixel one more. */
  const sheet = () => {
    const samples = Array.from({ length: 6 * 12 }, (_, at) => {
      const [x, y] = [at % 12, Math.floor(at / 12)];
      const tile = Math.floor(y / 2) * 4 + Math.floor(x / 3);
      return 10 * tile + (x % 3 === 2 && y % 2 === 1 ? 1 : 0);
    });
    return folder.write('sheet.png', pngFile({ width: 12, height: 6, bits: 8, colourType: 0, samples }));
  };
  const open = async (config: Partial<DataConfig>) => openDataset({ source: await sheet(), ...config });

  it('gives its tiles row by row, as they are', async () => {
    const { summary, values, source } = await open({ tile: [2, 3] });
    assert.deepEqual([summary.name, summary.format, summary.examples], ['sheet', 'images', 12]);
    assert.deepEqual([summary.shape, values.length], [[2, 3, 1], 72]);
    for (let tile = 0; tile < 12; tile++) {
      const level = 10 * tile;
      const expected = [level, level, level, level, level, level + 1];
      assert.deepEqual(Array.from(values.subarray(6 * tile, 6 * tile + 6)), expected);
    }
    assert.deepEqual(source(11), { path: await sheet() });
    assert.deepEqual(await describeData({ source: await sheet(), tile: [2, 3] }), summary);
  });

  it('has square tiles by one number, a first part, another size and colour by choice', async () => {
    const { summary, values } = await open({ tile: 3, limit: 5, imageSize: 1, colour: 'colour' });
    assert.deepEqual([summary.examples, summary.shape, values.length], [5, [1, 1, 3], 15]);
    assert.deepEqual(Array.from(values.subarray(0, 3)), [13, 13, 13]);
    const path = await folder.write(
      'red.png',
      png(4, 2, (x) => [x * 50, 0, 0]),
    );
    assert.deepEqual((await openDataset({ source: path, tile: 2 })).summary.shape, [2, 2, 3]);
  });

  it('has labels where a file is named for them', async () => {
    await folder.write('labels.txt', Array.from('abcabcabcabc').join('\n'));
    const { summary, columns } = await open({ tile: [2, 3], labels: 'labels.txt', limit: 4 });
    assert.equal(summary.label, 'label');
    assert.deepEqual(
      [columns[0].categories, Array.from(columns[0].values)],
      [
        ['a', 'b', 'c'],
        [0, 1, 2, 0],
      ],
    );
    await folder.write('sorted.txt', Array.from('aaaaaabbbbbb').join('\n'));
    const sampled = await open({ tile: [2, 3], labels: 'sorted.txt', limit: 4 });
    assert.deepEqual(Array.from(sampled.columns[0].values), [0, 0, 1, 1]);
    const levels = [0, 1, 2, 3].map((i) => sampled.values[6 * i]);
    assert.deepEqual(levels, [10, 40, 70, 100]);
    const wrong = await sentenceOf(open({ tile: 6, labels: 'labels.txt' }));
    assert.match(wrong.message, /has 2 examples, but .*labels\.txt has 12 labels/);
  });

  it('of 16 bits is scaled by the range it uses, where that is a small part of them, and by that of an encoding', async () => {
    const at = (samples: number[]) => pngFile({ width: 4, height: 1, bits: 16, colourType: 0, samples });
    const dim = await folder.write('dim.png', at([200, 680, 1160, 2600]));
    const { encoding, values, summary } = await openDataset({ source: dim, tile: [1, 2] });
    assert.deepEqual(encoding, { kind: 'pixels', shape: [1, 2, 1], offset: 200, scale: 2400 });
    assert.deepEqual(Array.from(values), [0, 51, 102, 255]);
    const [said] = summary.warnings;
    assert.deepEqual([said.code, said.params.low, said.params.high], ['data.images.depth', 200, 2600]);
    const other = await folder.write('other.png', at([200, 2600, 5000, 65535]));
    const whole = await openDataset({ source: other, tile: [1, 2] });
    assert.deepEqual([Array.from(whole.values), whole.summary.warnings], [[1, 10, 19, 255], []]);
    const trained = await openDataset({ source: other, tile: [1, 2] }, { encoding });
    assert.deepEqual(Array.from(trained.values), [0, 255, 255, 255]);
  });

  it('is brought to the size that a model was trained on', async () => {
    const encoding = { kind: 'pixels', shape: [4, 4, 1], offset: 0, scale: 255 } as const;
    const { summary } = await openDataset({ source: await sheet(), tile: 6 }, { encoding });
    assert.deepEqual(summary.shape, [4, 4, 1]);
  });

  it('is refused without a size, with one that does not fit, and where it is damaged', async () => {
    const without = await sentenceOf(open({}));
    assert.equal(without.code, 'data.oneImage');
    assert.match(without.message, /the tile setting/);
    const incomplete = await sentenceOf(open({ tile: [4, 3] }));
    assert.equal(incomplete.code, 'data.tile.incomplete');
    assert.match(incomplete.message, /12 × 6 pixels, which tiles of 3 × 4/);
    assert.equal((await sentenceOf(open({ tile: [6, 5] }))).code, 'data.tile.incomplete');
    const cut = await folder.write('cut.png', png(60, 60, (x, y) => [x, y, x ^ y]).subarray(0, 200));
    assert.equal((await sentenceOf(openDataset({ source: cut, tile: 30 }))).code, 'data.images.undecodable');
  });

  it('that memory does not hold is refused, whether by itself or by the pictures on it', async () => {
    const path = await folder.write(
      'large.png',
      png(640, 640, (x, y) => [x & 255, y & 255, 0]),
    );
    const refused = await sentenceOf(openDataset({ source: path, tile: 64, memory: 1 }));
    assert.equal(refused.code, 'data.tile.memory');
    assert.match(refused.message, /takes 2 MB of memory, more than the limit of 1 MB/);
    const { summary } = await openDataset({ source: path, tile: 64, memory: 4 });
    assert.equal(summary.examples, 100);
    const enlarged = await sentenceOf(openDataset({ source: path, tile: 8, imageSize: 64, memory: 4 }));
    assert.equal(enlarged.code, 'data.tile.memory');
    await openDataset({ source: path, tile: 8, imageSize: 64, memory: 4, limit: 100 });
  });
});
