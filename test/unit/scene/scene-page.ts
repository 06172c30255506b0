import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { viewPage } from '../../bench/view';
import { closeChromium, findChromium, launchChromium } from '../../harness/chromium';
import { need } from '../../harness/need';

const silent = () => undefined;

/** From 0 to 1 across and down. */
export type Part = readonly [left: number, right: number, top: number, bottom: number];

export interface ScenePage {
  readonly page: Page;
  /** The view as it is seen once it is at rest, after a change: `change` is code, with the view as `view`. */
  pictureAfter(change?: string): Promise<PNG>;
}

/** All bundles of tests in this process have one browser, which is started when it is first asked for. */
const key: unique symbol = Symbol.for('latent-lens-scene-browser');
const shared = globalThis as { [key]?: Promise<Browser> };

const browser = () => {
  shared[key] ??= launchChromium(silent);
  return shared[key];
};

after(async () => {
  const open = shared[key];
  delete shared[key];
  if (open) await closeChromium(await open);
});

/** Opens before the tests of a suite a page with a view of points, `window.view`, drawn in one way, and closes it. */
export function useScenePage(
  renderer: 'webgl' | 'canvas',
  { size, listener = '{}' }: { readonly size: { width: number; height: number }; readonly listener?: string },
): ScenePage {
  let page: Page | undefined;
  let folder: string;

  before(async function () {
    need(this, (await findChromium(silent).catch(() => null)) !== null, 'Chromium');
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    await writeFile(join(folder, 'view.html'), await viewPage());
    page = await (await browser()).newPage({ viewport: size });
    await page.goto(pathToFileURL(join(folder, 'view.html')).href);
    await page.evaluate(`window.view = createPointsView(${listener}, { renderer: '${renderer}' });
      view.setReducedMotion(true);
      document.querySelector('.stage').replaceChildren(view.element)`);
  });

  after(async () => {
    await page?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  return {
    get page() {
      assert.ok(page, 'the page is not open');
      return page;
    },
    async pictureAfter(change = '') {
      await this.page.evaluate(`(async () => {
        ${change};
        const frame = () => new Promise(requestAnimationFrame);
        // At rest when none has come for a while.
        for (let still = 0, last = 0; still < 30 || last === 0; still++) {
          await frame();
          if (view.statistics().pictures !== last) still = 0;
          last = view.statistics().pictures;
        }
      })()`);
      return PNG.sync.read(await this.page.screenshot());
    },
  };
}

/** The sum of what `weigh` says of each pixel of a part. */
export function sumOf(
  { data, width, height }: PNG,
  part: Part,
  weigh: (red: number, green: number, blue: number, at: number) => number,
): number {
  let total = 0;
  for (let y = Math.round(part[2] * height); y < part[3] * height; y++) {
    for (let x = Math.round(part[0] * width); x < part[1] * width; x++) {
      const at = 4 * (y * width + x);
      total += weigh(data[at], data[at + 1], data[at + 2], at);
    }
  }
  return total;
}

/** How many pixels of a part are other than before. */
export function changedIn(before: PNG, after: PNG, part: Part): number {
  return sumOf(after, part, (red, green, blue, at) => {
    const { data } = before;
    return Math.abs(red - data[at]) + Math.abs(green - data[at + 1]) + Math.abs(blue - data[at + 2]) > 30 ? 1 : 0;
  });
}

/** Two round heaps: 400 red points at the left, 400 blue ones at the right; on a flat view where `third` is `null`. */
export function twoHeaps(third: string): string {
  return `(() => {
  const at = (i, axis) => 0.5 * Math.sin(i * (axis + 1.3) * 0.77) ;
  const positions = Float32Array.from({ length: 2400 }, (_, j) => {
    const [i, axis] = [Math.floor(j / 3), j % 3];
    return at(i, axis) + (axis === 0 ? (i < 400 ? -2 : 2) : 0);
  });
  const colours = Uint8Array.from({ length: 2400 }, (_, j) => (Math.floor(j / 3) < 400 ? [255, 0, 0] : [0, 0, 255])[j % 3]);
  return { positions, colours, axes: ['x', 'y', ${third}] };
})()`;
}
