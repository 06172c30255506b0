import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { closeChromium, launchChromium } from '../harness/chromium';
import { projectRoot } from '../harness/paths';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { countSetting, countsSetting } from './support/settings';
import { median, rounded } from './support/statistics';

export interface ViewSettings {
  readonly counts: readonly number[];
  readonly rounds: number;
  /** How long the space is turned, ms. */
  readonly turn: number;
}

/** By the processor and by WebGL, whichever the view would choose itself. */
const contenders = { 'Latent Lens': 'canvas', 'Latent Lens by WebGL': 'webgl', 'plain three.js': 'three' } as const;

type Figures = Readonly<Record<string, number | string>>;

/** The points alone, without editor and trainer, beside a plain three.js scene in the same browser. */
export const run: Bench = async ({ log }) =>
  measureViews(
    {
      counts: countsSetting('LATENT_LENS_POINTS', [60_000, 1_000_000]),
      rounds: countSetting('LATENT_LENS_ROUNDS', 3),
      turn: countSetting('LATENT_LENS_TURN_MS', 4000),
    },
    log,
  );

export async function measureViews(
  { counts, rounds, turn }: ViewSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  const browser = await launchChromium(log);
  try {
    const page = process.env.LATENT_LENS_VIEW_PAGE ?? join(folder, 'view.html');
    await writeFile(page, await viewPage());
    const rows: Row[] = [];
    for (const count of counts) {
      const times: Record<string, Figures[]> = {};
      for (let round = 0; round < rounds; round++) {
        for (const [name, contender] of Object.entries(contenders)) {
          const figures = await measureOnce(browser, page, { contender, count, turn });
          log(`${name}, ${count} points: ${JSON.stringify(figures)}`);
          times[name] = [...(times[name] ?? []), figures];
        }
      }
      for (const [name, taken] of Object.entries(times)) {
        rows.push(rowOf(`${name}, ${count} points`, taken, times['plain three.js']));
      }
    }
    return {
      rows,
      figures: figuresOf(rows),
      notes: ['Frames of Latent Lens have the points of the column beside them.'],
    };
  } finally {
    await closeChromium(browser);
    await rm(folder, { recursive: true, force: true });
  }
}

/** A page of its own each time, and a process with it: memory is that of one view. */
async function measureOnce(
  browser: Browser,
  page: string,
  { contender, count, turn }: { readonly contender: string; readonly count: number; readonly turn: number },
): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.mouse.move(1, 1);
    const figures = (await tab.evaluate(`measure('${contender}', ${count}, ${turn})`)) as Figures;
    return { ...figures, memoryMb: await memoryOf(browser) };
  } finally {
    await context.close();
  }
}

/** The most memory that a process of a page has had, MB; not known where there is no /proc. */
async function memoryOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
      }),
  );
  return Math.max(...sizes.filter(Number.isFinite));
}

function rowOf(what: string, taken: readonly Figures[], plain: readonly Figures[]): Row {
  const of = (name: string) => {
    const values = taken.map((figures) => figures[name]).filter((value) => typeof value === 'number');
    return values.length > 0 ? rounded(median(values)) : null;
  };
  const ratio = taken.map((figures, round) => Number(figures.framesPerSecond) / Number(plain[round].framesPerSecond));
  return {
    what,
    'first points ms': of('firstPointsMs'),
    'frames a second': of('framesPerSecond'),
    '× three.js': rounded(median(ratio)),
    'points drawn': of('pointsDrawn'),
    'script ms': of('scriptMs'),
    'hover ms': of('hoverMs'),
    'first hover ms': of('firstHoverMs'),
    'lasso ms': of('lassoMs'),
    'filter ms': of('filterMs'),
    'filter shown ms': of('filterShownMs'),
    'memory MB': of('memoryMb'),
    'drawn by': String(taken[0].drawnBy),
  };
}

/** ms of the main thread for a frame of as many points with so many bodies, while they are turned; and what draws them. */
export async function measureBodies(
  { points, bodies, turn }: { readonly points: number; readonly bodies: number; readonly turn: number },
  log: (line: string) => void,
): Promise<{ readonly scriptMs: number; readonly drawnBy: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  const browser = await launchChromium(log);
  try {
    const page = join(folder, 'view.html');
    await writeFile(page, await viewPage());
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    return await tab.evaluate(`measureWithBodies(${points}, ${bodies}, ${turn})`);
  } finally {
    await closeChromium(browser);
    await rm(folder, { recursive: true, force: true });
  }
}

/** A page that needs nothing besides itself: a person can open it on a machine with a graphics card, too. */
export async function viewPage(): Promise<string> {
  const [bundle, style] = await Promise.all(
    ['view.js', 'view.css'].map((file) => readFile(join(projectRoot, 'dist', 'test', 'bench', 'page', file), 'utf8')),
  );
  const script = bundle.replaceAll('</script', '<\\/script');
  return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Latent Lens: the view, measured</title>
<style>
html, body { margin: 0; height: 100%; background: #1e1e1e; color: #ccc; font: 13px system-ui }
${style}
.stage { position: relative; width: 100%; height: calc(100% - 40px); overflow: hidden }
.figures { padding: 8px } td, th { padding: 2px 8px; text-align: right }
</style><body><script>${script}</script></body></html>`;
}
