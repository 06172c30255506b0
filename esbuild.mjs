// Builds what ships into dist/, and the tests into dist/test/. `--watch` keeps building; `--production` minifies.
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { bundleTfjs } from './scripts/bundle-tfjs.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const shared = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'warning',
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };

/** Every test file is a bundle of its own; packages stay outside, so that all of them share one tfjs. */
async function testFiles() {
  const files = await readdir('test', { recursive: true });
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).map((file) => join('test', file));
}

const builds = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', external: ['vscode'] },
  { ...node, entryPoints: { trainer: 'src/trainer/main.ts' }, outdir: 'dist', plugins: [bundleTfjs()] },
  {
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
    external: ['./trainer.js'],
  },
  {
    ...shared,
    entryPoints: { webview: 'webview/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': 'file' },
  },
];
if (!production) {
  builds.push({
    ...node,
    entryPoints: await testFiles(),
    outbase: 'test',
    outdir: 'dist/test',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
  });
}

await rm('dist', { recursive: true, force: true });
await cp('node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', 'dist/wasm/tfjs-backend-wasm-simd.wasm');
await cp('node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm', 'dist/wasm/tfjs-backend-wasm.wasm');
if (watch) {
  for (const build of builds) await (await esbuild.context(build)).watch();
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
}
