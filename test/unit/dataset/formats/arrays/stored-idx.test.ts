import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openDataset } from '../../../../../src/dataset';
import { idx, sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf, open } from './readers';

const types = [
  [8, 'uint8', 1],
  [9, 'int8', 1],
  [11, 'int16', 2],
  [12, 'int32', 4],
  [13, 'float32', 4],
  [14, 'float64', 8],
] as const;

/** An IDX file of any type; `elements` are the bytes of little-endian ones. */
function idxOf(code: number, sizes: readonly number[], elements: Uint8Array, bytes: number): Buffer {
  const body = Buffer.from(elements);
  for (let at = 0; at < body.length; at += bytes) body.subarray(at, at + bytes).reverse();
  const file = idx(sizes, body);
  file[2] = code;
  return file;
}

describe('Stored IDX files', () => {
  const folder = temporaryFolder();

  it('are read, of any type and rank, plain or in any number of gzip members', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...types),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        fc.array(fc.nat(), { maxLength: 3 }),
        async ([code, dtype, bytes], sizes, stream, cuts) => {
          const length = sizes.reduce((product, size) => product * size, bytes);
          const elements = Uint8Array.from(stream.take(length));
          const file = idxOf(code, sizes, elements, bytes);
          const ends = [...cuts.map((cut) => cut % file.length), file.length].sort((a, b) => a - b);
          const members = ends.map((end, i) => gzipSync(file.subarray(i === 0 ? 0 : ends[i - 1], end)));
          const { kind, values } = await open(
            await folder.write('any', cuts.length === 0 ? file : Buffer.concat(members)),
          );
          assert.deepEqual([kind, values.dtype, values.shape], ['idx', dtype, sizes]);
          assert.deepEqual(await bytesOf(values), Buffer.from(elements));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are read where a gzip member ends where a piece of the file does', async () => {
    const file = idx([3 << 20], new Uint8Array(3 << 20).fill(7));
    const piece = 1 << 20;
    // Bytes that are only stored: a member is longer by a constant than what goes into it.
    const stored = (part: Uint8Array) => gzipSync(part, { level: 0 });
    const end = piece - (stored(file.subarray(0, piece - 1000)).length - (piece - 1000));
    assert.equal(stored(file.subarray(0, end)).length, piece);
    for (const shift of [-1, 0, 1]) {
      const members = [file.subarray(0, end + shift), file.subarray(end + shift)].map(stored);
      const { values } = await open(await folder.write('members.gz', Buffer.concat(members)));
      assert.ok((await bytesOf(values)).equals(file.subarray(8)));
    }
  });

  it('of labels alone are looked at, but not trained on', async () => {
    const path = await folder.write('train-labels-idx1-ubyte', idx([4], [1, 0, 1, 1]));
    const { values } = await open(path);
    assert.deepEqual([values.shape, [...(await bytesOf(values))]], [[4], [1, 0, 1, 1]]);
    assert.equal((await sentenceOf(openDataset({ source: path }))).code, 'data.idx.labels');
  });

  it('have the labels that lie beside them, for vectors and colour images as well', async () => {
    for (const [images, labels, sizes] of [
      ['train-images-idx2-ubyte', 'train-labels-idx1-ubyte', [2, 3]],
      ['train-images.idx3-ubyte.gz', 'train-labels.idx1-ubyte', [2, 3, 1]],
      ['t10k-images-idx4-ubyte', 't10k-labels.idx1-ubyte.gz', [2, 1, 1, 3]],
      ['TEST-IMAGES', 'TEST-LABELS', [2, 3, 1]],
    ] as const) {
      const file = idx(sizes, [1, 2, 3, 4, 5, 6]);
      const path = await folder.write(`${labels}/${images}`, images.endsWith('.gz') ? gzipSync(file) : file);
      const beside = idx([2], [7, 8]);
      await folder.write(`${labels}/${labels}`, labels.endsWith('.gz') ? gzipSync(beside) : beside);
      const data = await open(path);
      assert.ok(data.labels && data.labels.dtype !== 'str', images);
      assert.deepEqual([...(await bytesOf(data.labels))], [7, 8]);
    }
  });

  it('end with their last element, also where they are compressed', async () => {
    const long = Buffer.concat([idx([2, 2], [1, 2, 3, 4]), Buffer.from([5])]);
    const { values } = await open(await folder.write('long.gz', gzipSync(long)));
    assert.equal((await sentenceOf(bytesOf(values))).code, 'data.overlong');
    assert.equal((await sentenceOf(open(await folder.write('long', long)))).code, 'data.overlong');
    const damaged = gzipSync(idx([2, 2], [1, 2, 3, 4]));
    damaged[damaged.length - 5] ^= 1;
    assert.equal((await sentenceOf(open(await folder.write('sum.gz', damaged)))).code, 'data.gzip.damaged');
  });
});
