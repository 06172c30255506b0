import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PictureFolder, WebmFile } from '../../../src/film';
import type { FilmPicture } from '../../../src/protocol/film';
import { closeChromium, findChromium, launchChromium } from '../../harness/chromium';
import { need } from '../../harness/need';
import { filmLook } from './film-look';

const silent = () => undefined;
const track = { codec: 'vp9', profile: 'vp09.00.10.08', width: 320, height: 180, framesPerSecond: 24 } as const;

describe('a film on its way to the disk', () => {
  let folder = '';
  let browser: Browser | null = null;
  let page: Page;

  before(async function () {
    need(this, (await findChromium(silent).catch(() => null)) !== null, 'Chromium');
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    await writeFile(join(folder, 'empty.html'), '<!DOCTYPE html><title>films</title>');
    browser = await launchChromium(silent);
    page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, 'empty.html')).href);
  });

  after(async () => {
    if (browser) await closeChromium(browser);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** Pictures of a bright bar that goes from the left to the right, as the browser encodes them. */
  async function encoded(codec: 'vp09.00.10.08' | 'vp8', count: number): Promise<FilmPicture[]> {
    const pictures = (await page.evaluate(`(async () => {
      const pictures = [];
      const encoder = new VideoEncoder({
        output(chunk) {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          pictures.push({ content: Array.from(bytes), isKey: chunk.type === 'key' });
        },
        error(error) { throw error; },
      });
      encoder.configure({ codec: '${codec}', width: 320, height: 180, bitrate: 1e6, framerate: 24 });
      const canvas = new OffscreenCanvas(320, 180);
      const context = canvas.getContext('2d');
      for (let i = 0; i < ${count}; i++) {
        context.fillStyle = '#000';
        context.fillRect(0, 0, 320, 180);
        context.fillStyle = '#fff';
        context.fillRect((i / ${count}) * 320, 0, 320 / ${count}, 180);
        const frame = new VideoFrame(canvas, { timestamp: Math.round(1e6 * i / 24) });
        encoder.encode(frame, { keyFrame: i % 24 === 0 });
        frame.close();
      }
      await encoder.flush();
      return pictures;
    })()`)) as { content: number[]; isKey: boolean }[];
    return pictures.map(({ content, isKey }) => ({ content: Uint8Array.from(content), isKey }));
  }

  for (const [codec, profile] of [
    ['vp9', 'vp09.00.10.08'],
    ['vp8', 'vp8'],
  ] as const) {
    it(`is a ${codec} WebM file that a browser plays, as long as it should be, and goes to any time of`, async () => {
      const path = join(folder, `${codec}.webm`);
      const film = await WebmFile.create(path, { ...track, codec, profile });
      const pictures = await encoded(profile, 48);
      for (let at = 0; at < pictures.length; at += 5) await film.add(pictures.slice(at, at + 5));
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name === `${codec}.webm`),
        [],
      );
      await film.end();
      // The bar is a 48th as wide as the picture.
      const look = await filmLook(page, path, [0.02, 0.52, 1.02, 1.52, 1.98], [0, 0.25, 0.5, 0.75, 1]);
      assert.deepEqual([look.width, look.height], [320, 180]);
      assert.ok(Math.abs(look.duration - 2) < 0.002, `${look.duration} s`);
      const brightest = look.brightness.map((parts) => parts.indexOf(Math.max(...parts)));
      assert.deepEqual(brightest, [0, 1, 2, 3, 3]);
    });
  }

  it('begins each two seconds with a picture that stands for itself', async () => {
    const keys = (await encoded('vp09.00.10.08', 48)).map(({ isKey }, at) => (isKey ? at : -1)).filter((at) => at >= 0);
    assert.deepEqual(keys, [0, 24]);
  });

  it('leaves a file of that name alone until it is whole, and nothing when it is given up', async () => {
    const path = join(folder, 'kept.webm');
    await writeFile(path, 'before');
    const film = await WebmFile.create(path, track);
    await film.add(await encoded('vp09.00.10.08', 5));
    await film.abandon();
    assert.equal(await readFile(path, 'utf8'), 'before');
    assert.deepEqual(
      (await readdir(folder)).filter((name) => /tmp$/.test(name)),
      [],
    );
    const next = await WebmFile.create(path, track);
    await next.add(await encoded('vp09.00.10.08', 5));
    await next.end();
    assert.ok((await stat(path)).size > 200);
  });

  it('says what the file system says', async () => {
    await assert.rejects(WebmFile.create(join(folder, 'nowhere', 'film.webm'), track), { code: 'ENOENT' });
    await assert.rejects(PictureFolder.create(join(folder, 'nowhere', 'film'), 3), { code: 'ENOENT' });
    // A disk can't be filled here: the file is taken away from under it.
    const path = join(folder, 'full.webm');
    const film = await WebmFile.create(path, track);
    const handle = Object.values(film).find((part) => part && typeof part === 'object' && 'fd' in part);
    await handle.close();
    const many = { content: new Uint8Array(2 ** 21), isKey: true };
    await assert.rejects(async () => {
      for (let i = 0; i < 4; i++) await film.add([many]);
      await film.end();
    }, /EBADF|closed/);
    await film.abandon();
    assert.deepEqual(
      (await readdir(folder)).filter((name) => /full/.test(name)),
      [],
    );
  });

  it('is a folder of pictures whose numbers sort as they follow one another', async () => {
    const path = join(folder, 'pictures');
    const film = await PictureFolder.create(path, 120);
    await film.add([1, 2, 3].map((value) => ({ content: Uint8Array.of(value), isKey: true })));
    await film.add([{ content: Uint8Array.of(4), isKey: true }]);
    await film.end();
    assert.deepEqual((await readdir(path)).sort(), ['001.png', '002.png', '003.png', '004.png']);
    assert.deepEqual([...(await readFile(join(path, '004.png')))], [4]);
    await film.abandon();
    await assert.rejects(stat(path), { code: 'ENOENT' });
  });
});
