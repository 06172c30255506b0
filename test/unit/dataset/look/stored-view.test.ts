import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { encodeNpy, StoredView } from '../../../../src/dataset';
import { ExampleWindow } from '../../../../src/dataset/look/example-window';
import type { Cells, ViewedData } from '../../../../src/protocol/view';
import { descr, idx, npyWith, sentenceOf, temporaryFolder } from '../builders';
import { safetensors } from '../formats/arrays/safetensors-builder';
import { zip } from '../zip-builder';

const task = {};
const byte = { offset: 0, scale: 255 };

describe('A view of stored data', () => {
  const folder = temporaryFolder();
  const opened: StoredView[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((view) => view.close())));

  async function look(name: string, content: Uint8Array | string, array?: string) {
    const view = await StoredView.open(await folder.write(name, content), { array, task });
    opened.push(view);
    return { view, data: await view.describe(task) };
  }

  /** Rows of numbers, words and integers as they are. */
  async function rows(view: StoredView, begin: number, end: number, from: number, to: number): Promise<unknown[][]> {
    const { values } = await view.cells({ rows: { begin, end }, columns: { begin: from, end: to } }, task);
    return Array.from({ length: values[0]?.length ?? 0 }, (_, row) => values.map((column) => column[row]));
  }

  const numbers = Float64Array.from({ length: 300 * 4 }, (_, i) => i);
  const bodies = (): Record<string, readonly [name: string, content: Uint8Array]> => {
    const little = Buffer.from(numbers.slice().buffer);
    const big = Buffer.from(little).swap64();
    const turned = Buffer.alloc(little.length);
    for (let row = 0; row < 300; row++) {
      for (let column = 0; column < 4; column++)
        turned.writeDoubleLE(numbers[row * 4 + column], 8 * (column * 300 + row));
    }
    const plain = npyWith(descr('<f8', [300, 4]), little);
    return {
      'row-major': ['a.npy', plain],
      'big-endian': ['a.npy', npyWith(descr('>f8', [300, 4]), big)],
      'column-major': ['a.npy', npyWith(descr('<f8', [300, 4], true), turned)],
      gzip: ['a.npy.gz', gzipSync(plain)],
      deflated: ['a.npz', zip([{ name: 'x.npy', content: plain, deflated: true }])],
      'in an archive': [
        'a.npz',
        zip([
          { name: 'other.npy', content: plain.subarray(0, 200) },
          { name: 'x.npy', content: plain },
        ]),
      ],
      safetensors: ['a.safetensors', safetensors({ x: { dtype: 'F64', shape: [300, 4], bytes: little } })],
    };
  };

  for (const form of Object.keys(bodies())) {
    it(`shows any block of an array: ${form}`, async () => {
      const { view, data } = await look(...bodies()[form]);
      assert.deepEqual([data.examples, data.shape, data.dtype, data.elements], [300, [300, 4], 'float64', [4]]);
      assert.deepEqual([data.images, data.columns], [null, []]);
      for (const begin of [297, 0, 150]) {
        assert.deepEqual(await rows(view, begin, begin + 2, 1, 3), [
          [begin * 4 + 1, begin * 4 + 2],
          [begin * 4 + 5, begin * 4 + 6],
        ]);
      }
      assert.deepEqual(await rows(view, 299, 1000, 3, 1000), [[1199]]);
      assert.deepEqual(await rows(view, 1000, 2000, 0, 4), []);
    });
  }

  it('keeps integers of 64 bits exact', async () => {
    const integers = BigInt64Array.of(2n ** 53n + 1n, -(2n ** 63n));
    const { view } = await look('a.npy', npyWith(descr('<i8', [2, 1]), Buffer.from(integers.buffer)));
    assert.deepEqual(await rows(view, 0, 2, 0, 1), [[2n ** 53n + 1n], [-(2n ** 63n)]]);
    const { view: table } = await look('a.csv', 'a,b\n1,9007199254740993\n2,9007199254740995\n');
    assert.deepEqual(await rows(table, 1, 2, 0, 2), [[2, 9007199254740995n]]);
  });

  it('shows single numbers and lists as a table', async () => {
    const single = await look(
      'a.npy',
      npyWith(descr('<f4', []).replace('(,)', '()'), Buffer.from(Float32Array.of(2.5).buffer)),
    );
    assert.deepEqual([single.data.examples, single.data.elements], [1, []]);
    assert.deepEqual(await rows(single.view, 0, 9, 0, 9), [[2.5]]);
    const { view, data } = await look('b.npy', encodeNpy(Uint8Array.of(3, 4, 5), [3]));
    assert.deepEqual([data.examples, data.elements], [3, []]);
    assert.deepEqual(await rows(view, 1, 3, 0, 1), [[4], [5]]);
  });

  it('shows images with their labels, in their own size or shrunk', async () => {
    await folder.write('t-labels-idx1-ubyte', idx([2], [7, 9]));
    const pixels = [...Array(16).fill(10), 0, 40, 80, 120, 0, 40, 80, 120, 8, 8, 8, 8, 8, 8, 8, 8];
    const { view, data } = await look('t-images-idx3-ubyte', idx([2, 4, 4], pixels));
    assert.deepEqual(data.images, { height: 4, width: 4, colour: false, brightness: byte });
    const all = await view.thumbnails({ begin: 0, count: 50, edge: 64, brightness: byte }, task);
    assert.deepEqual([all.count, all.height, all.width, all.channels], [2, 4, 4, 1]);
    assert.deepEqual([...all.pixels], pixels);
    assert.deepEqual(all.labels, Float64Array.of(7, 9));
    const small = await view.thumbnails({ begin: 1, count: 1, edge: 2, brightness: byte }, task);
    assert.deepEqual([small.height, small.width, [...small.pixels]], [2, 2, [20, 100, 8, 8]]);
    const bright = await view.thumbnails({ begin: 1, count: 1, edge: 4, brightness: { offset: 40, scale: 40 } }, task);
    assert.deepEqual([...bright.pixels.subarray(0, 4)], [0, 0, 255, 255]);
    assert.deepEqual(await rows(view, 1, 2, 0, 5), [[0, 40, 80, 120, 0]]);
  });

  it('shows colours whichever way they lie, and what is transparent on white', async () => {
    const brightness = { offset: 0, scale: 255 };
    const page = { begin: 0, count: 1, edge: 9, brightness };
    const first = await look('a.npy', encodeNpy(Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 3, 1, 2]));
    assert.deepEqual([...(await first.view.thumbnails(page, task)).pixels], [1, 3, 5, 2, 4, 6]);
    const last = await look('b.npy', encodeNpy(Uint8Array.of(1, 2, 3, 255, 0, 0, 0, 0), [1, 2, 1, 4]));
    assert.deepEqual(last.data.images, { height: 2, width: 1, colour: true, brightness });
    assert.deepEqual([...(await last.view.thumbnails(page, task)).pixels], [1, 2, 3, 255, 255, 255]);
  });

  it('fits the brightness to the first examples, and then to all', async () => {
    const values = new Float32Array(2 * 1024 * 1024);
    values[0] = 100;
    values[values.length - 1] = 4000;
    values[values.length - 2] = Number.NaN;
    const content = npyWith(descr('<f4', [2, 1024, 1024]), Buffer.from(values.buffer));
    const { view, data } = await look('a.npy', content);
    assert.deepEqual(data.images?.brightness, { offset: 0, scale: 255 });
    const { brightness, missing, duplicates } = await view.survey(task);
    assert.deepEqual([brightness, missing, duplicates], [{ offset: 0, scale: 4000 }, 1, 0]);
  });

  it('shows all columns of a table, words and gaps among them', async () => {
    const { view, data } = await look('a.csv', 'name,size,born\nann,1.5,2020-01-02\n,,2020-01-03\nbob,3,\n');
    assert.deepEqual(
      data.columns.map(({ name, type }) => [name, type]),
      [
        ['name', 'category'],
        ['size', 'numeric'],
        ['born', 'date'],
      ],
    );
    assert.deepEqual([data.examples, data.elements, data.images], [3, null, null]);
    assert.deepEqual(await rows(view, 0, 3, 0, 3), [
      ['ann', 1.5, 18263],
      [null, Number.NaN, 18264],
      ['bob', 3, Number.NaN],
    ]);
    assert.deepEqual(await rows(view, 2, 3, 1, 2), [[3]]);
    const summary = await view.survey(task);
    assert.deepEqual([summary.missing, summary.duplicates, summary.brightness], [3, 0, null]);
  });

  it('offers the arrays of an archive, and shows the one that is asked for', async () => {
    const content = zip([
      { name: 'x.npy', content: encodeNpy(Uint8Array.of(1, 2, 3, 4), [2, 2]) },
      { name: 'names.npy', content: npyWith(descr('|O', [2]), Buffer.alloc(16)) },
      { name: 'z.npy', content: encodeNpy(Float32Array.of(5, 6), [2]) },
    ]);
    const members: NonNullable<ViewedData['choice']>['members'] = [
      { name: 'x', dtype: 'uint8', shape: [2, 2] },
      { name: 'names' },
      { name: 'z', dtype: 'float32', shape: [2] },
    ];
    assert.deepEqual((await look('a.npz', content)).data.choice, { chosen: 'x', members });
    const { view, data } = await look('a.npz', content, 'z');
    assert.deepEqual(data.choice, { chosen: 'z', members });
    assert.deepEqual(await rows(view, 0, 2, 0, 1), [[5], [6]]);
    assert.equal((await sentenceOf(look('a.npz', content, 'nix'))).code, 'data.archive.noArray');
  });

  it('shows an array without examples, or without numbers, as empty', async () => {
    for (const shape of [
      [0, 4],
      [3, 0],
      [0, 2, 2],
    ]) {
      const { view, data } = await look('a.npy', npyWith(descr('<f8', shape), Buffer.alloc(0)));
      assert.equal(data.examples, shape[0]);
      const cells: Cells = await view.cells({ rows: { begin: 0, end: 9 }, columns: { begin: 0, end: 9 } }, task);
      assert.equal(
        cells.values.every((column) => column.length === 0),
        true,
      );
    }
  });

  it('refuses an example that is too large to be looked at', () => {
    const array = { dtype: 'uint8', shape: [1, 2 ** 28 + 1], async *bytes() {} } as const;
    assert.throws(() => new ExampleWindow('a.npy', array), { code: 'data.view.example' });
  });

  it('says where a file ends too early, and shows what lies before', async () => {
    const content = npyWith(descr('|u1', [5 << 20, 2]), Buffer.alloc(10 << 20, 7));
    const { view } = await look('a.npy.gz', gzipSync(content.subarray(0, -800), { level: 1 }));
    assert.deepEqual(await rows(view, 10, 11, 0, 2), [[7, 7]]);
    const last = (5 << 20) - 1;
    assert.equal((await sentenceOf(rows(view, last, last + 1, 0, 2))).code, 'data.truncated');
    assert.deepEqual(await rows(view, 10, 11, 0, 2), [[7, 7]]);
  });

  it('can be called off', async () => {
    const { view } = await look(...bodies().gzip);
    const signal = AbortSignal.abort();
    const cells = { rows: { begin: 0, end: 1 }, columns: { begin: 0, end: 1 } };
    assert.equal((await sentenceOf(view.cells(cells, { signal }))).code, 'process.cancelled');
    assert.equal((await sentenceOf(view.survey({ signal }))).code, 'process.cancelled');
    assert.deepEqual(await rows(view, 0, 1, 0, 1), [[0]]);
  });
});
