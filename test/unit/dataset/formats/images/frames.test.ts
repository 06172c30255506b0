import assert from 'node:assert/strict';
import type sharpModule from 'sharp';
import { openDataset, writeNpy } from '../../../../../src/dataset';
import { nativeDecoder } from '../../../../../src/dataset/formats/images/native-decoder';
import { openStored } from '../../../../../src/dataset/formats/place';
import { need } from '../../../../harness/need';
import { png, sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf } from '../arrays/readers';

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

  it('have labels where a file is named, and a limit', async () => {
    const source = await folder.write('a.gif', await animated('gif'));
    await writeNpy(await folder.write('l.npy', ''), Int32Array.of(3, 3, 5, 5), [4]);
    const { columns, summary } = await openDataset({ source, labels: 'l.npy', limit: 2 });
    assert.deepEqual([summary.examples, summary.label, columns[0].categories], [2, 'label', ['3', '5']]);
    await writeNpy(await folder.write('l.npy', ''), Int32Array.of(3, 3), [2]);
    assert.equal((await sentenceOf(openDataset({ source, labels: 'l.npy' }))).code, 'data.labels.count');
  });

  it('are one in a folder, and none of a single picture', async () => {
    await folder.write('set/a.gif', await animated('gif'));
    await folder.write('set/b.gif', await animated('gif'));
    assert.equal((await openDataset({ source: `${folder.path}/set` })).summary.examples, 2);
    const single = await folder.write(
      'one.png',
      png(4, 4, () => [1, 2, 3]),
    );
    assert.equal((await sentenceOf(openDataset({ source: single }))).code, 'data.oneImage');
  });
});
