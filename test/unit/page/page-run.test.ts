import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { PageContent } from '../../../src/page/content';
import { unpack } from '../../../src/page/pack';
import { PageRun } from '../../../src/page/page-run';
import type { RunRequest } from '../../../src/protocol/config';
import type { UserError } from '../../../src/protocol/errors';
import { projectRoot } from '../../harness/paths';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const pca = { kind: 'pca' } as const;
const never = new AbortController().signal;
const examples = 120;

function near(one: ArrayLike<number>, other: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(one.length, other.length, what);
  for (let i = 0; i < one.length; i++)
    assert.ok(
      Math.abs(one[i] - other[i]) <= tolerance * (1 + Math.abs(other[i])),
      `${what}: ${one[i]}, not ${other[i]}`,
    );
}

describe('A page that is handed on', function () {
  this.timeout(120_000);
  let folder: string;
  let trainer: TrainerClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-page-'));
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a page of a new run answers. */
  async function pageOf(name: string, model: RunRequest['model']): Promise<ReturnType<PageRun['handlers']>> {
    const ended = new Promise<void>((resolve) => {
      const stop = trainer.on('status', ({ status }) => {
        if (status === 'running') return;
        stop();
        resolve();
      });
    });
    const data = { source: 'builtin:digits', limit: examples };
    const request: RunRequest = { data, model: { hidden: [24], ...model }, training: { epochs: 2, batchSize: 32 } };
    await trainer.call('train', { request, directory: join(folder, name) });
    await ended;
    const path = join(folder, `${name}.html`);
    const shown = { pinned: null, projection: null, state: null };
    await trainer.call('exportPage', { ...shown, path, language: { strings: {}, locale: 'en' } });
    const [, text] = /id="content">([^<]*)</.exec(await readFile(path, 'utf8')) ?? [];
    return new PageRun(unpack(inflateRawSync(Buffer.from(text, 'base64'))) as PageContent).handlers();
  }

  describe('of a VAE of more dimensions than are shown', () => {
    let page: ReturnType<PageRun['handlers']>;
    before(async () => {
      page = await pageOf('vae', { kind: 'vae', latent: 5 });
    });

    it('goes along the paths of the trainer', async () => {
      const middle = Float32Array.of(0.25, -0.5, 0.125, 1, 0);
      for (const kind of ['straight', 'spherical', 'graph'] as const) {
        const params = {
          kind,
          points: [{ example: 3 }, { code: middle }, { example: 77 }],
          pieces: 8,
          projection: pca,
        };
        const [ours, theirs] = [await page.path!(params, never), await trainer.call('path', params)];
        near(ours.codes, theirs.codes, 1e-4, `${kind}: codes`);
        near(ours.positions, theirs.positions, 1e-3, `${kind}: positions`);
        near([ours.energy, ours.length.decoded], [theirs.energy, theirs.length.decoded], 1e-3, `${kind}: energy`);
        assert.equal(ours.decoded.count, theirs.decoded.count);
      }
    });

    it('decodes a frame of one by all dimensions of its code', async () => {
      const base = Float32Array.of(0.25, -0.5, 0.125, 1, 2);
      const axes = { kind: 'axes', axes: [0, 1, 2] } as const;
      const { z } = await page.decode!({ position: [3, 4, 5], projection: axes, from: 7, base }, never);
      assert.deepEqual([...z], [3, 4, 5, 1, 2]);
    });

    it('goes along dimensions and over planes as the trainer', async () => {
      const wanted = { dimensions: [4, 0], steps: 5, reach: 2, projection: pca, around: { example: 9 } };
      const [ours, theirs] = [await page.traversals!(wanted, never), await trainer.call('traversals', wanted)];
      near(ours.codes, theirs.codes, 1e-4, 'traversals');
      near(ours.effects, theirs.effects, 1e-3, 'effects');
      const plane = { plane: [0, 1], side: 4, projection: { kind: 'axes', axes: [0, 1, 2] } } as const;
      const [grid, theirGrid] = [await page.manifold!(plane, never), await trainer.call('manifold', plane)];
      near(grid.codes, theirGrid.codes, 1e-4, 'manifold');
      assert.equal(grid.by, 'quantiles');
    });

    it('has the posteriors as bodies', async () => {
      const of = new Uint32Array(Math.ceil(examples / 32)).fill(0b1001);
      const wanted = { of, most: 50, projection: pca };
      const [ours, theirs] = [
        await page.posteriorBodies!(wanted, never),
        await trainer.call('posteriorBodies', wanted),
      ];
      assert.deepEqual(ours.indices, theirs.indices);
      // An axis may point either way.
      near(ours.axes.map(Math.abs), theirs.axes.map(Math.abs), 1e-3, 'axes');
    });

    it('says how far to trust its layout, both ways', async () => {
      for (const name of ['trust', 'continuity']) {
        const [ours, theirs] = [
          await page.column!({ name, projection: pca }, never),
          await trainer.call('column', { name, projection: pca }),
        ];
        assert.deepEqual(ours.values, theirs.values, name);
      }
    });

    it('refuses what takes the trainer, or is of another run', async () => {
      const path = (kind: 'geodesic' | 'straight', example: number) => async () =>
        page.path!({ kind, points: [{ example: 3 }, { example }], pieces: 8, projection: pca }, never);
      await assert.rejects(path('geodesic', 4), (error: UserError) => error.code === 'page.noGeodesic');
      await assert.rejects(path('straight', examples), (error: UserError) => error.code === 'run.noExample');
      assert.equal(page.codeLists, undefined);
    });
  });

  it('of discrete codes counts them, and puts another in the place of one, as the trainer', async () => {
    const posterior = { name: 'quantised', codes: 12, groups: 4 } as const;
    const page = await pageOf('vq', { kind: 'vae', latent: 8, posterior });
    assert.deepEqual(await page.codeLists!({}, never), await trainer.call('codeLists', {}));
    const wanted = { of: { example: 5 }, part: 2, numbers: [0, 3, 11], projection: pca };
    const [ours, theirs] = [await page.swapCode!(wanted, never), await trainer.call('swapCode', wanted)];
    assert.deepEqual(ours.chosen, theirs.chosen);
    near(ours.codes, theirs.codes, 1e-6, 'codes');
    near(ours.changes, theirs.changes, 1e-3, 'changes');
    assert.equal(page.posteriorBodies, undefined);
  });

  it('of a plain autoencoder has paths, and no bodies', async () => {
    const page = await pageOf('ae', { kind: 'ae', latent: 4 });
    const params = { kind: 'straight', points: [{ example: 1 }, { example: 2 }], pieces: 4, projection: pca } as const;
    assert.equal((await page.path!(params, never)).decoded.count, 5);
    assert.equal(page.posteriorBodies, undefined);
  });
});
