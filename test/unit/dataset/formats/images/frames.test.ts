import assert from 'node:assert/strict';
import type sharpModule from 'sharp';
import { openDataset, writeNpy } from '../../../../../src/dataset';
import { decodeBytes, headOfBytes } from '../../../../../src/dataset/formats/images/decode';
import { nativeDecoder } from '../../../../../src/dataset/formats/images/native-decoder';
import { openStored } from '../../../../../src/dataset/formats/place';
import type { Sentence } from '../../../../../src/protocol/errors';
import { need } from '../../../../harness/need';
import { png, sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf } from '../arrays/readers';
import { pngChunk, pngFile } from './image-builders';

describe('Pages and frames of a file', () => {
  const folder = temporaryFolder();
  before(function () {
    need(this, nativeDecoder(), 'sharp');
  });

  /** Frames that are each of one grey. */
  const frames = [10, 80, 200, 250];
  const animated = (format: 'gif' | 'webp') => {
    const sharp: typeof sharpModule = require('sharp');
    const rows = frames.flatMap((grey) => Array<number>(8 * 6 * 3).fill(grey));
    const raw = { width: 8, height: 6 * frames.length, channels: 3, pageHeight: 6 } as const;
    const image = sharp(Buffer.from(rows), { raw });
    return format === 'gif'
      ? image.gif({ delay: 100 }).toBuffer()
      : image.webp({ lossless: true, delay: 100 }).toBuffer();
  };

  it('are examples of their own, in their order', async () => {
    for (const format of ['gif', 'webp'] as const) {
      const path = await folder.write(`a.${format}`, await animated(format));
      const { values, labels } = await openStored(path, { task: {} });
      assert.equal(labels, null);
      assert.deepEqual(values.shape.slice(0, 3), [4, 6, 8]);
      const bytes = await bytesOf(values);
      const size = bytes.length / 4;
      assert.deepEqual(
        [0, 1, 2, 3].map((i) => bytes[i * size]),
        frames,
        format,
      );
      const { summary, values: encoded } = await openDataset({ source: path });
      assert.deepEqual([summary.kind, summary.examples, summary.shape], ['images', 4, [28, 28, 1]]);
      assert.deepEqual(
        [0, 1, 2, 3].map((i) => encoded[i * 28 * 28]),
        frames,
      );
    }
  });

  it('are left out one by one where they are damaged', async () => {
    const content = Buffer.from(await animated('webp'));
    const last = content.lastIndexOf('VP8L');
    // What follows the size of the last frame.
    content.fill(0xff, last + 13);
    const source = await folder.write('damaged.webp', content);
    const { summary, values } = await openDataset({ source });
    assert.equal(summary.examples, 3);
    assert.deepEqual(
      [0, 1, 2].map((i) => values[i * 28 * 28]),
      frames.slice(0, 3),
    );
    const said = summary.warnings.find(({ code }) => code === 'data.images.leftOut');
    assert.deepEqual([said?.params.count, said?.params.reason], [1, 'damaged']);
  });

  it('have labels where a file is named, and a limit', async () => {
    const source = await folder.write('a.gif', await animated('gif'));
    await writeNpy(await folder.write('l.npy', ''), Int32Array.of(3, 3, 5, 5), [4]);
    const { columns, summary } = await openDataset({ source, labels: 'l.npy', limit: 2 });
    assert.deepEqual([summary.examples, summary.label, columns[0].categories], [2, 'label', ['3', '5']]);
    await writeNpy(await folder.write('l.npy', ''), Int32Array.of(3, 3), [2]);
    assert.equal((await sentenceOf(openDataset({ source, labels: 'l.npy' }))).code, 'data.labels.count');
  });

  it('are one in a folder, which is said, and none of a single picture', async () => {
    const source = `${folder.path}/set`;
    const plain = png(8, 6, () => [1, 2, 3]);
    await folder.write('set/a.png', plain);
    await folder.write('set/b.gif', await animated('gif'));
    await folder.write('set/c.png', plain);
    await folder.write('set/d.webp', await animated('webp'));
    const said = { code: 'data.images.frames', params: { path: source, count: 2, image: 'b.gif', frames: 4 } };
    const framesIn = (warnings: readonly Sentence[]) => warnings.filter(({ code }) => code === said.code);
    const { summary } = await openDataset({ source });
    assert.equal(summary.examples, 4);
    assert.deepEqual(framesIn(summary.warnings), [said]);
    assert.deepEqual(framesIn((await openStored(source, { task: {} })).warnings), [said]);
  });

  it('of an animated PNG are counted, with a picture that stands before the animation', async () => {
    const chunk = (type: string, ...words: number[]) => {
      const data = Buffer.alloc(4 * words.length);
      words.forEach((word, i) => void data.writeUInt32BE(word, 4 * i));
      return pngChunk(type, data);
    };
    const written = (...chunks: Buffer[]) =>
      pngFile({ width: 2, height: 1, bits: 8, colourType: 0, samples: [7, 9], chunks });
    for (const [frames, chunks] of [
      [5, [chunk('acTL', 5, 0), chunk('fcTL', 0)]],
      [6, [chunk('acTL', 5, 0)]],
      [2, [chunk('acTL', 1, 0)]],
    ] as const) {
      const bytes = written(...chunks);
      for (const native of [nativeDecoder(), null]) assert.equal((await decodeBytes(bytes, native)).frames, frames);
      assert.equal((await headOfBytes(bytes)).frames, frames);
    }
    for (const chunks of [[], [chunk('acTL', 1, 0), chunk('fcTL', 0)]]) {
      assert.equal((await decodeBytes(written(...chunks), null)).frames, undefined);
    }
  });

  it('are one where a sheet is divided, which is said', async () => {
    const source = await folder.write('sheet.gif', await animated('gif'));
    const said = [{ code: 'data.images.frames', params: { path: source, count: 1, image: 'sheet.gif', frames: 4 } }];
    assert.deepEqual((await openDataset({ source, tile: 2 })).summary.warnings, said);
    assert.deepEqual((await openStored(source, { tile: 2, task: {} })).warnings, said);
  });

  it('are not of a single picture', async () => {
    const single = await folder.write(
      'one.png',
      png(4, 4, () => [1, 2, 3]),
    );
    assert.equal((await sentenceOf(openDataset({ source: single }))).code, 'data.oneImage');
  });
});
