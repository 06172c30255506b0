import assert from 'node:assert/strict';
import { join } from 'node:path';
import { convertStored, inspectStored, openDataset, readNpy } from '../../../../../src/dataset';
import { openStored } from '../../../../../src/dataset/formats/place';
import type { StoredData, StoredOptions } from '../../../../../src/dataset/formats/stored-data';
import type { Sentence } from '../../../../../src/protocol/errors';
import { png, sentenceOf, temporaryFolder } from '../../builders';
import { type PngParts, pngFile } from './image-builders';

async function bytesOf({ values }: StoredData): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of values.bytes({})) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

async function wordsOf({ labels }: StoredData): Promise<readonly string[]> {
  assert.ok(labels?.dtype === 'str');
  return labels.words({});
}

describe('images as stored data', () => {
  const folder = temporaryFolder();
  const open = (options: Partial<StoredOptions> = {}, name = '') =>
    openStored(join(folder.path, name), { task: {}, ...options });
  const stored = (parts: Partial<PngParts> & Pick<PngParts, 'samples'>) =>
    pngFile({ width: 2, height: 1, bits: 8, colourType: 0, ...parts });

  it('are one array in the order of their paths, labelled by subfolder', async () => {
    await folder.write('b/1.png', stored({ samples: [5, 6] }));
    await folder.write('a/2.png', stored({ samples: [3, 4] }));
    await folder.write('a/1.png', stored({ samples: [1, 2] }));
    const data = await open();
    assert.deepEqual([data.kind, data.values.dtype, data.values.shape], ['images', 'uint8', [3, 1, 2, 1]]);
    assert.deepEqual(Array.from(await bytesOf(data)), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(await wordsOf(data), ['a', 'a', 'b']);
    assert.deepEqual(data.warnings, []);
  });

  it('keep 16 bits, little-endian, and alpha', async () => {
    await folder.write('a.png', stored({ bits: 16, colourType: 4, samples: [0x0102, 0x0304, 0xfffe, 0] }));
    const data = await open();
    assert.deepEqual([data.values.dtype, data.values.shape, data.labels], ['uint16', [1, 1, 2, 2], null]);
    assert.deepEqual(Array.from(await bytesOf(data)), [2, 1, 4, 3, 0xfe, 0xff, 0, 0]);
  });

  it('get the channels that others have, with a warning', async () => {
    await folder.write('a.png', stored({ samples: [1, 2] }));
    await folder.write('b.png', stored({ colourType: 6, samples: [1, 2, 3, 4, 5, 6, 7, 8] }));
    await folder.write('c.png', stored({ colourType: 4, samples: [1, 2, 3, 4] }));
    const data = await open();
    assert.deepEqual(data.values.shape, [3, 1, 2, 4]);
    const [grey, colour] = [
      [1, 1, 1, 255, 2, 2, 2, 255],
      [1, 2, 3, 4, 5, 6, 7, 8],
    ];
    assert.deepEqual(Array.from(await bytesOf(data)), [...grey, ...colour, 1, 1, 1, 2, 3, 3, 3, 4]);
    assert.deepEqual(
      data.warnings.map(({ code, params }) => [code, params.channels, params.image]),
      [['data.images.channels', 4, 'a.png']],
    );
  });

  it('are refused where sizes or depths differ, naming the first that does', async () => {
    await folder.write('a.png', stored({ samples: [1, 2] }));
    await folder.write('b.png', stored({ samples: [1, 2] }));
    await folder.write('c.png', stored({ width: 1, height: 2, samples: [1, 2] }));
    const sizes = await sentenceOf(open());
    assert.equal(sizes.code, 'data.images.sizes');
    assert.match(sizes.message, /a\.png has 2 × 1 pixels, c\.png has 1 × 2/);
    await folder.write('c.png', stored({ bits: 16, samples: [1, 2] }));
    const depths = await sentenceOf(open());
    assert.match(depths.message, /a\.png in 8 bits, c\.png in 16/);
  });

  it('leave out what has no head, and name what cannot be decoded', async () => {
    await folder.write('a.png', 'nothing');
    await folder.write('b.png', stored({ samples: [1, 2] }));
    const whole = png(40, 40, (x, y) => [x, y, (x * y) % 256]);
    const data = await open();
    assert.deepEqual([data.values.shape[0], data.warnings[0].code], [1, 'data.images.leftOut']);
    await folder.write('b.png', whole.subarray(0, 150));
    const damaged = await open();
    assert.deepEqual(damaged.values.shape, [1, 40, 40, 4]);
    const sentence = await sentenceOf(bytesOf(damaged));
    assert.equal(sentence.code, 'data.images.undecodable');
    assert.ok(sentence.message.includes(join(folder.path, 'b.png')));
    await folder.write('b.png', 'nothing, too');
    assert.equal((await sentenceOf(open())).code, 'data.images.unreadable');
  });

  it('are inspected, converted and trained on without those that are cut off, which is said alike each time', async () => {
    const whole = png(40, 40, (x, y) => [x, y, (x * y) % 256]);
    for (const name of ['a', 'c', 'd']) await folder.write(`${name}.png`, whole);
    await folder.write('b.png', whole.subarray(0, 300));
    const said = ({ warnings }: { readonly warnings: readonly Sentence[] }) =>
      warnings.filter(({ code }) => code === 'data.images.leftOut').map(({ params }) => params);
    const leftOut = [{ count: 1, image: 'b.png', reason: 'cut off' }];
    const summary = await inspectStored(await open(), {});
    assert.deepEqual([summary.shape, said(summary)], [[3, 40, 40, 4], leftOut]);
    const out = join(folder.path, 'x.npy');
    const written = await convertStored(await open(), { out }, {});
    assert.deepEqual([written.values.shape, said(written)], [[3, 40, 40, 4], leftOut]);
    assert.deepEqual((await readNpy(out)).shape, [3, 40, 40, 4]);
    for (let time = 0; time < 3; time++) {
      const dataset = await openDataset({ source: folder.path });
      assert.deepEqual([dataset.summary.examples, said(dataset.summary)], [3, leftOut]);
    }
  });

  it('of one file are refused by its name', async () => {
    await folder.write('a.png', png(40, 40, (x, y) => [x, y, 0]).subarray(0, 40));
    const { code, message } = await sentenceOf(open({}, 'a.png'));
    assert.equal(code, 'data.images.undecodable');
    assert.ok(message.startsWith(`${join(folder.path, 'a.png')} could not be decoded (cut off)`), message);
  });

  it('are one example where there is one file, and many on a sheet', async () => {
    const samples = [1, 2, 3, 4, 5, 6, 7, 8];
    const sheet = stored({ width: 4, height: 2, samples });
    await folder.write('sheet.png', sheet);
    const whole = await open({}, 'sheet.png');
    assert.deepEqual([whole.values.shape, whole.warnings[0].code], [[1, 2, 4, 1], 'data.oneImage']);
    const tiled = await open({ tile: [1, 2] }, 'sheet.png');
    assert.deepEqual(tiled.values.shape, [4, 1, 2, 1]);
    assert.deepEqual(Array.from(await bytesOf(tiled)), samples);
    const square = await open({ tile: 2 }, 'sheet.png');
    assert.deepEqual(Array.from(await bytesOf(square)), [1, 2, 5, 6, 3, 4, 7, 8]);
    const wide = stored({ width: 4, height: 2, bits: 16, samples });
    await folder.write('sheet.png', wide);
    assert.deepEqual(
      Array.from(await bytesOf(await open({ tile: 2 }, 'sheet.png'))).filter((_, i) => i % 2 === 0),
      [1, 2, 5, 6, 3, 4, 7, 8],
    );
    const incomplete = await sentenceOf(open({ tile: 3 }, 'sheet.png'));
    assert.equal(incomplete.code, 'data.tile.incomplete');
    assert.match(incomplete.message, /4 × 2 pixels, which tiles of 3 × 3/);
  });

  it('come in pieces of some megabytes, each whole', async () => {
    const image = png(600, 500, (x, y) => [x % 256, y % 256, 0]);
    for (let i = 0; i < 9; i++) await folder.write(`${i}.png`, image);
    const data = await open();
    const sizes: number[] = [];
    for await (const piece of data.values.bytes({})) sizes.push(piece.length / (600 * 500 * 4));
    assert.deepEqual(sizes, [3, 3, 3]);
  });

  it('are refused where one changes while they are read', async () => {
    await folder.write('a.png', stored({ samples: [1, 2] }));
    const data = await open();
    await folder.write('a.png', stored({ width: 1, height: 1, samples: [1] }));
    assert.match((await sentenceOf(bytesOf(data))).message, /1 × 1 pixels instead of 2 × 1/);
  });
});
