import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeNpy, inspectStored } from '../../../../src/dataset';
import { type ElementName, elementTypes, product } from '../../../../src/dataset/bytes/elements';
import { ExampleKeys } from '../../../../src/dataset/examples/example-keys';
import type { StoredData } from '../../../../src/dataset/formats/stored-data';
import { temporaryFolder } from '../builders';
import { open } from '../formats/arrays/readers';

/** Stored numbers in pieces of any length. */
function stored(dtype: ElementName, shape: readonly number[], bytes: Uint8Array, pieceElements = 1e6): StoredData {
  const piece = pieceElements * elementTypes[dtype].bytes;
  const values = {
    dtype,
    shape,
    async *bytes() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.slice(at, at + piece);
    },
  };
  return { kind: 'npy', path: 'x.npy', values, labels: null, columns: [], warnings: [] };
}

describe('Inspection', () => {
  const folder = temporaryFolder();
  const dtypes = Object.keys(elementTypes) as ElementName[];

  it('counts the examples that equal an earlier one, of any type and width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...dtypes),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        fc.integer({ min: 1, max: 50 }),
        async (dtype, width, order, stream, pieceElements) => {
          // Neither NaN nor zero: their bits are not unique.
          const size = elementTypes[dtype].bytes;
          const examples = Array.from({ length: 6 }, () =>
            Uint8Array.from(stream.take(width * size), (byte, i) => (i % size === size - 1 ? 1 + (byte % 60) : byte)),
          );
          const rows = order.map((row) => Buffer.from(examples[row]));
          const data = stored(dtype, [rows.length, width], Buffer.concat(rows), pieceElements);
          const summary = await inspectStored(data, {});
          const distinct = new Set(rows.map((row) => row.toString('hex'))).size;
          assert.deepEqual([summary.missing, summary.duplicates], [0, rows.length - distinct]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells apart examples that differ in one bit only', async () => {
    for (const [dtype, width] of [
      ['uint8', 785],
      ['uint8', 784],
      ['int16', 31],
      ['float16', 31],
      ['float32', 100],
      ['float64', 100],
    ] as const) {
      const rowBytes = width * elementTypes[dtype].bytes;
      const rows = Array.from({ length: 8 * rowBytes }, (_, bit) => {
        const row = Buffer.alloc(rowBytes, 0x35);
        row[bit >> 3] ^= 1 << (bit & 7);
        return row;
      });
      const { duplicates } = await inspectStored(stored(dtype, [rows.length, width], Buffer.concat(rows)), {});
      assert.equal(duplicates, 0, dtype);
      // Signs of two numbers at once: the flips must not cancel out.
      const bytes = elementTypes[dtype].bytes;
      const pairs = Array.from({ length: width - 1 }, (_, i) => {
        const row = Buffer.alloc(rowBytes, 0x35);
        row[(i + 1) * bytes - 1] ^= 0x80;
        row[(i + 2) * bytes - 1] ^= 0x80;
        return row;
      });
      const flipped = await inspectStored(stored(dtype, [pairs.length, width], Buffer.concat(pairs)), {});
      assert.equal(flipped.duplicates, 0, dtype);
    }
  });

  it('keeps keys whole, of any width', () => {
    for (const bits of [8, 16, 24, 32, 40, 784]) {
      const keys = new ExampleKeys(10_000, bits);
      const [low, high] = [Math.min(2 ** bits, 2 ** 32) - 1, bits > 32 ? 7 : 0];
      keys.add(low, high);
      keys.add(low - 1, high);
      keys.add(low, high);
      if (bits > 32) keys.add(low, high + 1);
      for (let i = 0; i < 9000; i++) keys.add(i % 100, 0);
      assert.equal(keys.duplicates(), 1 + 9000 - 100, `${bits} bits`);
    }
  });

  it('counts NaN as missing, and takes NaN for equal to NaN, 0 to -0, and infinities for themselves', async () => {
    const cases: [dtype: ElementName, words: Uint8Array | Uint16Array | Uint32Array][] = [
      ['float16', Uint16Array.of(0x7e00, 0, 0xfe01, 0x8000, 0x7c01, 0, 0x7c00, 0, 0xfc00, 0)],
      ['float32', Uint32Array.of(0x7fc00000, 0, 0xff800001, 0x80000000, 0x7f800001, 0, 0x7f800000, 0, 0xff800000, 0)],
    ];
    for (const [dtype, words] of cases) {
      const summary = await inspectStored(stored(dtype, [5, 2], new Uint8Array(words.buffer)), {});
      assert.deepEqual([summary.missing, summary.duplicates], [3, 2], dtype);
    }
    const doubles = new Uint32Array(2 * 10);
    doubles.set([0, 0x7ff80000, 0, 0, 1, 0xfff00000, 0, 0x80000000, 1, 0x7ff00000, 0, 0]);
    doubles.set([0, 0x7ff00000, 0, 0, 0, 0xfff00000, 0, 0], 12);
    const summary = await inspectStored(stored('float64', [5, 2], new Uint8Array(doubles.buffer)), {});
    assert.deepEqual([summary.missing, summary.duplicates], [3, 2]);
  });

  it('says what a single number, an empty array and examples of nothing are', async () => {
    const cases: [shape: number[], bytes: number, examples: number, duplicates: number][] = [
      [[], 4, 1, 0],
      [[0, 7], 0, 0, 0],
      [[3, 0], 0, 3, 2],
      [[1, 1, 1], 4, 1, 0],
    ];
    for (const [shape, bytes, examples, duplicates] of cases) {
      const summary = await inspectStored(stored('int32', shape, new Uint8Array(bytes)), {});
      assert.deepEqual([summary.examples, summary.duplicates, summary.shape], [examples, duplicates, shape]);
    }
  });

  it('counts classes, missing labels left out', async () => {
    const path = await folder.write('x.npy', encodeNpy(Float32Array.of(1, 2, 1, 2, 3, 4), [3, 2]));
    await folder.write('y.npy', encodeNpy(Float64Array.of(1, Number.NaN, 1), [3]));
    assert.deepEqual(await inspectStored(await open(path), {}), {
      kind: 'npy',
      examples: 3,
      shape: [3, 2],
      dtype: 'float32',
      columns: [],
      labels: { dtype: 'float64', shape: [3], classes: 1 },
      missing: 0,
      duplicates: 1,
      warnings: [],
    });
    const words = await folder.write('words.txt', 'cat\n\ndog');
    assert.equal((await inspectStored(await open(path, { labels: words }), {})).labels?.classes, 2);
  });

  it('sums the missing cells of columns, and believes the data that count duplicates themselves', async () => {
    const column = { role: 'feature', type: 'numeric', dtype: 'float64' } as const;
    const data = {
      ...stored('float64', [2, 2], new Uint8Array(32)),
      columns: [
        { ...column, name: 'a', missing: 2 },
        { ...column, name: 'b', missing: 3 },
      ],
      duplicates: async () => 0,
    };
    const { missing, duplicates } = await inspectStored(data, {});
    assert.deepEqual([missing, duplicates], [5, 0]);
  });

  it('gives up counting what is too much to be kept', async () => {
    const examples = 2 ** 27 + 1;
    const data = stored('uint8', [examples, 3], new Uint8Array(0));
    const { duplicates, warnings } = await inspectStored(data, {});
    assert.equal(duplicates, null);
    assert.deepEqual(warnings, [{ code: 'data.inspect.manyExamples', params: { path: 'x.npy', count: examples } }]);
    const bytes = stored('uint8', [examples], new Uint8Array(examples));
    assert.equal(product(bytes.values.shape) - 1, (await inspectStored(bytes, {})).duplicates);
  });
});
