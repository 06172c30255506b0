import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { RunRequest } from '../../../src/protocol/config';
import type { UserError } from '../../../src/protocol/errors';
import { pathKinds } from '../../../src/protocol/paths';
import { projectRoot } from '../../harness/paths';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const pca = { kind: 'pca' } as const;
const axes = { kind: 'axes', axes: [0, 1, 2] } as const;
const latent = 4;
const sentence = (code: string) => (error: UserError) => error.code === code;

describe('Ways through the latent space of a run', function () {
  this.timeout(120_000);
  let folder: string;
  let trainer: TrainerClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-paths-'));
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function train(name: string, model: RunRequest['model']): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const stop = trainer.on('status', ({ status }) => {
        if (status === 'running') return;
        stop();
        resolve();
      });
    });
    const data = { source: 'builtin:digits', limit: 200 };
    const request: RunRequest = { data, model: { hidden: [24], ...model }, training: { epochs: 2, batchSize: 32 } };
    await trainer.call('train', { request, directory: join(folder, name) });
    await ended;
  }

  describe('of a VAE', () => {
    before(() => train('vae', { kind: 'vae', latent }));

    it('lead through examples and codes, of which a geodesic has the least energy', async () => {
      const middle = Float32Array.of(0.25, -0.5, 0.125, 1);
      const points = [{ example: 3 }, { code: middle }, { example: 150 }];
      const energies: Record<string, number> = {};
      for (const kind of pathKinds) {
        const path = await trainer.call('path', { kind, points, pieces: 8, projection: pca });
        const { codes, positions, decoded, energy, length } = path;
        assert.deepEqual([codes.length, positions.length, decoded.count], [17 * latent, 17 * 3, 17]);
        assert.deepEqual(codes.subarray(8 * latent, 9 * latent), middle);
        assert.ok(energy > 0 && length.codes > 0 && length.decoded > 0, kind);
        // Of two legs of the same time each.
        assert.ok(energy >= length.decoded ** 2 / 4 - 1e-3 * energy, kind);
        assert.equal(path.epoch, 2);
        energies[kind] = energy;
      }
      assert.ok(energies.geodesic <= energies.straight, JSON.stringify(energies));
      const fromGraph = { kind: 'geodesic', begin: 'graph', points, pieces: 8, projection: pca } as const;
      const { energy, converged } = await trainer.call('path', fromGraph);
      assert.ok(energy < energies.graph && converged !== undefined);
      const again = await trainer.call('decode', { position: [9, 9, 9], projection: axes, from: null, base: middle });
      assert.deepEqual([...again.z], [9, 9, 9, 1]);
    });

    it('are refused where there is no such example, or nothing between two', async () => {
      const path = (points: readonly { readonly example: number }[]) =>
        trainer.call('path', { kind: 'straight', points, pieces: 8, projection: pca });
      await assert.rejects(path([{ example: 3 }, { example: 200 }]), sentence('run.noExample'));
      await assert.rejects(path([{ example: 3 }, { example: 3 }]), sentence('path.samePlace'));
    });

    it('go along each dimension, and over a plane by the quantiles of the prior', async () => {
      const wanted = { dimensions: [2, 0], steps: 5, reach: 2, projection: axes, around: { example: 7 } };
      const { codes, decoded, effects, positions } = await trainer.call('traversals', wanted);
      assert.equal(decoded.count, 10);
      assert.deepEqual([effects.length, positions.length], [2 * 784, 10 * 3]);
      assert.ok(effects.every((value) => value >= 0) && effects.some((value) => value > 0));
      const own = await trainer.call('inspect', { index: 7, projection: axes });
      for (const frame of [0, 4]) assert.ok(Math.abs(codes[frame * latent + 1] - own.mean[1]) < 1e-5);
      assert.ok(codes[4 * latent + 2] > codes[2]);
      const grid = { plane: [0, 1], side: 3, projection: axes, around: { example: 7 } } as const;
      const manifold = await trainer.call('manifold', grid);
      assert.deepEqual([manifold.by, manifold.decoded.count], ['quantiles', 9]);
      const [left, top] = [-0.967421566101701, 0.967421566101701];
      assert.ok(Math.abs(manifold.codes[0] - left) < 1e-5 && Math.abs(manifold.codes[1] - top) < 1e-5);
      assert.ok(Math.abs(manifold.codes[3] - own.mean[3]) < 1e-5);
      const even = await trainer.call('manifold', { plane: [0, 2], side: 3, projection: pca });
      assert.equal(even.by, 'even');
    });
  });

  it('lead from one label towards another, further than between random sets', async () => {
    await train('labelled', { kind: 'vae', latent });
    const { values } = await trainer.call('column', { name: 'digit' });
    const setOf = (category: number) => {
      const set = new Uint32Array(Math.ceil(200 / 32));
      for (const [index, value] of values.entries()) if (value === category) set[index >>> 5] |= 1 << (index & 31);
      return set;
    };
    const [a, b] = [setOf(1), setOf(0)];
    const wanted = { a, b, from: [{ example: 3 }, { example: 4 }], factors: [0, 1], seed: 1, projection: pca };
    const means = await trainer.call('direction', { kind: 'means', ...wanted });
    assert.deepEqual([means.decoded.count, means.codes.length, means.positions.length], [4, 4 * latent, 12]);
    for (let j = 0; j < latent; j++)
      assert.ok(Math.abs(means.codes[latent + j] - means.codes[j] - means.vector[j]) < 1e-5);
    const of = async (set: Uint32Array) => (await trainer.call('latentMoments', { of: set })).selected.mean;
    const [meanA, meanB] = [await of(a), await of(b)];
    assert.ok(means.vector.every((value, j) => Math.abs(value - (meanA[j] - meanB[j])) < 1e-4));
    assert.ok(means.length > means.chance.mean && means.beyond <= 0.05, `${means.beyond}`);
    const probe = await trainer.call('direction', { kind: 'probe', ...wanted });
    assert.ok(probe.probe && probe.probe.accuracy > 0.75, `${probe.probe?.accuracy}`);
    assert.ok(probe.vector.some((value, j) => Math.abs(value - means.vector[j]) > 1e-3));
    const empty = new Uint32Array(a.length);
    await assert.rejects(
      trainer.call('direction', { kind: 'means', ...wanted, b: empty }),
      sentence('direction.empty'),
    );
  });

  it('of a plain autoencoder are the same, but for the plane, which has no prior', async () => {
    await train('ae', { kind: 'ae', latent });
    for (const kind of pathKinds) {
      const points = [{ example: 1 }, { example: 2 }];
      const { decoded } = await trainer.call('path', { kind, points, pieces: 4, projection: pca });
      assert.equal(decoded.count, 5);
    }
    const { by } = await trainer.call('manifold', { plane: [0, 1], side: 2, projection: axes });
    assert.equal(by, 'even');
  });

  it('are none between codes of a list', async () => {
    await train('vq', { kind: 'vae', latent, posterior: { name: 'quantised', codes: 8 } });
    const points = [{ example: 1 }, { example: 2 }];
    for (const kind of pathKinds)
      await assert.rejects(
        trainer.call('path', { kind, points, pieces: 4, projection: pca }),
        sentence('path.discrete'),
      );
    const traversal = { dimensions: [0], steps: 3, reach: 2, projection: pca };
    await assert.rejects(trainer.call('traversals', traversal), sentence('path.discrete'));
    await assert.rejects(
      trainer.call('manifold', { plane: [0, 1], side: 2, projection: pca }),
      sentence('path.discrete'),
    );
  });
});
