import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeData, openDataset } from '../../../../src/dataset';
import type { Dataset, ExampleStream } from '../../../../src/dataset/examples/dataset';
import { spreadPlace } from '../../../../src/dataset/examples/memory';
import { KeptRowsWriter, prune } from '../../../../src/dataset/store/kept-rows';
import type { DataConfig } from '../../../../src/protocol/config';
import { random } from '../../../../src/random';
import { png, sentenceOf, temporaryFolder } from '../builders';

const edge = 32;
const size = edge * edge * 3;
/** More than a megabyte of them, the least memory that can be asked for. */
const count = 420;
/** One of so many cannot be read. */
const damagedEvery = 50;
const damaged = Math.ceil(count / damagedEvery);
const readable = count - damaged;

type Streamed = Dataset & { stream: ExampleStream };

describe('Images that memory does not hold', () => {
  const folder = temporaryFolder();
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder.path, 'cache');
    await mkdir(images());
    for (let i = 0; i < count; i++) {
      await writeFile(join(images(), nameOf(i)), i % damagedEvery === 0 ? 'nothing' : noise(i));
    }
  });
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });

  const images = () => join(folder.path, 'images');
  const kept = () => join(folder.path, 'cache', 'latent-lens', 'images');
  const nameOf = (i: number) => `${String(i).padStart(4, '0')}.png`;
  const drawn = new Map<number, Buffer>();
  /** Pixels without a pattern that a wrong place could hide in. */
  const noise = (seed: number) => {
    const next = random(seed);
    const image = drawn.get(seed) ?? png(edge, edge, () => [next() & 255, next() & 255, next() & 255]);
    drawn.set(seed, image);
    return image;
  };

  async function opened(config: Partial<DataConfig> = {}): Promise<Streamed> {
    const { stream, ...dataset } = await openDataset({ source: images(), memory: 1, ...config });
    assert.ok(stream, 'It is not streamed.');
    return { ...dataset, stream };
  }

  const whole = (config: Partial<DataConfig> = {}) => openDataset({ source: images(), memory: 100, ...config });

  /** What is streamed, and what is held, are the images that memory would hold. */
  async function assertEqualImages(dataset: Streamed, all: Dataset): Promise<void> {
    const { stream, values, summary } = dataset;
    const { examples } = all.summary;
    assert.deepEqual([stream.examples, stream.width, stream.bytesPerExample], [examples, size, size]);
    assert.equal(summary.streamed, examples);
    assert.equal(values.length, summary.examples * size);
    for (const [begin, end] of [
      [0, 1],
      [7, 130],
      [examples - 3, examples],
      [0, examples],
    ]) {
      assert.deepEqual(await stream.read(begin, end), all.values.slice(begin * size, end * size));
    }
    for (let i = 0; i < summary.examples; i++) {
      const place = stream.placeOf(i);
      assert.equal(place, spreadPlace(i, summary.examples, examples));
      assert.deepEqual(values.subarray(i * size, (i + 1) * size), all.values.slice(place * size, (place + 1) * size));
      assert.deepEqual(dataset.source(i), all.source(place));
    }
    await stream.close();
  }

  async function keptFile(): Promise<string> {
    const [name, ...others] = await readdir(kept());
    assert.deepEqual([name?.endsWith('.images'), others], [true, []]);
    return join(kept(), name);
  }

  /** Makes the cache say something else than the images do, to see what is taken from it. Returns its pictures' number. */
  async function markKept(): Promise<number> {
    const path = await keptFile();
    const bytes = await readFile(path);
    const index = Number(bytes.readBigUInt64LE(bytes.length - 32));
    const pixels = bytes.length - 32 - index;
    await writeFile(path, bytes.fill(222, 0, pixels));
    return pixels / size;
  }

  const isMarked = (image: Uint8Array) => image.every((value) => value === 222);

  async function markedOf({ stream }: Streamed): Promise<boolean[]> {
    const values = await stream.read(0, stream.examples);
    await stream.close();
    return Array.from({ length: stream.examples }, (_, i) =>
      isMarked(values.subarray(i * size, (i + 1) * size) as Uint8Array),
    );
  }

  it('are read from their decoded copy as memory would hold them, and shown by an even sample', async () => {
    const dataset = await opened();
    await assertEqualImages(dataset, await whole());
    const { summary } = dataset;
    assert.ok(summary.examples < readable / 2);
    assert.deepEqual(
      summary.warnings.map(({ code, params }) => [code, params.count ?? params.examples, params.shown]),
      [
        ['data.images.leftOut', damaged, undefined],
        ['data.streamed', readable, summary.examples],
      ],
    );
    const described = await describeData({ source: images(), memory: 1 });
    assert.deepEqual([described.examples, described.streamed], [summary.examples, count]);
    await keptFile();
  });

  it('leave a quarter of the memory to what is shown, and half of it to pieces', async () => {
    const { values, stream } = await opened();
    assert.ok(values.byteLength <= 2 ** 18 && values.byteLength > 2 ** 17);
    assert.equal(stream.memory, 2 ** 19);
    await stream.close();
  });

  it('are labelled by their folders, where they are shown', async () => {
    for (const label of ['a', 'b', 'c']) await mkdir(join(folder.path, 'sorted', label), { recursive: true });
    for (let i = 0; i < count; i++) {
      await copyFile(
        join(images(), nameOf(i)),
        join(folder.path, 'sorted', 'abc'[Math.floor((i * 3) / count)], nameOf(i)),
      );
    }
    const source = join(folder.path, 'sorted');
    const dataset = await opened({ source });
    const all = await whole({ source });
    await assertEqualImages(dataset, all);
    const [label] = dataset.columns;
    assert.deepEqual(label.categories, ['a', 'b', 'c']);
    const expected = Array.from(
      { length: dataset.summary.examples },
      (_, i) => all.columns[0].values[dataset.stream.placeOf(i)],
    );
    assert.deepEqual(Array.from(label.values), expected);
  });

  it('may be named by a table, some of them twice', async () => {
    const rows = Array.from({ length: count + 40 }, (_, i) => `images/${nameOf(i % count)},${i % 7}`);
    const source = await folder.write('list.csv', ['image,kind', ...rows].join('\n'));
    const dataset = await opened({ source });
    const all = await whole({ source });
    assert.equal(all.summary.examples, readable + 39);
    await assertEqualImages(dataset, all);
    const expected = Array.from(
      { length: dataset.summary.examples },
      (_, i) => all.columns[0].values[dataset.stream.placeOf(i)],
    );
    assert.deepEqual(Array.from(dataset.columns[0].values), expected);
    await markKept();
    assert.deepEqual(await markedOf(await opened({ source })), new Array(readable + 39).fill(true));
  });

  it('are streamed as far as a limit goes', async () => {
    await assertEqualImages(await opened({ limit: 400 }), await whole({ limit: 400 }));
    assert.equal((await openDataset({ source: images(), memory: 1, limit: 100 })).stream, undefined);
  });

  it('are held after all where few of them can be read', async () => {
    for (let i = 0; i < count - 100; i++) await writeFile(join(images(), nameOf(i)), 'nothing');
    const { stream, summary, values } = await openDataset({ source: images(), memory: 1 });
    assert.deepEqual([stream, summary.streamed, summary.examples], [undefined, undefined, 98]);
    assert.deepEqual(values, (await whole()).values);
  });

  it('are decoded again only where they have changed', async () => {
    await (await opened()).stream.close();
    assert.equal(await markKept(), readable);
    assert.ok((await markedOf(await opened())).every((marked) => marked));
    assert.ok((await markedOf(await opened({ limit: 400 }))).every((marked) => marked));
    await writeFile(join(images(), nameOf(11)), noise(9999));
    await rm(join(images(), nameOf(1)));
    await writeFile(join(images(), nameOf(50)), noise(50));
    const dataset = await opened();
    const marked = await markedOf(dataset);
    // Without the first, which cannot be read, and the second, which is gone, the 11th and the 50th are these.
    const decoded = marked.flatMap((isMarked, i) => (isMarked ? [] : [i]));
    assert.deepEqual(decoded, [11 - 2, 50 - 2]);
    const { stream } = await opened();
    const fresh = await openDataset(
      { source: join(images(), nameOf(11)), tile: edge, memory: 100 },
      { encoding: dataset.encoding },
    ).catch(() => null);
    assert.equal(await keptFile().then(async (path) => (await stat(path)).size > readable * size), true);
    assert.equal(fresh?.summary.examples, 1);
    assert.deepEqual(await stream.read(9, 10), fresh?.values);
    await stream.close();
  });

  it('keep what had been decoded when the loading was called off', async () => {
    const expected = await whole();
    await rm(kept(), { recursive: true, force: true });
    const abort = new AbortController();
    const onProgress = (fraction: number) => {
      if (fraction > 0.7) abort.abort();
    };
    const { code } = await sentenceOf(
      openDataset({ source: images(), memory: 1 }, { signal: abort.signal, onProgress }),
    );
    assert.equal(code, 'process.cancelled');
    const pictures = await markKept();
    assert.ok(pictures > readable / 3 && pictures < readable, String(pictures));
    const dataset = await opened();
    const marked = await markedOf(dataset);
    assert.deepEqual(
      marked,
      Array.from({ length: readable }, (_, i) => i < pictures),
    );
    const rest = await dataset.stream.read(pictures, readable);
    assert.deepEqual(rest, expected.values.slice(pictures * size));
    await dataset.stream.close();
  });

  it('do not lose what was kept before when a later load is called off sooner', async () => {
    await (await opened()).stream.close();
    await writeFile(join(images(), nameOf(3)), noise(9999));
    const path = await keptFile();
    const { mtimeMs, size: bytes } = await stat(path);
    for (const when of [0.01, 0.3]) {
      const abort = new AbortController();
      const onProgress = (fraction: number) => {
        if (fraction > when) abort.abort();
      };
      await sentenceOf(openDataset({ source: images(), memory: 1 }, { signal: abort.signal, onProgress }));
      assert.equal(await keptFile(), path);
      const after = await stat(path);
      assert.ok(after.size === bytes && after.mtimeMs >= mtimeMs);
    }
  });

  it('say that their copy is gone, and have it made again for who begins anew', async () => {
    const expected = (await whole()).values;
    for (const harm of [
      (path: string) => rm(path),
      (path: string) => truncate(path, 100),
      (path: string) => writeFile(path, 'another file that is long enough to have an end'),
      // As another process may have done for images that have changed.
      async (path: string) => {
        await rm(path);
        await writeFile(join(images(), nameOf(0)), noise(0));
        await (await opened()).stream.close();
        await writeFile(join(images(), nameOf(0)), 'nothing');
      },
    ]) {
      const { stream } = await opened();
      await stream.read(0, 2);
      await stream.close();
      const path = await keptFile();
      await harm(path);
      for (let again = 0; again < 2; again++) {
        const { code, message } = await sentenceOf(stream.read(0, 2));
        assert.equal(code, 'data.images.copyLost');
        assert.ok(message.includes(path) && message.includes(images()), message);
      }
      await stream.close();
      assert.deepEqual(await stream.read(5, 9), expected.slice(5 * size, 9 * size));
      await stream.close();
    }
    const { stream } = await opened();
    await rm(await keptFile());
    await rm(join(images(), nameOf(1)));
    await stream.close();
    await sentenceOf(stream.read(0, 1));
    await stream.close();
    const { code, message } = await sentenceOf(stream.read(0, 1));
    assert.equal(code, 'data.images.changed');
    assert.match(message, new RegExp(`had ${readable} images .* has ${readable - 1} now`));
    await stream.close();
  });

  it('say which file cannot be written', async () => {
    await folder.write('cache', 'a file in its place');
    const { code, message } = await sentenceOf(openDataset({ source: images(), memory: 1 }));
    assert.equal(code, 'data.spool.failed');
    assert.ok(message.includes(kept()) && message.includes(images()), message);
  });
});

describe('The folder of decoded images', () => {
  const folder = temporaryFolder();
  const before = process.env.XDG_CACHE_HOME;
  beforeEach(() => {
    process.env.XDG_CACHE_HOME = folder.path;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });

  it('has to have room for what will be written there', async () => {
    const key = { source: '/data/x', shape: [1024, 1024, 1024] as const, decoder: 'any' };
    const { code, message } = await sentenceOf(KeptRowsWriter.create(key, 2 ** 30));
    assert.equal(code, 'data.spool.room');
    assert.ok(message.includes('/data/x') && message.includes(`takes ${2 ** 40} MB`), message);
    assert.deepEqual(await readdir(join(folder.path, 'latent-lens', 'images')), []);
  });

  it('keeps the file in use however large it is, and the others as far as there is room', async () => {
    // Files without content take no room.
    const paths: string[] = [];
    for (const [i, gigabytes] of [1, 2, 6, 1].entries()) {
      const path = await folder.write(`latent-lens/images/${i}.images`, '');
      await truncate(path, gigabytes * 2 ** 30);
      await utimes(path, 1e9 - i, 1e9 - i);
      paths.push(path);
    }
    const left = async () => (await readdir(join(folder.path, 'latent-lens', 'images'))).sort();
    await prune(paths[2]);
    assert.deepEqual(await left(), ['0.images', '1.images', '2.images']);
    await prune(paths[0]);
    assert.deepEqual(await left(), ['0.images', '1.images']);
  });
});
