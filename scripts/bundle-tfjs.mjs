// Lets esbuild bundle tfjs-node's JavaScript; the native library stays a file that is found when the program runs.

/** Packages that tfjs-node pulls in for the browser or for its set-up, each with what it is used for while running. */
const shims = {
  // Whoever loads tfjs-node says where the binding is, before (src/runtime/native-library.ts).
  '@mapbox/node-pre-gyp': "module.exports = require('@mapbox/node-pre-gyp/lib/pre-binding');",
  '@mapbox/node-pre-gyp/lib/pre-binding': 'exports.find = () => undefined;',
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

/**
 * One namespace of tfjs for all modules of a bundle. esbuild makes each that imports a CommonJS module a copy of that one's
 * thousand exports, which took a fifth of a second of each start of the trainer.
 */
export function shareTfjs() {
  return {
    name: 'share-tfjs',
    setup(build) {
      const namespace = 'tfjs-namespace';
      build.onResolve({ filter: /^@tensorflow\/tfjs$/ }, ({ path, kind, importer, namespace: from }) => {
        const isOurs = kind === 'import-statement' && from !== namespace && !importer.includes('node_modules');
        return isOurs ? { path, namespace } : undefined;
      });
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `export * from '${path}';`,
        loader: 'js',
        resolveDir: import.meta.dirname,
      }));
    },
  };
}

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
