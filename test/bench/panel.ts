import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { PanelPage } from '../harness/panel-page';
import { until } from '../harness/processes';
import type { Bench } from './support/bench';
import { count, createContender, inOwnFolder, openRun, timeFirstPoints } from './support/first-points';
import { median, quantile, rounded } from './support/statistics';

const orbitSteps = 240;
const cursorMoves = 200;
/** Another package of the extension to time in turns with this one. */
const rival = process.env.LATENT_LENS_BENCH_RIVAL;

/**
 * The panel with as many points as MNIST has: until they are seen, of a stored run and of one that is only chosen to be
 * trained; while they are turned; and what is loaded for it.
 */
export const run: Bench = ({ log, vsix }) =>
  inOwnFolder(async (folder) => {
    const file = await vsix();
    log(`Training on ${count} generated images.`);
    const own = await createContender('this', file, join(folder, 'this'), true);
    const contenders = rival ? [own, await createContender('rival', rival, join(folder, 'rival'), false)] : [own];
    const firstPoints = await timeFirstPoints(contenders, log);

    const { session } = await openRun(own, log);
    try {
      const { page } = session.workbench;
      const panel = new PanelPage(session.workbench);
      const { frames, milliseconds } = await orbit(page, panel);
      const cursor = await cursorTimes(panel);
      await panel.get('help').click();
      const statistics = await panel.text('view-statistics');
      const scriptMs = Number(/([\d.]+)\s*ms/.exec(statistics)?.[1]);
      const sizes = bundleSizes(await readFile(file));
      const figures = {
        points: count,
        ...firstPoints,
        scriptMsPerFrame: scriptMs,
        framesPerSecond: Math.round((1000 * frames) / milliseconds),
        cursorMs: rounded(median(cursor)),
        cursorP95Ms: rounded(quantile(cursor, 0.95)),
        renderer: statistics,
        ...Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [`${name} kB`, Math.round(bytes / 1000)])),
      };
      return { rows: Object.entries(figures).map(([figure, value]) => ({ figure, value })), figures };
    } finally {
      await session.close();
    }
  });

/** Drags the space round while counting the frames that the browser shows. */
async function orbit(page: Page, panel: PanelPage): Promise<{ frames: number; milliseconds: number }> {
  const box = await until('the space', () => panel.get('points').boundingBox());
  const body = panel.frame.locator('body');
  await body.evaluate(`window.orbitFrames = 0; window.orbitOn = true;
    (function count() { window.orbitFrames++; if (window.orbitOn) requestAnimationFrame(count); })();`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const begun = performance.now();
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < orbitSteps; step++) {
    const angle = (step / orbitSteps) * 2 * Math.PI;
    await page.mouse.move(x + Math.sin(angle) * 160, y + Math.sin(2 * angle) * 60);
  }
  await page.mouse.up();
  const milliseconds = performance.now() - begun;
  const frames = Number(await body.evaluate('window.orbitOn = false, window.orbitFrames'));
  return { frames, milliseconds };
}

/** From a key that moves the cursor to the decoded picture beside it, ms, by the page's own clock: through trainer, host and panel. */
async function cursorTimes(panel: PanelPage): Promise<readonly number[]> {
  await panel.get('cursor-toggle').click();
  await panel.get('cursor-image').locator('canvas').waitFor();
  return panel.frame.locator('body').evaluate(`(async () => {
    const space = document.querySelector('[data-testid=points] [role=application]');
    const picture = document.querySelector('[data-testid=cursor-image]');
    const times = [];
    for (let move = -3; move < ${cursorMoves}; move++) {
      const begun = performance.now();
      const key = Math.floor(move / 10) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
      await new Promise((shown) => {
        const seen = new MutationObserver(() => (seen.disconnect(), shown()));
        seen.observe(picture, { childList: true });
        space.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true, bubbles: true, cancelable: true }));
      });
      if (move >= 0) times.push(performance.now() - begun);
    }
    return times;
  })()`);
}

/** Bytes of the bundles in a package. */
function bundleSizes(vsix: Uint8Array): Record<string, number> {
  const sizes: Record<string, number> = {};
  unzipSync(vsix, {
    filter: ({ name, originalSize }) => {
      const bundle = /dist\/([\w-]+\.(?:js|css))$/.exec(name)?.[1];
      if (bundle) sizes[bundle] = originalSize;
      return false;
    },
  });
  return sizes;
}
