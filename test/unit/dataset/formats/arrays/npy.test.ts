import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { encodeNpy, openDataset, readNpy, writeNpy } from '../../../../../src/dataset';
import { descr, npyWith, sentenceOf, temporaryFolder } from '../../builders';

const arrays = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
] as const;

describe('.npy files', () => {
  const folder = temporaryFolder();

  it('read back what was written, of every type and shape', async () => {
    const path = join(folder.path, 'any.npy');
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.constantFrom(...arrays),
        fc.infiniteStream(fc.double()),
        async (shape, Type, numbers) => {
          const length = shape.reduce((product, size) => product * size, 1);
          const data = Type.from(numbers.take(length));
          fc.pre(length > 0);
          await writeNpy(path, data, shape);
          const read = await readNpy(path);
          assert.deepEqual([read.shape, read.data], [shape, data]);
        },
      ),
      { numRuns: 60 },
    );
    assert.deepEqual(await readdir(folder.path), ['any.npy']);
  });

  it('are written as NumPy writes them', () => {
    const bytes = Buffer.from(encodeNpy(Float32Array.of(1, 2, 3), [3]));
    assert.equal(bytes.toString('latin1', 0, 8), '\x93NUMPY\x01\x00');
    assert.equal(bytes.readUInt16LE(8) % 64, 118 % 64);
    assert.equal(bytes.toString('latin1', 10, 10 + 55), "{'descr': '<f4', 'fortran_order': False, 'shape': (3,),");
    assert.equal(bytes.length, 128 + 12);
    assert.equal(bytes[127], 10);
  });

  for (const version of [1, 2, 3] as const) {
    it(`of version ${version}, big-endian and column-major, read the same`, async () => {
      const body = Buffer.alloc(6 * 8);
      [1, 4, 2, 5, 3, 6].forEach((value, i) => {
        body.writeDoubleBE(value, 8 * i);
      });
      const path = await folder.write('a.npy', npyWith(descr('>f8', [2, 3], true), body, version));
      const { data, shape, dtype } = await readNpy(path);
      assert.deepEqual([Array.from(data), shape, dtype], [[1, 2, 3, 4, 5, 6], [2, 3], 'float64']);
    });
  }

  it('hold 64-bit integers exactly up to 2^53', async () => {
    const whole = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
    await fc.assert(
      fc.asyncProperty(fc.array(whole, { minLength: 1, maxLength: 8 }), fc.boolean(), async (values, little) => {
        const body = Buffer.alloc(8 * values.length);
        values.forEach((value, i) => {
          if (little) body.writeBigInt64LE(value, 8 * i);
          else body.writeBigInt64BE(value, 8 * i);
        });
        const path = await folder.write('long.npy', npyWith(descr(little ? '<i8' : '>i8', [values.length]), body));
        assert.deepEqual(Array.from((await readNpy(path)).data), values.map(Number));
      }),
      { numRuns: 40 },
    );
  });

  it('hold half floats', async () => {
    const halves = [0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x8000, 0x3555];
    const body = Buffer.alloc(16);
    halves.forEach((half, i) => {
      body.writeUInt16LE(half, 2 * i);
    });
    const { data } = await readNpy(await folder.write('half.npy', npyWith(descr('<f2', [8]), body)));
    const expected = [1, -2, 2 ** -24, 65504, Infinity, -Infinity, -0, 0.333251953125];
    assert.deepEqual(Array.from(data), expected);
  });

  it('refuse what is not numbers, by its name', async () => {
    for (const [type, name] of [
      ['<c16', 'complex128'],
      ['|O', 'object'],
      ['<U5', 'str'],
      ['<M8[ns]', 'datetime64'],
    ]) {
      const { code, message } = await sentenceOf(
        readNpy(await folder.write('x.npy', npyWith(descr(type, [2]), Buffer.alloc(64)))),
      );
      assert.equal(code, 'data.npy.type');
      assert.ok(message.includes(name), message);
    }
    const structured = "{'descr': [('a', '<f4'), ('b', '<i2')], 'fortran_order': False, 'shape': (2,), }";
    const { message } = await sentenceOf(readNpy(await folder.write('s.npy', npyWith(structured, Buffer.alloc(12)))));
    assert.match(message, /structured/);
  });

  it('refuse a header that announces more than the file holds, without making room for it', async () => {
    for (const shape of [[3, 3], [1e9, 1e9], [2 ** 40]]) {
      const path = await folder.write('x.npy', npyWith(descr('<f8', shape), Buffer.alloc(64)));
      assert.equal((await sentenceOf(readNpy(path))).code, 'data.truncated');
    }
    for (const bytes of [
      '\x93NUMPY',

      '\x93NUMPY\x01\x00\xff\xff{',
      '\x93NUMPY\x01\x00\x04\x00{}  ',
    ]) {
      const path = await folder.write('x.npy', Buffer.from(bytes, 'latin1'));
      assert.equal((await sentenceOf(readNpy(path))).code, 'data.npy.header');
    }
  });

  it('cannot be written where there is no room for them', async () => {
    const path = join(folder.path, 'missing', 'z.npy');
    const { code, message } = await sentenceOf(writeNpy(path, Float32Array.of(1), [1]));
    assert.equal(code, 'data.unwritable');
    assert.ok(message.includes(path));
  });
});

describe('arrays as data sets', () => {
  const folder = temporaryFolder();
  const open = async (data: Parameters<typeof encodeNpy>[0], shape: readonly number[]) =>
    openDataset({ source: await folder.write('x.npy', encodeNpy(data, shape)) });

  it('standardises vectors, a constant feature to zero', async () => {
    const { values, encoding, summary, columns } = await open(Float64Array.of(1, 7, 3, 7, 5, 7), [3, 2]);
    const deviation = Math.sqrt(8 / 3);
    assert.deepEqual(Array.from(values), [-2 / deviation, 0, 0, 0, 2 / deviation, 0].map(Math.fround));
    assert.deepEqual(encoding, {
      kind: 'columns',
      columns: [
        { name: 'x1', type: 'numeric', mean: 3, deviation },
        { name: 'x2', type: 'numeric', mean: 7, deviation: 1 },
      ],
    });
    assert.deepEqual([summary.kind, summary.shape], ['vectors', [2]]);
    assert.deepEqual(Array.from(columns[0].values), [1, 3, 5]);
    assert.deepEqual(structuredClone(columns[1]).values, Float32Array.of(7, 7, 7));
  });

  it('replaces NaN by the mean of its feature, and says so', async () => {
    const { values, summary } = await open(Float32Array.of(1, 2, Number.NaN, 4, 3, 6), [3, 2]);
    assert.equal(values[2], 0);
    assert.deepEqual(summary.warnings, [
      { code: 'data.vectors.missing', params: { path: summary.source, count: 1, row: 1 } },
    ]);
  });

  it('refuses infinite values and nothing but NaN, with their place', async () => {
    const [up, down] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const infinite = await sentenceOf(open(Float32Array.of(1, 2, 3, up, down, 4, Number.NaN, up), [4, 2]));
    assert.match(infinite.message, /infinite values in what was read: 3, the first in row 1, column 1 /);
    assert.equal((await sentenceOf(open(Float32Array.of(NaN, NaN), [2, 1]))).code, 'data.vectors.allMissing');
    const image = await sentenceOf(open(Float32Array.of(0, 1, 0, NaN, up, 1), [3, 1, 2]));
    assert.equal(image.code, 'data.images.notFinite');
    assert.match(image.message, /: 2, the first in example 1 .* NaN/);
  });

  it('reads pixels in the range in which they are stored', async () => {
    const cases: [stored: ArrayLike<number>, expected: number[], Uint8ArrayConstructor | Float32ArrayConstructor][] = [
      [Uint8Array.of(0, 51, 255, 102), [0, 51, 255, 102], Uint8Array],
      [Uint8Array.of(0, 1, 1, 0), [0, 255, 255, 0], Uint8Array],
      [Float32Array.of(0, 0.25, 0.5, 1), [0, 0.25, 0.5, 1], Float32Array],
      [Float32Array.of(0, 51, 255, 102), [0, 51, 255, 102], Uint8Array],
      [Float64Array.of(0, 51.5, 255, 102), [0, 51.5 / 255, 1, 0.4].map(Math.fround), Float32Array],
      [Float32Array.of(-1, 0, 1, 0.5), [0, 0.5, 1, 0.75], Float32Array],
      [Int16Array.of(-1000, 0, 3000, 1000), [0, 0.25, 1, 0.5], Float32Array],
    ];
    for (const [stored, expected, Type] of cases) {
      const { values } = await open(stored as Parameters<typeof encodeNpy>[0], [2, 1, 2]);
      assert.ok(values instanceof Type);
      assert.deepEqual(Array.from(values), expected);
    }
  });

  it('tells what the axes mean', async () => {
    const zeros = (length: number) => new Uint8Array(length);
    assert.deepEqual((await open(zeros(2 * 5 * 4 * 3), [2, 5, 4, 3])).summary.shape, [5, 4, 3]);
    assert.deepEqual((await open(zeros(2 * 5 * 4), [2, 5, 4])).summary.shape, [5, 4, 1]);
    const planes = Uint8Array.from({ length: 2 * 3 * 2 * 2 }, (_, i) => i);
    const { values, summary } = await open(planes, [2, 3, 2, 2]);
    assert.deepEqual(summary.shape, [2, 2, 3]);
    assert.deepEqual(Array.from(values.subarray(0, 6)), [0, 4, 8, 1, 5, 9]);
    for (const shape of [[8], [2, 2, 2, 2], [2, 2, 1, 2, 1]]) {
      const { code, message } = await sentenceOf(open(zeros(shape.reduce((a, b) => a * b)), shape));
      assert.equal(code, 'data.array.shape');
      assert.ok(message.includes(`(${shape.join(', ')})`), message);
    }
  });

  it('finds labels beside it, numbers or words', async () => {
    const source = await folder.write('x_train.npy', encodeNpy(new Float32Array(6), [3, 2]));
    const words = Buffer.concat(['ab', 'c\0', 'ab'].map((word) => Buffer.from(word, 'utf-16le').swap16()).map(utf32));
    await folder.write('y_train.npy', npyWith(descr('<U2', [3]), words));
    const { columns } = await openDataset({ source });
    assert.deepEqual(columns[0].categories, ['ab', 'c']);
    assert.deepEqual(Array.from(columns[0].values), [0, 1, 0]);
    await folder.write('y_train.npy', encodeNpy(Float64Array.of(0.5, 1, 2), [3]));
    assert.equal((await openDataset({ source })).columns[0].type, 'numeric');
    await folder.write('y_train.npy', encodeNpy(Uint8Array.of(1, 2), [2]));
    assert.deepEqual(
      (await openDataset({ source })).summary.warnings.map(({ code }) => code),
      ['data.labels.leftOut'],
    );
    const labels = join(folder.path, 'y_train.npy');
    assert.equal((await sentenceOf(openDataset({ source, labels }))).code, 'data.labels.count');
  });
});

/** Little-endian UTF-32 from big-endian UTF-16 of the basic plane. */
function utf32(utf16: Buffer): Buffer {
  const bytes = Buffer.alloc(utf16.length * 2);
  for (let i = 0; i < utf16.length / 2; i++) bytes.writeUInt32LE(utf16.readUInt16BE(2 * i), 4 * i);
  return bytes;
}
