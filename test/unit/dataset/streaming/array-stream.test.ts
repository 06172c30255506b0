import assert from 'node:assert/strict';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fingerprint, openDataset } from '../../../../src/dataset';
import { random } from '../../../../src/random';
import { descr, idx, npyWith, sentenceOf, temporaryFolder } from '../builders';
import { safetensors } from '../formats/arrays/safetensors-builder';
import { zip } from '../zip-builder';
import { assertEqualRows, openStreamed } from './streamed';

/** Twice the least memory that can be asked for: data larger than that are streamed. */
const examples = 5000;
const features = 120;

/** How elements of a type lie in a file, in either byte order. */
const types = {
  u1: { bytes: 1, put: (view, at, value) => view.setUint8(at, value & 255) },
  i2: { bytes: 2, put: (view, at, value, little) => view.setInt16(at, value - 20_000, little) },
  f4: { bytes: 4, put: (view, at, value, little) => view.setFloat32(at, value / 7, little) },
  f8: { bytes: 8, put: (view, at, value, little) => view.setFloat64(at, value / 3, little) },
  i8: { bytes: 8, put: (view, at, value, little) => view.setBigInt64(at, BigInt(value) - 100n, little) },
} satisfies Record<string, Type>;

interface Type {
  readonly bytes: number;
  put(view: DataView, at: number, value: number, little: boolean): void;
}

/** Numbers without a pattern that a wrong offset could hide in. */
function elements({ bytes, put }: Type, little: boolean, count = examples * features): Uint8Array {
  const next = random(7);
  const body = new Uint8Array(count * bytes);
  const view = new DataView(body.buffer);
  for (let i = 0; i < count; i++) put(view, i * bytes, next() % 40_000, little);
  return body;
}

function npy(code: string, type: Type, shape: readonly number[] = [examples, features]): Buffer {
  return npyWith(descr(code, shape), elements(type, !code.startsWith('>')));
}

describe('Arrays that memory does not hold', () => {
  const folder = temporaryFolder();

  for (const code of ['<f4', '>f4', '<f8', '>i2', '<i8', '>i8', '|u1'] as const) {
    it(`streams vectors of type ${code} as it would read them whole`, async () => {
      const source = await folder.write('x.npy', npy(code, types[code.slice(1) as keyof typeof types]));
      const dataset = await openStreamed({ source });
      // Means and deviations are the sample's.
      const whole = await openDataset({ source }, { encoding: dataset.encoding });
      await assertEqualRows(dataset, whole);
    });
  }

  for (const [code, shape] of [
    ['|u1', [examples, 12, 30]],
    ['<i2', [examples, 10, 12]],
    ['>f4', [examples, 3, 8, 5]],
  ] as const) {
    it(`streams images of type ${code} and shape ${shape}`, async () => {
      const count = shape.reduce((total, size) => total * size, 1);
      const body = elements(types[code.slice(1) as keyof typeof types], !code.startsWith('>'), count);
      const source = await folder.write('x.npy', npyWith(descr(code, shape), body));
      const dataset = await openStreamed({ source });
      await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
    });
  }

  it('streams IDX with the labels of what is shown', async () => {
    const body = elements(types.u1, true, examples * 400);
    const source = await folder.write('train-images-idx3-ubyte', idx([examples, 20, 20], body));
    const classes = Array.from({ length: examples }, (_, i) => i % 251);
    await folder.write('train-labels-idx1-ubyte', idx([examples], classes));
    const dataset = await openStreamed({ source });
    await assertEqualRows(dataset, await openDataset({ source }));
    const [label] = dataset.columns;
    assert.equal(label.values.length, dataset.summary.examples);
    label.values.forEach((code, i) => {
      assert.equal(label.categories?.[code], String(classes[dataset.stream.placeOf(i)]));
    });
  });

  it('streams members of archives that are not compressed, and tensors', async () => {
    const body = elements(types.f4, true);
    const array = npyWith(descr('<f4', [examples, features]), body);
    const paths = [
      await folder.write('x.npz', zip([{ name: 'x.npy', content: array }])),
      await folder.write(
        'x.safetensors',
        safetensors({ x: { dtype: 'F32', shape: [examples, features], bytes: body } }),
      ),
    ];
    for (const source of paths) {
      const dataset = await openStreamed({ source });
      await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
    }
  });

  it('streams what a limit leaves, the first or evenly spread as the labels have it', async () => {
    const source = await folder.write('x.npy', npy('<f4', types.f4));
    for (const sorted of [false, true]) {
      const labels = Array.from({ length: examples }, (_, i) => (sorted ? Math.floor(i / 500) : i % 10));
      await folder.write('y.npy', npyWith(descr('|u1', [examples]), Uint8Array.from(labels)));
      const config = { source, limit: 4000 };
      const dataset = await openStreamed(config);
      const whole = await openDataset(config, { encoding: dataset.encoding });
      await assertEqualRows(dataset, whole);
      assert.deepEqual(
        [...dataset.columns[0].values],
        Array.from({ length: dataset.summary.examples }, (_, i) => whole.columns[0].values[dataset.stream.placeOf(i)]),
      );
    }
  });

  it('holds a quarter of the memory, evenly spread, and leaves half of it to pieces', async () => {
    const source = await folder.write('x.npy', npy('<f4', types.f4));
    const { summary, values, stream } = await openStreamed({ source });
    assert.ok(values.byteLength <= 2 ** 18 && values.byteLength > 2 ** 17);
    assert.equal(stream.memory, 2 ** 19);
    const places = Array.from({ length: summary.examples }, (_, i) => stream.placeOf(i));
    const gaps = places.slice(1).map((place, i) => place - places[i]);
    assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1);
    assert.ok(places[0] === 0 && places[places.length - 1] >= examples - Math.max(...gaps));
  });

  it('rounds no fractions, even if all of what is shown is whole', async () => {
    const values = Float32Array.from({ length: examples * features }, (_, i) => i % 256);
    const body = new Uint8Array(values.buffer);
    const source = await folder.write('x.npy', npyWith(descr('<f4', [examples, 10, 12]), body));
    const shown = await openStreamed({ source });
    const hidden = shown.stream.placeOf(7) + 1;
    assert.ok(hidden < shown.stream.placeOf(8));
    values[hidden * features] = 12.75;
    await folder.write('x.npy', npyWith(descr('<f4', [examples, 10, 12]), body));
    const { stream } = await openStreamed({ source });
    assert.ok((await stream.read(0, 1)) instanceof Float32Array);
    const [first] = await stream.read(hidden, hidden + 1);
    assert.equal(first, Math.fround(12.75 / 255));
    await stream.close();
  });

  it('is not streamed where it fits, or nothing is said about memory', async () => {
    const source = await folder.write('x.npy', npy('<f4', types.f4));
    for (const config of [{ source }, { source, memory: 3 }, { source, memory: 1, limit: 2000 }]) {
      const { stream, summary } = await openDataset(config);
      assert.equal(stream, undefined);
      assert.equal(summary.streamed, undefined);
    }
  });

  it('tells data of another length apart by their fingerprint', async () => {
    const fingerprints = new Set<string>();
    for (const count of [examples, examples + 1]) {
      // All rows are equal, so that only their number differs.
      const body = new Uint8Array(count * 400).fill(9);
      const source = await folder.write('x.npy', npyWith(descr('|u1', [count, 20, 20]), body));
      fingerprints.add(fingerprint(await openStreamed({ source })));
    }
    assert.equal(fingerprints.size, 2);
  });

  /** Files of which an example can be had only by reading all before it, and what each holds. */
  const packed = {
    'a compressed file': (array: Buffer) => folder.write('x.npy.gz', gzipSync(array)),
    'a compressed member': (array: Buffer) =>
      folder.write('x.npz', zip([{ name: 'x.npy', content: array, deflated: true }])),
  };

  for (const [name, write] of Object.entries(packed)) {
    for (const [code, shape] of [
      ['>f4', [examples, features]],
      ['<f8', [examples, features]],
      ['>i8', [examples, features]],
      ['|u1', [examples, 12, 30]],
      ['<i2', [examples, 3, 8, 5]],
    ] as const) {
      it(`streams ${name} of type ${code} and shape ${shape}`, async () => {
        const count = shape.reduce((total, size) => total * size, 1);
        const body = elements(types[code.slice(1) as keyof typeof types], !code.startsWith('>'), count);
        const source = await write(npyWith(descr(code, shape), body));
        const dataset = await openStreamed({ source });
        await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
      });
    }

    it(`streams what a limit leaves of ${name}`, async () => {
      const source = await write(npy('<f8', types.f8));
      for (const sorted of [false, true]) {
        const classes = Array.from({ length: examples }, (_, i) => (sorted ? Math.floor(i / 500) : i % 10));
        const labels = await folder.write('labels.npy', npyWith(descr('|u1', [examples]), Uint8Array.from(classes)));
        const config = { source, labels, limit: 4000 };
        const dataset = await openStreamed(config);
        await assertEqualRows(dataset, await openDataset(config, { encoding: dataset.encoding }));
      }
    });

    it(`tells of damage in ${name} before anything is trained`, async () => {
      const source = await write(npy('<f4', types.f4));
      const content = await readFile(source);
      content[content.length >> 1] ^= 255;
      await writeFile(source, content);
      const { code } = await sentenceOf(openDataset({ source, memory: 1 }));
      assert.match(code, /data\.(gzip\.damaged|zip\.member)/);
      await truncate(source, content.length >> 1);
      const { code: cut } = await sentenceOf(openDataset({ source, memory: 1 }));
      assert.match(cut, /data\.(gzip|zip)/);
    });
  }

  it('streams compressed IDX with the labels of what is shown', async () => {
    const body = elements(types.u1, true, examples * 400);
    const source = await folder.write('train-images-idx3-ubyte.gz', gzipSync(idx([examples, 20, 20], body)));
    const classes = Array.from({ length: examples }, (_, i) => i % 251);
    await folder.write('train-labels-idx1-ubyte.gz', gzipSync(idx([examples], classes)));
    const dataset = await openStreamed({ source });
    await assertEqualRows(dataset, await openDataset({ source }));
    const [label] = dataset.columns;
    label.values.forEach((code, i) => {
      assert.equal(label.categories?.[code], String(classes[dataset.stream.placeOf(i)]));
    });
  });

  for (const shape of [
    [examples, features],
    [examples, 8, 15],
  ]) {
    for (const isPacked of [false, true]) {
      it(`streams ${isPacked ? 'compressed ' : ''}Fortran order of shape ${shape}`, async () => {
        const array = npyWith(descr('<f4', shape, true), elements(types.f4, true));
        const source = isPacked
          ? await folder.write('x.npy.gz', gzipSync(array))
          : await folder.write('fortran.npy', array);
        const dataset = await openStreamed({ source });
        await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
      });
    }
  }

  it('keeps no copy of what could not be read to its end', async () => {
    const rows = join(folder.path, 'latent-lens', 'rows');
    const source = await folder.write('x.npy.gz', gzipSync(npy('<f4', types.f4)).subarray(0, -9));
    const before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = folder.path;
    try {
      assert.equal((await sentenceOf(openDataset({ source, memory: 1 }))).code, 'data.gzip.truncated');
      assert.deepEqual(await readdir(rows), []);
    } finally {
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
    }
  });

  it('refuses what no file of that size can hold', async () => {
    const source = await folder.write(
      'x.npy.gz',
      gzipSync(npyWith(descr('<f4', [2 ** 31, 2 ** 20]), new Uint8Array(9))),
    );
    assert.equal((await sentenceOf(openDataset({ source, memory: 1 }))).code, 'data.truncated');
  });

  it('says where numbers are not finite, by their place in the file', async () => {
    for (const [shape, words] of [
      [[examples, 10, 12], /example 4321 /],
      [[examples, features], /row 4321, column 17 /],
    ] as const) {
      const body = elements(types.f4, true);
      new DataView(body.buffer).setFloat32(4 * (4321 * features + 17), Number.POSITIVE_INFINITY, true);
      const source = await folder.write('x.npy', npyWith(descr('<f4', shape), body));
      const { stream } = await openStreamed({ source });
      assert.match((await sentenceOf(stream.read(4000, 4500))).message, words);
      await stream.close();
    }
  });

  it('says that the file was cut off meanwhile, and goes on when it is whole again', async () => {
    const content = npy('<f4', types.f4);
    const source = await folder.write('x.npy', content);
    const { stream } = await openStreamed({ source });
    const before = await stream.read(4000, 4100);
    await truncate(source, content.length >> 1);
    const { code, message } = await sentenceOf(stream.read(4000, 4100));
    assert.equal(code, 'data.truncated');
    assert.match(message, new RegExp(`announces ${content.length} bytes`));
    await stream.close();
    await folder.write('x.npy', content);
    assert.deepEqual(await stream.read(4000, 4100), before);
    await stream.close();
  });
});
