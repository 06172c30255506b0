// Builds what ships into dist/, and the tests into dist/test/.
// `--watch` keeps building. `--production` minifies and leaves the tests out; `--outdir=DIR` builds elsewhere.
import { cp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import { bundleFileLock, copyFileLocks } from './scripts/bundle-file-lock.mjs';
import { bundleSharp } from './scripts/bundle-sharp.mjs';
import { bundleTfjs, shareTfjs } from './scripts/bundle-tfjs.mjs';
import { bundleWorkers } from './scripts/bundle-workers.mjs';
import { main, root } from './scripts/processes.mjs';

/** Answers esbuild's metafiles: which sources went into which outputs. */
export async function build({ production = false, outdir = join(root, 'dist') } = {}) {
  const results = await Promise.all((await builds({ production, outdir })).map((options) => esbuild.build(options)));
  await copyNativeParts(outdir);
  const metafiles = results.map(({ metafile }) => metafile);
  if (!production) await removeStaleTests(outdir, metafiles);
  return metafiles;
}

async function watch() {
  const outdir = join(root, 'dist');
  await copyNativeParts(outdir);
  for (const options of await builds({ production: false, outdir })) await (await esbuild.context(options)).watch();
}

async function builds({ production, outdir }) {
  const shared = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    metafile: true,
    sourcemap: production ? false : 'linked',
    minify: production,
    legalComments: 'none',
    logLevel: 'warning',
  };
  const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };
  const shipped = [
    { ...node, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode', './film.js'] },
    { ...node, entryPoints: { film: 'src/film/index.ts' } },
    {
      ...node,
      entryPoints: { trainer: 'src/trainer/main.ts' },
      plugins: [bundleTfjs(), shareTfjs(), bundleSharp(), bundleFileLock()],
    },
    { ...node, entryPoints: { 'descent-worker': 'src/layout/descent-worker.ts' } },
    // Loaded when a file needs them; as modules, of which there can be a second instance once one is broken.
    {
      ...node,
      entryPoints: { h5wasm: 'h5wasm/node', zarrita: 'zarrita' },
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      sourcemap: false,
    },
    {
      ...node,
      entryPoints: { cli: 'src/cli/main.ts' },
      banner: { js: '#!/usr/bin/env node' },
      external: ['./trainer.js', './mcp.js'],
    },
    // Loaded by the command that needs it.
    { ...node, entryPoints: { mcp: 'src/mcp/main.ts' } },
    {
      ...shared,
      entryPoints: {
        webview: 'webview/main.ts',
        'data-editor': 'webview/data-editor/main.ts',
        configure: 'webview/configure/main.ts',
        page: 'webview/page/main.ts',
      },
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      plugins: [bundleWorkers()],
    },
  ];
  return production ? shipped : [...shipped, benchPage(shared), ...(await tests(node))];
}

/** What the bench `view` measures in a browser. */
function benchPage(shared) {
  return {
    ...shared,
    entryPoints: { 'test/bench/page/view': 'webview/bench/main.ts' },
    minify: true,
    sourcemap: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    plugins: [bundleWorkers()],
  };
}

/**
 * Every test file is a bundle of its own; packages stay outside, so that all of them share one tfjs. Benches contain tfjs
 * as the trainer does, and so compute with the native library that it would choose.
 */
async function tests(node) {
  const files = await readdir(join(root, 'test'), { recursive: true });
  const entryPoints = files.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => join('test', file));
  const isBench = (file) => file.startsWith(join('test', 'bench'));
  const shared = {
    ...node,
    outbase: 'test',
    outdir: join(node.outdir, 'test'),
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'linked',
    // Each bundle would hold the sources of all that it imports, which are where the map says.
    sourcesContent: false,
  };
  return [
    { ...shared, entryPoints: entryPoints.filter((file) => !isBench(file)), plugins: [shareTfjs(), bundleThree] },
    { ...shared, entryPoints: entryPoints.filter(isBench), plugins: [bundleTfjs(), shareTfjs(), insideTfjs] },
  ];
}

/** Takes tfjs into bundles whose packages stay outside. */
const insideTfjs = {
  name: 'inside-tfjs',
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\// }, ({ path, resolveDir }) => ({
      path: createRequire(join(resolveDir, 'here.js')).resolve(path),
    }));
  },
};

/** three warns where it is required instead of imported. */
const bundleThree = {
  name: 'bundle-three',
  setup({ onResolve }) {
    onResolve({ filter: /^three$/ }, () => ({ path: join(root, 'node_modules/three/build/three.module.js') }));
  },
};

/** dist/ is written over and not emptied first: an editor may be running from it. */
async function removeStaleTests(outdir, metafiles) {
  const written = new Set(metafiles.flatMap(({ outputs }) => Object.keys(outputs).map((file) => resolve(root, file))));
  const folder = join(outdir, 'test');
  for (const file of await readdir(folder, { recursive: true })) {
    const path = join(folder, file);
    if (path.endsWith('.js') && !written.has(path)) await rm(path);
  }
}

/** Files beside the bundles that they load when they run. */
async function copyNativeParts(outdir) {
  await copyFileLocks(outdir);
  for (const file of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm']) {
    await cp(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', file), join(outdir, 'wasm', file));
  }
}

await main(import.meta.url, async (args) => {
  if (args.includes('--watch')) return watch();
  const outdir = args.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length);
  await build({ production: args.includes('--production'), outdir: outdir && resolve(outdir) });
});
