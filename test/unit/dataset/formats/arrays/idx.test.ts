import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describeData, openDataset } from '../../../../../src/dataset';
import { idx, sentenceOf, temporaryFolder } from '../../builders';

describe('IDX files', () => {
  const folder = temporaryFolder();
  const images = (count: number) =>
    idx(
      [count, 2, 3],
      Array.from({ length: count * 6 }, (_, i) => (i * 7) % 256),
    );

  for (const [imageName, labelName] of [
    ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'],
    ['train-images.idx3-ubyte', 'train-labels.idx1-ubyte'],
    ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
    ['t10k-images-idx3-ubyte', 't10k-labels.idx1-ubyte.gz'],
  ]) {
    it(`finds the labels ${labelName} beside ${imageName}`, async () => {
      const wrap = (name: string, bytes: Buffer) => (name.endsWith('.gz') ? gzipSync(bytes) : bytes);
      const source = await folder.write(imageName, wrap(imageName, images(3)));
      await folder.write(labelName, wrap(labelName, idx([3], [7, 0, 7])));
      const { summary, values, columns, encoding } = await openDataset({ source });
      assert.deepEqual(
        [summary.kind, summary.examples, summary.shape, summary.label],
        ['images', 3, [2, 3, 1], 'label'],
      );
      assert.deepEqual(Array.from(values.subarray(0, 7)), [0, 7, 14, 21, 28, 35, 42]);
      assert.ok(values instanceof Uint8Array);
      assert.deepEqual(encoding, { kind: 'pixels', shape: [2, 3, 1], offset: 0, scale: 255 });
      assert.deepEqual(columns[0].categories, ['0', '7']);
      assert.deepEqual(Array.from(columns[0].values), [1, 0, 1]);
    });
  }

  it('reads what it is told to as labels', async () => {
    const source = await folder.write('pictures', images(2));
    await folder.write('names.txt', 'cat\ndog\n');
    const { columns } = await openDataset({ source, labels: 'names.txt' });
    assert.deepEqual(columns[0].categories, ['cat', 'dog']);
    assert.deepEqual(Array.from(columns[0].values), [0, 1]);
  });

  it('opens the training images of a folder, and describes them without their pixels', async () => {
    await folder.write('t10k-images-idx3-ubyte', images(2));
    const source = await folder.write('train-images-idx3-ubyte', images(4));
    const summary = await describeData({ source: folder.path });
    assert.deepEqual([summary.source, summary.examples, summary.warnings], [source, 4, []]);
  });

  it('keeps the first examples only, where a limit is set', async () => {
    const source = await folder.write('train-images-idx3-ubyte.gz', gzipSync(images(5)));
    await folder.write('train-labels-idx1-ubyte', idx([5], [0, 1, 2, 3, 4]));
    const { summary, values, columns } = await openDataset({ source, limit: 2 });
    assert.deepEqual([summary.examples, values.length, columns[0].values.length], [2, 12, 2]);
  });

  it('reads colour, and any of the format’s types', async () => {
    const source = await folder.write('colour', idx([2, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    assert.deepEqual((await describeData({ source })).shape, [1, 2, 3]);
    const floats = Buffer.alloc(4 + 8 + 2 * 2 * 4);
    floats.set([0, 0, 13, 2]);
    floats.writeUInt32BE(2, 4);
    floats.writeUInt32BE(2, 8);
    [1.5, -2, 2.5, 6].forEach((value, i) => {
      floats.writeFloatBE(value, 12 + 4 * i);
    });
    const vectors = await openDataset({ source: await folder.write('vectors', floats) });
    assert.deepEqual([vectors.summary.kind, vectors.summary.dtype], ['vectors', 'float32']);
    assert.deepEqual(Array.from(vectors.values), [-1, -1, 1, 1]);
  });

  it('reads back any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 24, maxLength: 24 }), fc.boolean(), async (bytes, compressed) => {
        fc.pre(bytes.some((byte) => byte > 1));
        const file = idx([4, 3, 2], bytes);
        const source = await folder.write('any', compressed ? gzipSync(file) : file);
        assert.deepEqual(Buffer.from((await openDataset({ source })).values), Buffer.from(bytes));
      }),
      { numRuns: 25 },
    );
  });

  it('says what is wrong with a file, and where', async () => {
    const whole = images(4);
    const cases: [name: string, content: Uint8Array, code: string, says: RegExp][] = [
      ['cut', whole.subarray(0, 30), 'data.truncated', /cut: |cut is cut off: it announces 40 bytes but holds 30/],
      ['cut-head', whole.subarray(0, 10), 'data.truncated', /announces 16 bytes but holds 10/],
      ['cut.gz', gzipSync(whole.subarray(0, 30)), 'data.truncated', /announces 40 bytes but holds 30/],
      ['cut-gzip.gz', gzipSync(whole).subarray(0, 40), 'data.gzip.truncated', /its 40 bytes end/],
      [
        'long',
        Buffer.concat([whole, Buffer.alloc(3)]),
        'data.overlong',
        /holds 43 bytes where its header announces 40/,
      ],
      ['labels', idx([4], [0, 1, 2, 3]), 'data.idx.labels', /holds 4 labels and no images/],
      ['huge', idx([0xffffffff, 0xffff, 0xffff], [1, 2]), 'data.truncated', /huge/],
      ['huge.gz', gzipSync(idx([0xffffffff, 0xffff, 0xffff], [1, 2])), 'data.truncated', /huge\.gz/],
      ['one', images(1), 'data.oneExample', /single example/],
      ['none', idx([0, 2, 2], []), 'data.noExamples', /no examples/],
      ['not.gz', Buffer.from([9, 0, 8, 3, 1]), 'data.gzip.not', /named \.gz .* 09 00 08 03 01/],
      ['other.gz', gzipSync(Buffer.alloc(9)), 'data.unrecognised', /begins with the bytes 00 00/],
      ['empty', Buffer.alloc(0), 'data.empty', /is empty/],
      ['empty.gz', gzipSync(Buffer.alloc(0)), 'data.empty', /is empty/],
      ['noise', Buffer.from([1, 2, 3, 4]), 'data.unrecognised', /begins with the bytes 01 02 03 04/],
    ];
    for (const [name, content, code, says] of cases) {
      const source = await folder.write(name, content);
      const sentence = await sentenceOf(openDataset({ source }));
      assert.equal(sentence.code, code, `${name}: ${sentence.message}`);
      assert.match(sentence.message, says);
      assert.ok(sentence.message.includes(source), sentence.message);
    }
  });

  it('reads damaged gzip data up to a sentence', async () => {
    const damaged = gzipSync(images(4));
    damaged[14] ^= 0xff;
    damaged[16] ^= 0xff;
    const { code } = await sentenceOf(openDataset({ source: await folder.write('damaged.gz', damaged) }));
    assert.ok(['data.gzip.damaged', 'data.gzip.truncated'].includes(code), code);
  });

  it('tells an image file under the name .gz by its content', async () => {
    const source = await folder.write('plain.gz', images(2));
    assert.equal((await openDataset({ source })).summary.examples, 2);
  });

  it('refuses labels of another length, naming both files and counts', async () => {
    const source = await folder.write('train-images-idx3-ubyte', images(4));
    const labels = await folder.write('train-labels-idx1-ubyte', idx([3], [0, 1, 2]));
    const { code, message } = await sentenceOf(openDataset({ source }));
    assert.equal(code, 'data.labels.count');
    assert.equal(
      message,
      `${source} has 4 examples, but ${labels} has 3 labels. Choose labels that belong to these examples.`,
    );
  });

  it('does not open a folder of nothing', async () => {
    await mkdir(join(folder.path, 'below'));
    assert.equal((await sentenceOf(openDataset({ source: folder.path }))).code, 'data.folder.none');
  });
});
