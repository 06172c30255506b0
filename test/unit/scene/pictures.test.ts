import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { viewPage } from '../../bench/view';
import { findChromium, launchChromium } from '../../harness/chromium';
import { need } from '../../harness/need';

const silent = () => undefined;
const size = { width: 600, height: 500 };
/** Sums over a part of the picture, from 0 to 1 across and down. */
type Part = readonly [left: number, right: number, top: number, bottom: number];
const [leftHalf, rightHalf]: readonly Part[] = [
  [0.05, 0.45, 0.1, 0.85],
  [0.55, 0.95, 0.1, 0.85],
];

/** Two round heaps on a flat view: 400 red points at the left, 400 blue ones at the right. */
const heaps = `(() => {
  const at = (i, axis) => 0.5 * Math.sin(i * (axis + 1.3) * 0.77) ;
  const positions = Float32Array.from({ length: 2400 }, (_, j) => {
    const [i, axis] = [Math.floor(j / 3), j % 3];
    return at(i, axis) + (axis === 0 ? (i < 400 ? -2 : 2) : 0);
  });
  const colours = Uint8Array.from({ length: 2400 }, (_, j) => (Math.floor(j / 3) < 400 ? [255, 0, 0] : [0, 0, 255])[j % 3]);
  return { positions, colours, axes: ['x', 'y', null] };
})()`;

for (const renderer of ['webgl', 'canvas'] as const) {
  describe(`a picture of points (${renderer})`, () => {
    let browser: Browser | null = null;
    let page: Page;
    let folder: string;

    before(async function () {
      need(this, (await findChromium(silent).catch(() => null)) !== null, 'Chromium');
      folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
      await writeFile(join(folder, 'view.html'), await viewPage());
      browser = await launchChromium(silent);
      page = await browser.newPage({ viewport: size });
      await page.goto(pathToFileURL(join(folder, 'view.html')).href);
      await page.evaluate(`window.view = createPointsView({
          select: (region, how) => { window.selected = [region.count, how]; },
        }, { renderer: '${renderer}' });
        view.setReducedMotion(true);
        document.querySelector('.stage').replaceChildren(view.element);
        view.update(${heaps})`);
    });

    after(async () => {
      await browser?.close();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    /** Changes something, waits for the picture of it at rest, and sums what is red and what is blue in a part. */
    async function sums(part: Part, change = ''): Promise<{ red: number; blue: number }> {
      await page.evaluate(`(async () => {
        const former = view.statistics().pictures;
        ${change};
        const frame = () => new Promise(requestAnimationFrame);
        while (${change === ''} ? view.statistics().pictures === 0 : view.statistics().pictures === former) await frame();
        // At rest when none has come for a while.
        for (let still = 0, last = 0; still < 30; still++) {
          await frame();
          if (view.statistics().pictures !== last) still = 0;
          last = view.statistics().pictures;
        }
      })()`);
      const { data, width, height } = PNG.sync.read(await page.screenshot());
      const total = { red: 0, blue: 0 };
      for (let y = Math.round(part[2] * height); y < part[3] * height; y++) {
        for (let x = Math.round(part[0] * width); x < part[1] * width; x++) {
          const at = 4 * (y * width + x);
          // Grey, of axes and words, is neither.
          total.red += Math.max(0, data[at] - data[at + 2] - 20) / 255;
          total.blue += Math.max(0, data[at + 2] - data[at] - 20) / 255;
        }
      }
      return total;
    }

    it('has each colour where its points are', async () => {
      const [left, right] = [await sums(leftHalf), await sums(rightHalf)];
      assert.ok(left.red > 500 && left.blue < 20, JSON.stringify(left));
      assert.ok(right.blue > 500 && right.red < 20, JSON.stringify(right));
    });

    it('has larger points covering more', async () => {
      const before = await sums(leftHalf);
      const after = await sums(leftHalf, 'view.update({ pointSize: 2 })');
      assert.ok(after.red > 1.5 * before.red, `${before.red}, ${after.red}`);
      await sums(leftHalf, 'view.update({ pointSize: 1 })');
    });

    it('is empty where points are hidden or recoloured', async () => {
      const recoloured = 'Uint8Array.from({ length: 2400 }, (_, j) => [0, 0, 255][j % 3])';
      const left = await sums(leftHalf, `view.update({ colours: ${recoloured} })`);
      assert.ok(left.red < 20 && left.blue > 500, JSON.stringify(left));
      await sums(leftHalf, `view.update(${heaps})`);
    });

    it('marks without drawing the points anew, and selects what a lasso goes round', async () => {
      const pictures = await page.evaluate('view.statistics().pictures');
      await page.mouse.move(0.25 * size.width, 0.47 * size.height);
      await page.evaluate('view.update({ pinned: 3, tool: "lasso" })');
      await page.keyboard.down('Shift');
      await page.mouse.move(0.05 * size.width, 0.1 * size.height);
      await page.mouse.down();
      for (const [x, y] of [
        [0.48, 0.1],
        [0.48, 0.85],
        [0.05, 0.85],
      ]) {
        await page.mouse.move(x * size.width, y * size.height);
      }
      await page.mouse.up();
      await page.keyboard.up('Shift');
      assert.deepEqual(await page.evaluate('selected'), [400, 'add']);
      assert.equal(await page.evaluate('view.statistics().pictures'), pictures);
    });
  });
}
