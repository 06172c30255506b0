import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Log } from './code-server';
import { runCommand } from './processes';
import { ending } from './processor-time';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macOS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The path of a Chromium: `CHROME_PATH`, or one that is installed, or, on Debian as root, installed here and now. */
export async function findChromium(log: Log): Promise<string> {
  const found = await installed();
  if (found) return found;
  if (process.getuid?.() === 0 && (await onPath('apt-get'))) {
    log('Installing Chromium (by apt-get).');
    await runCommand('apt-get', ['update', '-qq']);
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const fresh = await installed();
    if (fresh) return fresh;
  }
  throw new Error(
    'The end-to-end tests need Chromium: install it (Debian: apt-get install chromium), or set CHROME_PATH to one.',
  );
}

async function installed(): Promise<string | undefined> {
  const given = process.env.CHROME_PATH;
  if (given) {
    if (await isExecutable(given)) return given;
    throw new Error(`CHROME_PATH names ${given}, which is no program.`);
  }
  for (const name of names) {
    const path = await onPath(name);
    if (path) return path;
  }
  for (const path of macOS) if (await isExecutable(path)) return path;
  return undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * WebGL2 in software, for what asks for it alone. Chromium would draw the rest of the window by it, too, which took about a
 * fifth of what an end-to-end suite needs of the processor.
 */
const withWebgl = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-gpu-compositing',
  '--disable-gpu-rasterization',
];
const withoutWebgl = ['--disable-gpu', '--disable-software-rasterizer'];

export function closeChromium(browser: Browser): Promise<void> {
  return ending(() => browser.close());
}

/** A headless browser that reaches out to nothing by itself. It ends with this process. */
export async function launchChromium(log: Log, { webgl = true } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(log),
    args: [
      '--no-sandbox',
      ...(webgl ? withWebgl : withoutWebgl),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
