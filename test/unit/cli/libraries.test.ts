import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { need } from '../../harness/need';
import { hasNativeLibrary } from '../model/fixtures';
import { latentLens } from './command-line';

interface Epoch {
  readonly event: string;
  readonly loss: number;
  readonly validation: { readonly elbo: number };
}

describe('latent-lens and TensorFlow libraries', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-libraries-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const train = async (out: string, ...args: readonly string[]) => {
    const quick = ['--data', 'builtin:digits', '--limit', '600', '--epochs', '2', '--seed', '5', '--json'];
    const { code, stderr, events } = await latentLens('train', ...quick, '--out', join(folder, out), ...args);
    assert.equal(code, 0, stderr);
    return {
      stderr,
      events: events(),
      epochs: events().filter(({ event }) => event === 'epoch') as unknown as Epoch[],
    };
  };

  it('lists what there is', async () => {
    const { code, stderr, events } = await latentLens('libraries', '--json');
    assert.equal(code, 0, stderr);
    const bundled = events().filter(({ kind }) => kind === 'bundled');
    assert.deepEqual(
      bundled.map(({ event, selected }) => [event, selected]),
      hasNativeLibrary() ? [['library', true]] : [],
    );
  });

  it('train with the next in line where the library that is asked for does not work, and say so', async () => {
    const { stderr, events } = await train('next', '--library', folder);
    assert.match(stderr, new RegExp(`There is no TensorFlow library at ${folder}.*Until then`));
    assert.equal(events[0].backend, hasNativeLibrary() ? 'tensorflow' : 'wasm');
  });

  it('fail in one line where nothing else may compute', async () => {
    // Without the bundled library, wherever it is.
    process.env.LATENT_LENS_BINDING = join(folder, 'nowhere');
    try {
      const { code, stderr } = await latentLens('benchmark', '--backend', 'tensorflow', '--library', folder);
      assert.deepEqual([code, stderr.trim().split('\n').length], [2, 1]);
      assert.match(stderr, /There is no TensorFlow library at/);
    } finally {
      delete process.env.LATENT_LENS_BINDING;
    }
  });

  it('train with any library to the same losses, to rounding', async function () {
    need(this, hasNativeLibrary(), 'the native TensorFlow library');
    const library = process.env.LATENT_LENS_TEST_LIBRARY;
    need(this, library, 'another TensorFlow, named by LATENT_LENS_TEST_LIBRARY');
    const [bundled, other] = [await train('bundled'), await train('other', '--library', library)];
    assert.doesNotMatch(other.stderr, /Until then/);
    assert.equal(other.events[0].backend, 'tensorflow');
    for (const [i, { loss, validation }] of bundled.epochs.entries()) {
      assert.ok(Math.abs(other.epochs[i].loss / loss - 1) < 1e-4, `${loss}, ${other.epochs[i].loss}`);
      const { elbo } = other.epochs[i].validation;
      assert.ok(Math.abs(elbo / validation.elbo - 1) < 1e-4, `${validation.elbo}, ${elbo}`);
    }
  });
});
