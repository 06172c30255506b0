// Lets esbuild bundle sharp's JavaScript; its native library stays a file that is found when the program runs.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Modules of sharp that look for the library as npm installs it or builds it, with what is needed of them here. */
const shims = {
  // Where the binding is: native/ beside dist/ (packaged), or the package that npm chose for this platform.
  './sharp.cjs': `
    const { existsSync } = require('node:fs');
    const { join } = require('node:path');
    const { version } = require('../package.json');
    const platform = require('./libvips.cjs').runtimePlatformArch();
    const name = 'sharp-' + platform;
    const packaged = join(__dirname, '..', 'native', '@img', name, 'lib', name + '-' + version + '.node');
    module.exports = require(existsSync(packaged) ? packaged : '@img/' + name + '/sharp.node');
    if (/^linux.*-x64$/.test(platform) && !module.exports._isUsingX64V2()) {
      throw new Error('sharp needs a processor with the instructions of x86-64-v2.');
    }`,
  './libvips.cjs': `
    const { familySync, isNonGlibcLinuxSync } = require('detect-libc');
    const libc = () => (isNonGlibcLinuxSync() ? familySync() : '');
    exports.runtimePlatformArch = () => process.platform + libc() + '-' + process.arch;`,
};

/** The esbuild plugin for bundles that contain sharp. Needs `platform: 'node'`, `format: 'cjs'`. */
export function bundleSharp() {
  const entry = createRequire(import.meta.url).resolve('sharp');
  const folder = dirname(entry);
  return {
    name: 'bundle-sharp',
    setup(build) {
      // Its twin for `import` finds the library by the module's own address, which a bundle has not.
      build.onResolve({ filter: /^sharp$/ }, () => ({ path: entry }));
      build.onResolve({ filter: /^\.\/(sharp|libvips)\.cjs$/ }, ({ path, resolveDir }) =>
        resolveDir === folder ? { path, namespace: 'sharp-shim' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'sharp-shim' }, ({ path }) => ({
        contents: shims[path],
        loader: 'js',
        resolveDir: folder,
      }));
    },
  };
}
