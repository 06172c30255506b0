import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { formatSentence, type Sentence, UserError } from '../../../src/protocol/errors';
import { chooseBackend } from '../../../src/runtime/backend';
import { need } from '../../harness/need';
import { hasNativeLibrary } from '../model/fixtures';
import { Program, tfjsNode } from './program';

describe('choice of the backend', () => {
  for (const choice of ['wasm', 'cpu'] as const) {
    it(`${choice} is what runs, with no word of a fallback`, async () => {
      const { name, version, fallback } = await chooseBackend(choice);
      assert.deepEqual([name, tf.getBackend(), fallback], [choice, choice, undefined]);
      assert.match(version, /^\d+\.\d+/);
      assert.equal(tf.add(1, 2).dataSync()[0], 3);
    });
  }

  it('tensorflow runs, or is refused with a sentence', async () => {
    if (hasNativeLibrary()) {
      const { name, version, library } = await chooseBackend('tensorflow');
      assert.deepEqual([name, tf.getBackend(), library?.kind], ['tensorflow', 'tensorflow', 'bundled']);
      assert.match(version, /^\d+\.\d+/);
      assert.equal(tf.add(1, 2).dataSync()[0], 3);
    } else {
      await assert.rejects(chooseBackend('tensorflow'), UserError);
    }
  });

  it('auto takes tensorflow where it loads, and else says why it does not', async () => {
    const { name, fallback } = await chooseBackend('auto');
    const loaded = hasNativeLibrary();
    assert.equal(name, loaded ? 'tensorflow' : 'wasm');
    assert.equal(fallback === undefined, loaded);
  });
});

describe('choice of the backend in a bundle', () => {
  let folder: string;
  let program: Program;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-backend-'));
    program = await Program.build(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('without a native library runs WebAssembly and says so', async () => {
    const { info, sum } = await program.run('auto');
    assert.deepEqual([info.name, sum, info.fallback?.code], ['wasm', 3, 'backend.fallback-missing']);
    assert.match(wordsOf(info.fallback), /not installed.*slower wasm backend/);
    assert.equal((await program.run('tensorflow')).code, 'backend.missing');
  });

  it('with a broken native library runs WebAssembly and says so', async () => {
    const binding = join(folder, 'tfjs_binding.node');
    await writeFile(binding, 'This is no library, whatever its name may say. '.repeat(100));
    const environment = { LATENT_LENS_BINDING: binding };
    const { info, sum } = await program.run('auto', environment);
    assert.deepEqual([info.name, sum, info.fallback?.code], ['wasm', 3, 'backend.fallback-broken']);
    assert.match(wordsOf(info.fallback), /tfjs_binding\.node does not load \(.*slower wasm backend/);
    assert.equal((await program.run('tensorflow', environment)).code, 'library.notLoadable');
  });

  it('with a native library whose own libraries are lost runs WebAssembly and says so', async function () {
    need(this, hasNativeLibrary() && process.platform !== 'win32', 'a native library to take apart');
    const binding = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
    await mkdir(join(folder, 'lib', 'napi-v8'), { recursive: true });
    await copyFile(join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node'), binding);
    const { info } = await program.run('auto', { LATENT_LENS_BINDING: binding });
    assert.deepEqual([info.name, info.fallback?.code], ['wasm', 'backend.fallback-broken']);
    assert.match(wordsOf(info.fallback), /libtensorflow/);
  });

  it('finds the native library beside the bundle, and runs it', async function () {
    need(this, hasNativeLibrary(), 'the native TensorFlow library');
    const native = join(folder, 'native');
    await symlink(tfjsNode, native);
    try {
      const { info, sum } = await program.run('auto');
      const { version, ...rest } = info;
      assert.deepEqual([rest, sum], [{ name: 'tensorflow', library: { kind: 'bundled', path: native } }, 3]);
      assert.match(version, /^\d+\.\d+\.\d+/);
    } finally {
      await rm(native);
    }
  });

  it('without WebAssembly either runs plain JavaScript', async () => {
    await rm(join(folder, 'dist', 'wasm'), { recursive: true });
    const { info, sum } = await program.run('auto');
    assert.deepEqual([info.name, sum], ['cpu', 3]);
    assert.equal((await program.run('wasm')).code, 'backend.wasm-broken');
  });
});

function wordsOf(sentence: Sentence | undefined): string {
  assert.ok(sentence);
  const words = formatSentence(sentence);
  assert.doesNotMatch(words, /[{}\n]/);
  return words;
}
