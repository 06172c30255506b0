// Lets esbuild bundle fs-native-extensions; its native parts stay files, which are found when the program runs.

import { cp, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('fs-native-extensions'));

/** Where a bundle looks for them: `file-lock/PLATFORM-ARCHITECTURE.node` beside it. */
const shim = `
  const { join } = require('node:path');
  module.exports = require(join(__dirname, 'file-lock', process.platform + '-' + process.arch + '.node'));`;

/** The esbuild plugin for bundles that lock files. */
export function bundleFileLock() {
  return {
    name: 'bundle-file-lock',
    setup(build) {
      build.onResolve({ filter: /^\.\/binding$/ }, ({ path, resolveDir }) =>
        resolveDir === folder ? { path, namespace: 'file-lock-shim' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'file-lock-shim' }, () => ({ contents: shim, resolveDir: folder }));
    },
  };
}

/** For all desktop platforms, 0.5 MB together: one package serves them all. */
export async function copyFileLocks(outdir) {
  const platforms = (await readdir(join(folder, 'prebuilds'))).filter((name) => /^(linux|darwin|win32)-/.test(name));
  for (const platform of platforms) {
    await cp(
      join(folder, 'prebuilds', platform, 'fs-native-extensions.node'),
      join(outdir, 'file-lock', `${platform}.node`),
    );
  }
}
