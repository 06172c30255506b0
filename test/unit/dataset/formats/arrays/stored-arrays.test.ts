import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openDataset } from '../../../../../src/dataset';
import {
  type ElementName,
  elementTypes,
  isSmallFloat,
  product,
  type StoredElement,
} from '../../../../../src/dataset/bytes/elements';
import { elementBytes, readArray } from '../../../../../src/dataset/formats/arrays/array-values';
import { readNpyHead } from '../../../../../src/dataset/formats/npy/npy';
import { descrOf } from '../../../../../src/dataset/formats/npy/numpy-types';
import { descr, npyWith, sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf, open } from './readers';
import { safetensors } from './safetensors-builder';

const dtypes = (Object.keys(elementTypes) as StoredElement[]).filter(
  (name): name is ElementName => !isSmallFloat(name),
);
const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 });

/** Any array: its bytes in C order, little-endian. */
const arrays = fc.record({ dtype: fc.constantFrom(...dtypes), shape: shapes, seed: fc.integer() }).chain((array) => {
  const length = product(array.shape) * elementTypes[array.dtype].bytes;
  return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ ...array, bytes }));
});

/** Elements of a C-ordered array in Fortran order. */
function columnMajor(bytes: Uint8Array, shape: readonly number[], size: number): Buffer {
  const turned = Buffer.alloc(bytes.length);
  const count = bytes.length / size;
  for (let from = 0; from < count; from++) {
    let rest = from;
    let to = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      to += (rest % shape[axis]) * product(shape.slice(0, axis));
      rest = Math.floor(rest / shape[axis]);
    }
    turned.set(bytes.subarray(from * size, (from + 1) * size), to * size);
  }
  return turned;
}

function bigEndian(bytes: Uint8Array, size: number): Buffer {
  const swapped = Buffer.from(bytes);
  for (let at = 0; at < swapped.length; at += size) swapped.subarray(at, at + size).reverse();
  return swapped;
}

describe('Stored arrays', () => {
  const folder = temporaryFolder();

  it('are the elements of a .npy file, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrays,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(1 as const, 2 as const, 3 as const),
        fc.boolean(),
        async ({ dtype, shape, bytes }, big, fortran, version, compressed) => {
          const { bytes: size } = elementTypes[dtype];
          const ordered = fortran ? columnMajor(bytes, shape, size) : bytes;
          const type = big ? descrOf(dtype).replace('<', '>') : descrOf(dtype);
          const file = npyWith(descr(type, shape, fortran), big ? bigEndian(ordered, size) : ordered, version);
          const { values, kind, warnings } = await open(
            await folder.write('any.npy', compressed ? gzipSync(file) : file),
          );
          assert.deepEqual([kind, values.dtype, values.shape, warnings], ['npy', dtype, shape, []]);
          assert.deepEqual(await bytesOf(values), Buffer.from(bytes));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are turned band by band, of any number of rows', async () => {
    const shape = [7, 3, 5, 2];
    const bytes = Uint8Array.from({ length: 2 * product(shape) }, (_, i) => i);
    const ordered = columnMajor(bytes, shape, 2);
    for (const content of [ordered, bigEndian(ordered, 2)]) {
      const type = content === ordered ? '<u2' : '>u2';
      for (const wrap of [(file: Buffer) => file, gzipSync]) {
        const path = await folder.write('bands.npy', wrap(npyWith(descr(type, shape, true), content)));
        const head = await readNpyHead(path);
        for (const band of [1, 60, 121, 300, 1 << 20]) {
          const pieces: Buffer[] = [];
          for await (const piece of elementBytes(head, {}, band)) pieces.push(Buffer.from(piece));
          assert.deepEqual(Buffer.concat(pieces), Buffer.from(bytes), `${type} in bands of ${band} bytes`);
        }
        const { data } = await readArray(head, {}, 3);
        assert.deepEqual(new Uint8Array(data.buffer), bytes.subarray(0, 3 * 60));
      }
    }
  });

  it('tell how far they are read', async () => {
    for (const fortran of [false, true]) {
      const path = await folder.write('long.npy', npyWith(descr('|u1', [3000, 4000], fortran), Buffer.alloc(12e6)));
      const fractions: number[] = [];
      const { values } = await open(path);
      for await (const _ of values.bytes({ onProgress: (fraction) => fractions.push(fraction) }));
      assert.ok(fractions.length >= 3);
      assert.deepEqual(
        fractions,
        [...fractions].sort((a, b) => a - b),
      );
      assert.equal(fractions.at(-1), 1);
    }
  });

  it('are the tensors of a safetensors file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrays, { minLength: 1, maxLength: 4 }), fc.boolean(), async (tensors, compressed) => {
        const names: Partial<Record<ElementName, string>> = { bool: 'BOOL' };
        const code = (dtype: ElementName) =>
          names[dtype] ?? dtype.replace('uint', 'U').replace('int', 'I').replace('float', 'F');
        const file = safetensors(
          Object.fromEntries(
            tensors.map(({ dtype, shape, bytes }, i) => [`t${i}`, { dtype: code(dtype), shape, bytes }]),
          ),
          { format: 'pt' },
        );
        const path = await folder.write('any.safetensors', compressed ? gzipSync(file) : file);
        for (const [i, { dtype, shape, bytes }] of tensors.entries()) {
          const { values, kind } = await open(path, { array: `t${i}` });
          assert.deepEqual([kind, values.dtype, values.shape], ['safetensors', dtype, shape]);
          assert.deepEqual(await bytesOf(values), Buffer.from(bytes));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a .npy file may have something behind them, which is said', async () => {
    const file = npyWith(descr('|u1', [3]), Buffer.from([1, 2, 3, 4, 5]));
    const { values, warnings } = await open(await folder.write('more.npy', file));
    assert.deepEqual([...(await bytesOf(values))], [1, 2, 3]);
    assert.deepEqual(
      warnings.map(({ code, params }) => [code, params.count]),
      [['data.npy.trailing', 2]],
    );
    const { values: inflated } = await open(await folder.write('more.npy.gz', gzipSync(file)));
    assert.deepEqual([...(await bytesOf(inflated))], [1, 2, 3]);
    const bomb = npyWith(descr('|u1', [3]), Buffer.alloc(3 << 20));
    const { values: bombed } = await open(await folder.write('bomb.npy.gz', gzipSync(bomb)));
    assert.equal((await sentenceOf(bytesOf(bombed))).code, 'data.overlong');
  });

  it('are cut off where compressed data end before they should', async () => {
    for (const fortran of [false, true]) {
      const body = Buffer.from(Array.from({ length: 800_000 }, (_, i) => (i * i) >> 5));
      const file = npyWith(descr('<f8', [5000, 100], fortran), body);
      const { values } = await open(await folder.write('cut.npy.gz', gzipSync(file)));
      assert.deepEqual(values.shape, [5000, 100]);
      const { code, message } = await sentenceOf(bytesOf(values));
      assert.equal(code, 'data.truncated');
      assert.match(message, /announces 4000128 bytes but holds 800128/);
    }
  });

  it('are held against the checksum of what is compressed, also where it lies in a piece of its own', async () => {
    const piece = 1 << 20;
    const compress = (rows: number, fortran: boolean) =>
      gzipSync(npyWith(descr('|u1', [rows, 2], fortran), Buffer.alloc(2 * rows)), { level: 0 });
    for (const fortran of [false, true]) {
      // Bytes that are only stored: a file is longer by a constant than what goes into it.
      const rows = (piece - 1000) >> 1;
      const file = compress(rows + ((piece + 8 - compress(rows, fortran).length) >> 1), fortran);
      assert.ok(file.length - 8 <= piece && file.length > piece);
      file[file.length - 5] ^= 1;
      const path = await folder.write('sum.npy.gz', file);
      const { values } = await open(path);
      assert.equal((await sentenceOf(bytesOf(values))).code, 'data.gzip.damaged');
      assert.equal((await sentenceOf(openDataset({ source: path }))).code, 'data.gzip.damaged');
    }
  });

  it('of more axes than a model takes are no data set to train on', async () => {
    const source = await folder.write('many.npy', npyWith(descr('|u1', [2, 1, 2, 1, 2]), Buffer.alloc(8)));
    assert.equal((await sentenceOf(openDataset({ source }))).code, 'data.array.shape');
  });
});
