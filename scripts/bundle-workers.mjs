import { dirname, join, relative } from 'node:path';
import esbuild from 'esbuild';

/** `import source from 'worker:./file.ts'` is the text of that file's own bundle, for a page to start a thread from. */
export function bundleWorkers() {
  return {
    name: 'bundle-workers',
    setup({ onResolve, onLoad, initialOptions }) {
      const { absWorkingDir = process.cwd(), minify, target } = initialOptions;
      onResolve({ filter: /^worker:/ }, ({ path, importer }) => ({
        path: join(dirname(importer), path.slice('worker:'.length)),
        namespace: 'worker',
      }));
      onLoad({ filter: /./, namespace: 'worker' }, async ({ path }) => {
        const { outputFiles, metafile } = await esbuild.build({
          absWorkingDir,
          entryPoints: [relative(absWorkingDir, path)],
          bundle: true,
          write: false,
          metafile: true,
          minify,
          target,
          platform: 'browser',
          format: 'iife',
          legalComments: 'none',
        });
        const watchFiles = Object.keys(metafile.inputs).map((file) => join(absWorkingDir, file));
        return { contents: outputFiles[0].text, loader: 'text', watchFiles };
      });
    },
  };
}
