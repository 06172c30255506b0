import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openDataset } from '../../../../src/dataset';
import { keep, sampleOf } from '../../../../src/dataset/examples/limit';
import { readExamples } from '../../../../src/dataset/formats/arrays/array-sample';
import { readNpyHead } from '../../../../src/dataset/formats/npy/npy';
import type { DataConfig } from '../../../../src/protocol/config';
import { descr, idx, npyWith, png, temporaryFolder } from '../builders';

const repeat = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);

describe('a limit', () => {
  const folder = temporaryFolder();

  it('keeps the first examples where they are as good as any', () => {
    const first = { count: 4, indices: null };
    assert.deepEqual(keep(8, 4), first);
    assert.deepEqual(keep(8, 4, [0, 1, 0, 1, 0, 1, 0, 1]), first);
    assert.deepEqual(keep(8, 4, repeat(8, 'one')), first);
    assert.deepEqual(keep(8, 4, [1, 2, 3, 4, 5, 6, 7, 8]), first);
  });

  it('keeps all that there are', () => {
    assert.deepEqual(keep(3), { count: 3, indices: null });
    assert.deepEqual(keep(3, 5, [0, 0, 1]), { count: 3, indices: null });
  });

  it('samples evenly where the first are of too few classes', () => {
    const sorted = [...repeat(4, 0), ...repeat(4, 1), ...repeat(4, 2)];
    assert.deepEqual([...(keep(12, 3, sorted).indices ?? [])], [2, 6, 10]);
    assert.deepEqual([...(keep(12, 6, sorted).indices ?? [])], [1, 3, 5, 7, 9, 11]);
    assert.deepEqual(keep(12, 9, sorted), { count: 9, indices: null });
  });

  it('takes a missing label for no class', () => {
    assert.equal(keep(4, 2, ['a', 'a', '', '']).indices, null);
    assert.equal(keep(4, 2, [1, 1, Number.NaN, Number.NaN]).indices, null);
  });

  it('takes a sample of tables and texts, or their first examples, the same each time', async () => {
    const source = await folder.write(
      't.csv',
      `a,b\n${Array.from({ length: 1000 }, (_, i) => `${i + 0.5},${i % 7}`).join('\n')}\n`,
    );
    const linesOf = async (config: Partial<DataConfig>) => {
      const { summary, source: placeOf } = await openDataset({ source, ...config });
      return Array.from({ length: summary.examples }, (_, i) => placeOf(i)?.line ?? 0);
    };
    assert.deepEqual(await linesOf({ limit: 4, take: 'first' }), [2, 3, 4, 5]);
    const sample = await linesOf({ limit: 50 });
    assert.deepEqual(await linesOf({ limit: 50, take: 'sample' }), sample);
    assert.equal(new Set(sample).size, 50);
    for (const [i, line] of sample.entries()) assert.ok(line - 2 >= 20 * i && line - 2 < 20 * (i + 1), `${line}`);
    const lines = Array.from({ length: 300 }, (_, i) => `name number ${i}`);
    const text = await folder.write('t.txt', lines.join('\n'));
    const { summary, source: placeOf, values } = await openDataset({ source: text, limit: 30 });
    assert.deepEqual([summary.kind, summary.examples, values.length], ['text', 30, 30 * summary.shape[0]]);
    for (let i = 0; i < 30; i++) {
      const line = placeOf(i)?.line ?? 0;
      assert.ok(line - 1 >= 10 * i && line - 1 < 10 * (i + 1), `${line}`);
    }
    const first = await openDataset({ source: text, limit: 30, take: 'first' });
    assert.equal(first.source(29)?.line, 30);
  });

  it('samples as many of any number, ascending, none twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (a, b) => {
        const [examples, count] = [Math.max(a, b), Math.min(a, b)];
        const sample = sampleOf(examples, count);
        assert.equal(sample.length, count);
        assert.ok(sample.every((place, i) => place < examples && (i === 0 || place > sample[i - 1])));
      }),
    );
  });

  it('keeps as many as were asked for, in order, none twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (examples, limit) => {
        const { count, indices } = keep(
          examples,
          limit,
          Array.from({ length: examples }, (_, i) => Math.floor(i / 7)),
        );
        assert.equal(count, Math.min(examples, limit));
        if (!indices) return;
        assert.equal(indices.length, count);
        assert.ok(indices.every((index, i) => index < examples && (i === 0 || index > indices[i - 1])));
      }),
    );
  });

  for (const packed of [false, true]) {
    it(`samples a sorted array with its labels${packed ? ', also where that is packed' : ''}`, async () => {
      const images = idx(
        [6, 2, 2],
        Array.from({ length: 24 }, (_, i) => i),
      );
      const source = await folder.write(
        `train-images-idx3-ubyte${packed ? '.gz' : ''}`,
        packed ? gzipSync(images) : images,
      );
      await folder.write('train-labels-idx1-ubyte', idx([6], [3, 3, 3, 8, 8, 8]));
      const { summary, values, columns } = await openDataset({ source, limit: 2 });
      assert.equal(summary.examples, 2);
      assert.deepEqual([...values], [4, 5, 6, 7, 16, 17, 18, 19]);
      assert.deepEqual([...columns[0].values], [0, 1]);
      assert.deepEqual(columns[0].categories, ['3', '8']);
    });
  }

  it('samples a folder sorted into classes', async () => {
    for (const name of ['cat', 'dog'])
      for (let i = 0; i < 4; i++)
        await folder.write(
          `${name}/${i}.png`,
          png(8, 8, () => [i * 10, 0, 0]),
        );
    const dataset = await openDataset({ source: folder.path, limit: 4 });
    assert.deepEqual([...dataset.columns[0].values], [0, 0, 1, 1]);
    assert.match(dataset.source(3)?.path ?? '', /dog.3\.png$/);
  });

  it('reads the examples that it samples, wherever pieces of the file end', async () => {
    // Some larger than a piece, in both orders of the axes and of the bytes.
    for (const [rows, columns, fortran, order] of [
      [5, 700_001, false, '<'],
      [700_001, 5, false, '>'],
      [11, 90_001, true, '<'],
    ] as const) {
      const at = (row: number, column: number) => (row * 31 + column * 7) % 32_749;
      const bytes = Buffer.alloc(rows * columns * 2);
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const place = 2 * (fortran ? column * rows + row : row * columns + column);
          if (order === '<') bytes.writeInt16LE(at(row, column), place);
          else bytes.writeInt16BE(at(row, column), place);
        }
      const path = await folder.write('a.npy', npyWith(descr(`${order}i2`, [rows, columns], fortran), bytes));
      const indices = Uint32Array.of(0, 1, 3, rows - 1);
      const data = await readExamples(await readNpyHead(path), indices, {});
      assert.equal(data.length, indices.length * columns);
      let wrong = 0;
      for (let i = 0; i < indices.length; i++)
        for (let column = 0; column < columns; column++)
          if (data[i * columns + column] !== at(indices[i], column)) wrong++;
      assert.equal(wrong, 0);
    }
  });
});
