import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import esbuild from 'esbuild';
import type { BackendChoice } from '../../../src/protocol/config';
import { formatSentence, UserError } from '../../../src/protocol/errors';
import { sentences } from '../../../src/protocol/sentences';
import { chooseBackend } from '../../../src/runtime/backend';
import { loadNativeLibrary } from '../../../src/runtime/native-library';

describe('choice of the backend', function () {
  this.timeout(60_000);
  for (const choice of ['wasm', 'cpu'] as const) {
    it(`${choice} is what runs, with no word of a fallback`, async () => {
      const { name, version, fallback } = await chooseBackend(choice);
      assert.deepEqual([name, tf.getBackend(), fallback], [choice, choice, undefined]);
      assert.match(version, /^\d+\.\d+/);
      assert.equal(tf.add(1, 2).dataSync()[0], 3);
    });
  }

  it('tensorflow runs, or is refused with a sentence', async () => {
    const library = loadNativeLibrary();
    if (library.status === 'loaded') {
      const { name, version } = await chooseBackend('tensorflow');
      assert.deepEqual([name, tf.getBackend(), version], ['tensorflow', 'tensorflow', library.version]);
      assert.equal(tf.add(1, 2).dataSync()[0], 3);
    } else {
      await assert.rejects(chooseBackend('tensorflow'), UserError);
    }
  });

  it('auto takes tensorflow where it loads, and else says why it does not', async () => {
    const { name, fallback } = await chooseBackend('auto');
    const loaded = loadNativeLibrary().status === 'loaded';
    assert.equal(name, loaded ? 'tensorflow' : 'wasm');
    assert.equal(fallback === undefined, loaded);
  });
});

/** Processes of their own, as the trainer is one, with bundles as they ship and native libraries that do not work. */
describe('choice of the backend in a bundle', function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-backend-'));
    bundle = join(folder, 'dist', 'program.js');
    const plugin = pathToFileURL(resolve('scripts/bundle-tfjs.mjs')).href;
    const { bundleTfjs } = await import(plugin);
    await esbuild.build({
      stdin: {
        contents: `
          import * as tf from '@tensorflow/tfjs';
          import { chooseBackend } from './src/runtime/backend';
          chooseBackend(process.argv[2]).then(
            (info) => console.log(JSON.stringify({ info, sum: tf.add(1, 2).dataSync()[0] })),
            (error) => console.log(JSON.stringify({ code: error.code })),
          );`,
        resolveDir: process.cwd(),
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      plugins: [bundleTfjs()],
    });
    const wasm = 'tfjs-backend-wasm-simd.wasm';
    await mkdir(join(folder, 'dist', 'wasm'));
    await copyFile(
      resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist', wasm),
      join(folder, 'dist', 'wasm', wasm),
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(choice: BackendChoice, binding?: string) {
    const env = { ...process.env, NODE_PATH: '', LATENT_LENS_BINDING: binding ?? '' };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bundle, choice], { env });
    assert.equal(stderr, '', 'nothing on the console');
    return JSON.parse(stdout);
  }

  it('without a native library runs WebAssembly and says so', async () => {
    const { info, sum } = await run('auto');
    assert.deepEqual([info.name, sum, info.fallback.code], ['wasm', 3, 'backend.fallback-missing']);
    assert.match(formatSentence(info.fallback), /not installed.*slower wasm backend/);
    assert.equal((await run('tensorflow')).code, 'backend.missing');
  });

  it('with a broken native library runs WebAssembly and says so', async () => {
    const binding = join(folder, 'tfjs_binding.node');
    await writeFile(binding, 'This is no library, whatever its name may say. '.repeat(100));
    const { info, sum } = await run('auto', binding);
    assert.deepEqual([info.name, sum, info.fallback.code], ['wasm', 3, 'backend.fallback-broken']);
    assert.doesNotMatch(formatSentence(info.fallback), /[{}\n]/);
    assert.equal((await run('tensorflow', binding)).code, 'backend.broken');
  });

  it('with a native library whose own libraries are lost runs WebAssembly and says so', async () => {
    const library = loadNativeLibrary();
    if (library.status !== 'loaded' || process.platform === 'win32') {
      console.log('There is no native library to take apart: left out.');
      return;
    }
    const binding = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
    await mkdir(join(folder, 'lib', 'napi-v8'), { recursive: true });
    await copyFile(resolve('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'), binding);
    const { info } = await run('auto', binding);
    assert.deepEqual([info.name, info.fallback.code], ['wasm', 'backend.fallback-broken']);
    assert.match(info.fallback.params.reason, /libtensorflow/);
  });

  it('finds the native library by its place, and runs it', async () => {
    const library = loadNativeLibrary();
    if (library.status !== 'loaded') {
      console.log('There is no native library here: left out.');
      return;
    }
    const binding = resolve('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
    const { info, sum } = await run('auto', binding);
    assert.deepEqual([info, sum], [{ name: 'tensorflow', version: library.version }, 3]);
  });

  it('without WebAssembly either runs plain JavaScript', async () => {
    await rm(join(folder, 'dist', 'wasm'), { recursive: true });
    const { info, sum } = await run('auto');
    assert.deepEqual([info.name, sum], ['cpu', 3]);
    assert.equal((await run('wasm')).code, 'backend.wasm-broken');
  });
});

it('has a sentence for every failure of a backend', () => {
  for (const status of ['missing', 'broken', 'old-processor'] as const) {
    assert.ok(sentences[`backend.${status}`].length > 40);
    assert.ok(sentences[`backend.fallback-${status}`].includes('{backend}'));
  }
});
