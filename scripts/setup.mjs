// Makes a checkout ready: dependencies, the native library, a build. Each step only where it is due.
// Uses nothing but Node until the dependencies are there.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main, npm, root, run } from './processes.mjs';

const oldestNode = 20;

/** What a build depends on. */
const sources = [
  'src',
  'webview',
  'test',
  'scripts',
  'esbuild.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
/** The standard output belongs to what follows the set-up. */
const quiet = { stdout: 2 };
const stamp = join(root, 'dist', '.built-from');

/** `log` takes lines for a person. Resolves to whether the native library is there. */
export async function setup({ log = console.log } = {}) {
  const [major] = process.versions.node.split('.');
  if (Number(major) < oldestNode)
    throw new Error(`Latent Lens needs Node ${oldestNode} or newer; this is ${process.version}.`);
  if (!(await dependenciesAreThere())) {
    log('Installing the dependencies (npm ci).');
    await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], quiet);
  }
  const { installNative } = await import('./native.mjs');
  const native = await installNative({ log });
  const state = await sourceState();
  if ((await readFile(stamp, 'utf8').catch(() => '')) !== state) {
    log('Building.');
    await run(process.execPath, ['esbuild.mjs'], quiet);
    await writeFile(stamp, state);
  }
  return native;
}

/** Whether npm's own record of what it installed agrees with the lock file. */
async function dependenciesAreThere() {
  const [wanted, installed] = await Promise.all(['package-lock.json', 'node_modules/.package-lock.json'].map(packages));
  if (!installed) return false;
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(([path, { version, optional }]) => (installed[path] ? installed[path].version === version : optional));
}

async function packages(file) {
  return JSON.parse(await readFile(join(root, file), 'utf8').catch(() => '{}')).packages;
}

/** A hash over names and contents. */
async function sourceState() {
  const hash = createHash('sha256');
  for (const source of sources) {
    const below = await readdir(join(root, source), { recursive: true, withFileTypes: true }).catch(() => null);
    const files = below
      ? below.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      : [join(root, source)];
    for (const file of files.sort()) {
      const content = await readFile(file);
      hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

await main(import.meta.url, async () => {
  const { how } = await setup();
  console.log(`Ready. Native library: ${how}`);
});
