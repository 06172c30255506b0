// Lets esbuild bundle tfjs-node's JavaScript; the native library stays a file that is found when the program runs.

/** Packages that tfjs-node pulls in for the browser or for its set-up, each with what it is used for while running. */
const shims = {
  // Where the binding is: LATENT_LENS_BINDING, or native/ beside dist/ (packaged), or tfjs-node's own folder.
  '@mapbox/node-pre-gyp': `
    const { existsSync } = require('node:fs');
    const { dirname, join } = require('node:path');
    const { createRequire } = require('node:module');
    const binding = join('lib', 'napi-v8', 'tfjs_binding.node');
    const packaged = join(__dirname, '..', 'native', binding);
    const installed = () => {
      try {
        return join(dirname(createRequire(__filename).resolve('@tensorflow/tfjs-node/package.json')), binding);
      } catch {
        return packaged;
      }
    };
    exports.find = () => process.env.LATENT_LENS_BINDING || (existsSync(packaged) ? packaged : installed());`,
  // Node's own fetch serves.
  'node-fetch': 'module.exports = globalThis.fetch;',
  // tfjs re-exports the WebGL backend and names its version; there is no WebGL in Node.
  '@tensorflow/tfjs-backend-webgl': "exports.version_webgl = 'none';",
  // Models are written in core operations. tfjs-node derives a progress bar from the layers' callback.
  '@tensorflow/tfjs-layers': `
    exports.version_layers = 'none';
    exports.CustomCallback = class {};
    exports.registerCallbackConstructor = () => {};`,
  '@tensorflow/tfjs-converter': "exports.version_converter = 'none';",
  '@tensorflow/tfjs-data': "exports.version_data = 'none'; exports.version = {};",
};

/** The esbuild plugin for bundles that contain tfjs-node. Needs `platform: 'node'`, `format: 'cjs'`. */
export function bundleTfjs() {
  return {
    name: 'bundle-tfjs',
    setup(build) {
      const filter = new RegExp(`^(${Object.keys(shims).join('|')})$`);
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'tfjs-shim' }));
      build.onLoad({ filter: /.*/, namespace: 'tfjs-shim' }, ({ path }) => ({
        contents: shims[path],
        loader: 'js',
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
