import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openDataset } from '../../../../../src/dataset';
import type { Dataset } from '../../../../../src/dataset/examples/dataset';
import { png, sentenceOf, temporaryFolder } from '../../builders';

/** So many images of nearly a megapixel are worth keeping. */
const many = 20;
const edge = 920;
/** Bytes of an image once it is brought to the usual size. */
const size = 64 * 64 * 3;

describe('the cache of decoded images', () => {
  const folder = temporaryFolder();
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder.path, 'cache');
  });
  afterEach(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });

  const images = () => join(folder.path, 'images');
  const kept = () => join(folder.path, 'cache', 'latent-lens', 'images');
  const open = () => openDataset({ source: images() });
  const level = (value: number) => {
    const background = { r: value, g: value, b: value };
    return sharp({ create: { width: edge, height: edge, channels: 3, background } })
      .png({ compressionLevel: 1 })
      .toBuffer();
  };

  /** Images of levels 0, 1, 2, … */
  async function writeMany(): Promise<void> {
    for (let i = 0; i < many; i++) await folder.write(`images/${String(i).padStart(2, '0')}.png`, await level(i));
  }

  async function keptFile(): Promise<string> {
    const [name, ...others] = await readdir(kept());
    assert.deepEqual([name.endsWith('.images'), others], [true, []]);
    return join(kept(), name);
  }

  /** Makes the cache say something else than the images do, to see what is taken from it. */
  async function markKept(): Promise<void> {
    const path = await keptFile();
    const bytes = await readFile(path);
    bytes.fill(222, 0, many * size);
    await writeFile(path, bytes);
  }

  const firstPixels = ({ values, summary }: Dataset) =>
    Array.from({ length: summary.examples }, (_, i) => values[i * size]);

  it('keeps large sets, and takes from it what has not changed', async () => {
    await writeMany();
    const decoded = await open();
    assert.deepEqual(firstPixels(decoded).slice(0, 3), [0, 1, 2]);
    await markKept();
    await folder.write('images/01.png', await level(77));
    await folder.write('images/19.png', await level(88));
    await rm(join(images(), '00.png'));
    const again = await open();
    assert.deepEqual(firstPixels(again), [77, ...Array.from({ length: many - 3 }, () => 222), 88]);
    assert.deepEqual(again.summary.warnings, []);
  });

  it('decodes a file of another length again, though it claims to be as old', async () => {
    await writeMany();
    const path = join(images(), '05.png');
    await utimes(path, 1e9, 1e9);
    await open();
    await markKept();
    await folder.write('images/05.png', Buffer.concat([await level(77), Buffer.alloc(3)]));
    await utimes(path, 1e9, 1e9);
    assert.equal(firstPixels(await open())[5], 77);
  });

  it('tells of files that could not be read then, as if it had tried again', async () => {
    await writeMany();
    await folder.write('images/03.png', 'nothing');
    const raw = { width: edge, height: 2 * edge, channels: 3, pageHeight: edge } as const;
    const twoFrames = sharp(Buffer.alloc(6 * edge * edge).fill(9, 3 * edge * edge), { raw }).webp({ delay: 100 });
    await folder.write('images/20.webp', await twoFrames.toBuffer());
    const { summary } = await open();
    assert.deepEqual(
      summary.warnings.map(({ code }) => code),
      ['data.images.frames', 'data.images.leftOut'],
    );
    const again = await open();
    assert.deepEqual(again.summary, summary);
    assert.deepEqual(firstPixels(again).slice(0, 5), [0, 1, 2, 4, 5]);
    assert.deepEqual(again.source(3), { path: join(images(), '04.png') });
  });

  it('is passed over where it is damaged, and written anew', async () => {
    await writeMany();
    await open();
    const path = await keptFile();
    await truncate(path, 1000);
    assert.deepEqual(firstPixels(await open()).slice(0, 3), [0, 1, 2]);
    const { size: bytes } = await stat(path);
    assert.ok(bytes > many * size);
    await writeFile(path, Buffer.alloc(bytes, 1));
    assert.deepEqual(firstPixels(await open()).slice(0, 3), [0, 1, 2]);
    await rm(join(folder.path, 'cache'), { recursive: true });
    assert.deepEqual(firstPixels(await open()).slice(0, 3), [0, 1, 2]);
  });

  it('is not there for small sets, and nobody misses it where it cannot be written', async () => {
    await folder.write('images/a.png', await level(1));
    await folder.write('images/b.png', await level(2));
    await open();
    await assert.rejects(readdir(kept()));
    await folder.write('cache', 'a file in its place');
    await writeMany();
    assert.equal((await open()).summary.examples, many + 2);
  });

  it('removes what a writer left behind that was ended, and nothing that is being written', async () => {
    await writeMany();
    const ended = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    const anHourAgo = Date.now() / 1000 - 3600;
    const write = async (name: string, time: number) => {
      await utimes(await folder.write(`cache/latent-lens/images/${name}`, 'half'), time, time);
      return name;
    };
    await write(`a.images.${ended}-0a.tmp`, anHourAgo);
    await write(`b.images.${process.ppid}-0b.tmp`, 1);
    const stays = [
      await write(`c.images.${ended}-0c.tmp`, Date.now() / 1000),
      await write(`d.images.${process.ppid}-0d.tmp`, anHourAgo),
    ];
    await open();
    const names = await readdir(kept());
    assert.deepEqual(names.filter((name) => !name.endsWith('.images')).sort(), stays);
  });

  it('keeps what had been decoded when the loading was called off', async () => {
    const small = png(4, 4, () => [9, 9, 9]);
    const names = Array.from({ length: 1100 }, (_, i) => `images/${String(i).padStart(4, '0')}.png`);
    for (const name of names) await folder.write(name, small);
    const abort = new AbortController();
    const onProgress = (fraction: number) => {
      if (fraction > 0.93) abort.abort();
    };
    const loading = openDataset({ source: images() }, { signal: abort.signal, onProgress });
    assert.equal((await sentenceOf(loading)).code, 'process.cancelled');
    const path = await keptFile();
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(222, 0, 500 * 28 * 28));
    const { values, summary } = await open();
    const marked = Array.from({ length: summary.examples }, (_, i) => values[i * 28 * 28] === 222);
    assert.deepEqual(
      marked,
      names.map((_, i) => i < 500),
    );
  });
});
