// Packages the extension: for linux-x64 with the native library inside, and for every platform without.
// Flags: --target universal|linux-x64 (both by default), --out DIR (dist-vsix by default).
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { main, root, run } from './processes.mjs';
import { setup } from './setup.mjs';

const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
const imageLibraries = join(root, 'node_modules', '@img');
const tfjsNode = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
const nodeApi = join(root, 'node_modules', 'node-api-headers');
/** What ships as it is, where it exists. */
const shipped = [
  'package.nls.json',
  'package.nls.zh-cn.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  'l10n',
  'media',
  '.vscodeignore',
];

/** The target that this machine's editors install: with the native library where it is built in. */
export function ownTarget() {
  return nativeTarget() && existsSync(join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node'))
    ? nativeTarget()
    : 'universal';
}

function nativeTarget() {
  return process.platform === 'linux' && process.arch === 'x64' ? 'linux-x64' : undefined;
}

/** Makes one package per target; answers their files. Needs a set-up checkout, and leaves dist/ alone. */
export async function packageExtension({ targets, out = join(root, 'dist-vsix'), log = console.log }) {
  const { build } = await import('../esbuild.mjs');
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const stage = await mkdtemp(join(tmpdir(), 'latent-lens-package-'));
  try {
    log('Building for production.');
    await build({ production: true, outdir: join(stage, 'dist') });
    for (const name of shipped) {
      if (existsSync(join(root, name))) await cp(join(root, name), join(stage, name), { recursive: true });
    }
    const { scripts, dependencies, devDependencies, private: _, ...published } = manifest;
    await writeFile(join(stage, 'package.json'), JSON.stringify(published, null, 2));

    await addBindingSources(join(stage, 'binding'));

    await mkdir(out, { recursive: true });
    const files = [];
    for (const target of targets) {
      const universal = target === 'universal';
      if (!universal) {
        await addNative(join(stage, 'native'), log);
        await addImageLibrary(join(stage, 'native', '@img'), target);
      }
      const name = `${manifest.name}-${manifest.version}${universal ? '' : `-${target}`}.vsix`;
      log(`Packing ${name}.`);
      // Under another name until it is whole: a test may be installing the one that is there.
      const partial = join(out, `.${process.pid}-${name}`);
      const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
      const platform = universal ? [] : ['--target', target];
      await run(process.execPath, [vsce, 'package', ...options, ...platform, '--out', partial], {
        cwd: stage,
        stdout: 'ignore',
      });
      await rename(partial, join(out, name));
      files.push(join(out, name));
      await rm(join(stage, 'native'), { recursive: true, force: true });
    }
    return files;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** What bindings to other TensorFlow libraries are built from, on the machines that have those. */
async function addBindingSources(target) {
  for (const folder of [join(tfjsNode, 'binding'), join(nodeApi, 'include')]) {
    await cp(folder, target, { recursive: true });
  }
}

/** The binding beside the libraries it links to, by the names it links to: a package holds no symbolic links. */
async function addNative(target, log) {
  await cp(join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node'), join(target, 'lib', 'napi-v8', 'tfjs_binding.node'));
  const libraries = (await readdir(join(tfjsNode, 'deps', 'lib'))).filter((name) => /\.so\.\d+$/.test(name));
  for (const name of libraries) {
    await cp(join(tfjsNode, 'deps', 'lib', name), join(target, 'deps', 'lib', name), { dereference: true });
  }
  for (const name of ['deps/LICENSE', 'deps/THIRD_PARTY_TF_C_LICENSES', 'lib/native.json']) {
    if (existsSync(join(tfjsNode, name))) await cp(join(tfjsNode, name), join(target, name));
  }
  const paths = libraries.map((name) => join(target, 'deps', 'lib', name));
  await promisify(execFile)('strip', ['--strip-unneeded', ...paths]).catch(() => {
    log('Without `strip`, the native library stays larger than it need be.');
  });
}

/** sharp's binding, and libvips where the binding looks for it: beside it, as npm lays them. */
async function addImageLibrary(folder, target) {
  const [binding, library] = [`sharp-${target}`, `sharp-libvips-${target}`];
  for (const name of [binding, library]) {
    await cp(join(imageLibraries, name, 'lib'), join(folder, name, 'lib'), {
      recursive: true,
      filter: (path) => !/\/(glib-2\.0|index\.js)$/.test(path),
    });
  }
  await cp(join(imageLibraries, binding, 'LICENSE'), join(folder, binding, 'LICENSE'));
  await cp(join(imageLibraries, library, 'README.md'), join(folder, library, 'README.md'));
  for (const text of ['lgpl-3.0.txt', 'gpl-3.0.txt']) {
    await cp(join(root, 'scripts', 'licences', text), join(folder, library, text));
  }
}

await main(import.meta.url, async (args) => {
  const { values } = parseArgs({
    args,
    options: { target: { type: 'string' }, out: { type: 'string', default: join(root, 'dist-vsix') } },
  });
  await setup();
  const targets = values.target ? [values.target] : [...new Set(['universal', ownTarget()])];
  const unknown = targets.find((target) => target !== 'universal' && target !== nativeTarget());
  if (unknown)
    throw new Error(
      `--target ${unknown} cannot be packaged here: universal${nativeTarget() ? ` or ${nativeTarget()}` : ''}.`,
    );
  if (targets.length === 1 && !values.target)
    console.log('No native library on this machine: the universal package only.');
  for (const file of await packageExtension({ targets, out: resolve(values.out) })) {
    console.log(`${basename(file)}: ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
  }
});
