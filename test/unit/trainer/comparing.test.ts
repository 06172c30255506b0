import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { ShownAxes } from '../../../src/protocol/compare';
import type { RunRequest } from '../../../src/protocol/config';
import { isUserError } from '../../../src/protocol/errors';
import { RunDirectory } from '../../../src/training/store/run-directory';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const examples = 200;

describe('A trainer that compares its run with others', () => {
  let folder: string;
  let trainer: TrainerClient;
  const other = (name: string, epoch: number | null = null) => ({ directory: join(folder, name), epoch });

  async function train(name: string, request: Partial<RunRequest>): Promise<void> {
    const own = startTrainer(join(process.cwd(), 'dist', 'trainer.js'), log);
    try {
      const ended = new Promise<void>((resolve) => {
        own.on('status', ({ status }) => status !== 'running' && resolve());
      });
      const all = { data: { source: 'builtin:digits', limit: examples }, name, ...request };
      await own.call('train', { request: all, directory: join(folder, name) });
      await ended;
    } finally {
      await own.stop();
    }
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-comparing-'));
    const training = { epochs: 2 };
    await train('vae', { model: { latent: 5, hidden: [32] }, training });
    await train('ae', { model: { kind: 'ae', latent: 3, hidden: [32] }, training });
    await train('listed', { family: 'vq-vae', training });
    await train('stranger', { data: { source: 'builtin:digits', limit: 100 }, training: { epochs: 1 } });
    trainer = startTrainer(join(process.cwd(), 'dist', 'trainer.js'), log);
    await trainer.call('open', { directory: join(folder, 'vae'), backend: 'auto' });
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const refused = (code: string) => (error: unknown) => isUserError(error) && error.code === code;

  it('says how alike codes are, with the history of the others', async () => {
    const { epoch, others } = await trainer.call('compare', { others: [other('ae'), other('vae'), other('vae', 0)] });
    assert.equal(epoch, 2);
    const [ae, itself, before] = others;
    assert.deepEqual([ae.name, ae.epoch, ae.history.length, [...ae.frames]], ['ae', 2, 2, [0, 1, 2]]);
    assert.deepEqual([ae.metrics?.epoch, ae.config.model.kind, before.epoch, before.metrics], [2, 'ae', 0, null]);
    assert.ok(Math.abs(itself.likeness.cka! - 1) < 1e-6 && itself.likeness.overlap?.value === 1);
    assert.ok(ae.likeness.cka! < 0.999 && ae.likeness.cka! > 0);
  });

  it('has the share of neighbours in common of each example, and none of codes from a list', async () => {
    const { shares } = await trainer.call('neighboursInCommon', { other: other('ae') });
    assert.equal(shares.length, examples);
    const { others } = await trainer.call('compare', { others: [other('ae')] });
    const mean = shares.reduce((sum, share) => sum + share, 0) / examples;
    assert.ok(Math.abs(mean - others[0].likeness.overlap!.value) < 1e-6, `${mean}`);
    const listed = { other: other('listed') };
    await assert.rejects(trainer.call('neighboursInCommon', listed), refused('compare.noNeighbours'));
  });

  it('decodes a code by another model, as that decodes its own codes at an example', async () => {
    const inspected = await trainer.call('inspect', { index: 7, projection: { kind: 'pca' } });
    const by = { z: inspected.mean, from: null, other: other('ae') };
    const { z, difference, example, epoch } = await trainer.call('decodeByOther', by);
    const { directory } = await RunDirectory.open(join(folder, 'ae'));
    const own = (await directory.readLatents(2, examples, 3)).subarray(21, 24);
    for (const [at, value] of own.entries()) assert.ok(Math.abs(z[at] - value) < 1e-4, `${z[at]}, not ${value}`);
    assert.ok(epoch === 2 && example.kind === 'images' && difference.length === 784);
    assert.ok(difference.some((value) => Math.abs(value) > 0.05));
    const itself = await trainer.call('decodeByOther', { ...by, other: other('vae') });
    assert.ok(itself.difference.every((value) => Math.abs(value) < 1e-3));
  });

  it('shows codes where those of another are, and finds the code of a place again', async () => {
    const onto = (name: string) => ({ kind: 'pca', onto: other(name) }) as const;
    const plain = await trainer.call('latents', { epoch: 2, projection: { kind: 'pca' } });
    const itself = await trainer.call('latents', { epoch: 2, projection: onto('vae') });
    for (const [at, value] of itself.positions.entries()) {
      assert.ok(Math.abs(value - plain.positions[at]) < 1e-3, `${at}: ${value}, not ${plain.positions[at]}`);
    }
    // As a panel that has its axes the other way round.
    const axes = await trainer.call('shownAxes', { epoch: 2 });
    const [x0, y0, z0] = axes.basis;
    const swapped: ShownAxes = { ...axes, basis: [z0, x0, y0.map((value) => -value)] };
    const turned = { kind: 'pca', onto: { ...other('vae'), axes: swapped } } as const;
    const { positions } = await trainer.call('latents', { epoch: 2, projection: turned });
    for (const at of [0, 3, 300]) {
      const [a, b, c] = plain.positions.subarray(at, at + 3);
      for (const [i, value] of [c, a, -b].entries()) assert.ok(Math.abs(positions[at + i] - value) < 1e-3);
    }
    const projection = onto('ae');
    const aligned = await trainer.call('latents', { epoch: 2, projection });
    const { directory } = await RunDirectory.open(join(folder, 'ae'));
    const target = await directory.readLatents(2, examples, 3);
    const agreement = (positions: Float32Array) => positions.reduce((sum, value, at) => sum + value * target[at], 0);
    assert.ok(agreement(aligned.positions) > 1.05 * Math.abs(agreement(plain.positions)));
    const [x, y, z] = aligned.positions.subarray(30, 33);
    const decoded = await trainer.call('decode', { position: [x, y, z], projection, from: 10 });
    const own = (await (await RunDirectory.open(join(folder, 'vae'))).directory.readLatents(2, examples, 5)).subarray(
      50,
      55,
    );
    for (const [at, value] of own.entries()) assert.ok(Math.abs(decoded.z[at] - value) < 1e-4);
  });

  it('says in a sentence what cannot be compared', async () => {
    const compare = (name: string, epoch: number | null = null) =>
      trainer.call('compare', { others: [other(name, epoch)] });
    await assert.rejects(compare('stranger'), refused('compare.otherData'));
    await assert.rejects(compare('ae', 9), refused('compare.noEpoch'));
    await assert.rejects(compare('nowhere'), refused('run.missing'));
    const projection = { kind: 'pca', onto: other('stranger') } as const;
    await assert.rejects(trainer.call('latents', { epoch: null, projection }), refused('compare.otherData'));
    const z = new Float32Array(5);
    // Its codes are there, but its weights are not kept.
    const without = trainer.call('decodeByOther', { z, from: null, other: other('ae', 0) });
    await assert.rejects(without, refused('run.weightsNotKept'));
  });
});
