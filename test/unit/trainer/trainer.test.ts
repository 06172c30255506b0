import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRequest } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import { Connection } from '../../../src/protocol/rpc';
import type { EpochMetrics, RunStatus } from '../../../src/protocol/run';
import type { TrainerEvents, TrainerMethods } from '../../../src/protocol/trainer';

interface HostSides {
  calls: TrainerMethods;
  serves: object;
  emits: object;
  hears: TrainerEvents;
}

class Trainer {
  readonly child: ChildProcess = fork(join(process.cwd(), 'dist', 'trainer.js'), [], {
    serialization: 'advanced',
    silent: true,
  });
  readonly connection = new Connection<HostSides>(
    {
      send: (message) => this.child.send(message as object),
      onMessage: (listener) => this.child.on('message', listener),
      onClose: (listener) => this.child.on('exit', (code, signal) => listener(String(signal ?? code))),
    },
    {},
  );
  readonly exited = once(this.child, 'exit');

  event<K extends keyof TrainerEvents>(
    name: K,
    passes: (params: Parameters<TrainerEvents[K]>[0]) => boolean = () => true,
  ): Promise<Parameters<TrainerEvents[K]>[0]> {
    return new Promise((resolve) => {
      const stop = this.connection.on(name, ((params: Parameters<TrainerEvents[K]>[0]) => {
        if (!passes(params)) return;
        stop();
        resolve(params);
      }) as never);
    });
  }

  status(wanted: RunStatus) {
    return this.event('status', ({ status }) => status === wanted);
  }

  epoch(wanted: number) {
    return this.event('epoch', ({ metrics }) => metrics.epoch === wanted);
  }
}

const pca = { kind: 'pca' } as const;

describe('the trainer process', () => {
  let runs: string;
  const trainers: Trainer[] = [];
  const start = () => {
    const trainer = new Trainer();
    trainers.push(trainer);
    return trainer;
  };
  const request = (epochs: number, limit = 300): RunRequest => ({
    data: { source: 'builtin:digits', limit },
    model: { latent: 4 },
    training: { epochs, batchSize: 32 },
  });
  const history = async (directory: string): Promise<EpochMetrics[]> =>
    (await readFile(join(directory, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const statusOnDisk = async (directory: string) =>
    JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')).status;

  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'latent-lens-trainer-'));
  });
  afterEach(async () => {
    for (const { child } of trainers.splice(0)) child.kill('SIGKILL');
    await rm(runs, { recursive: true, force: true });
  });

  it('answers every question about the model while it trains', async () => {
    const { connection, ...trainer } = start();
    const first = trainers[0].epoch(1);
    const run = await connection.call('train', { request: request(10_000), runs });
    assert.deepEqual(run.frames, [0]);
    assert.equal(run.trainingExamples + run.validationExamples, 300);
    await first;

    const frame = await connection.call('latents', { epoch: null, projection: pca });
    assert.equal(frame.positions.length, 900);
    assert.ok(frame.positions instanceof Float32Array && frame.positions.every(Number.isFinite));
    const early = await connection.call('latents', { epoch: 0, projection: { kind: 'axes', axes: [3, 1, -1] } });
    assert.equal(early.epoch, 0);
    assert.deepEqual(early.axes, [{ latent: 3 }, { latent: 1 }, {}]);
    assert.ok(early.positions.filter((_, i) => i % 3 === 2).every((z) => z === 0));

    for (const { name } of run.columns) {
      const { values } = await connection.call('column', { name });
      assert.equal(values.length, 300, name);
    }

    const inspection = await connection.call('inspect', { index: 5, projection: pca });
    assert.equal(inspection.mean.length, 4);
    assert.ok(inspection.sigma?.every((sigma) => sigma > 0));
    const { loss, reconstruction, kl, elbo } = inspection.losses;
    assert.ok(Math.abs(loss - reconstruction - kl) < 1e-3 && elbo === -loss);
    assert.equal(inspection.neighbours.length, 8);
    assert.ok(!inspection.neighbours.some(({ index }) => index === 5));
    assert.ok(inspection.original.kind === 'images' && inspection.original.pixels.length === 784);

    const decoded = await connection.call('decode', { position: inspection.position, projection: pca, from: 5 });
    assert.ok(decoded.example.kind === 'images' && decoded.example.pixels.some((pixel) => pixel > 0));
    const { index, distance } = await connection.call('nearest', { z: inspection.mean });
    assert.ok(Number.isInteger(index) && index >= 0 && index < 300);
    assert.ok(Number.isFinite(distance));

    const samples = await connection.call('samples', { count: 6, seed: 1, projection: pca });
    assert.equal(samples.examples.count, 6);
    assert.equal(samples.positions.length, 18);

    const worst = await connection.call('reconstructions', { order: 'worst', filter: null, offset: 0, count: 20 });
    assert.equal(worst.total, 300);
    assert.deepEqual(
      [...worst.errors],
      [...worst.errors].sort((a, b) => b - a),
    );
    const held = await connection.call('reconstructions', {
      order: 'data',
      filter: { column: 'split', category: 1 },
      offset: 0,
      count: 50,
    });
    assert.equal(held.total, run.validationExamples);

    await connection.call('stop', {});
    assert.equal(await statusOnDisk(run.directory), 'stopped');

    // Whatever the model answered says after which epoch it did.
    const { epoch } = await connection.call('latents', { epoch: null, projection: pca });
    const answers = [
      await connection.call('inspect', { index: 5, projection: pca }),
      await connection.call('decode', { position: inspection.position, projection: pca, from: 5 }),
      await connection.call('samples', { count: 6, seed: 1, projection: pca }),
      await connection.call('reconstructions', { order: 'worst', filter: null, offset: 0, count: 20 }),
      await connection.call('column', { name: 'reconstruction' }),
      await connection.call('column', { name: 'kl' }),
    ];
    assert.ok(epoch >= 1);
    assert.deepEqual(
      answers.map((answer) => answer.epoch),
      answers.map(() => epoch),
    );
    assert.equal((await connection.call('column', { name: 'split' })).epoch, undefined);
    void trainer;
  });

  it('killed, leaves finished epochs whole; another process resumes, and other runs go on', async () => {
    const [victim, other] = [start(), start()];
    const reached = victim.epoch(3);
    const run = await victim.connection.call('train', { request: request(80), runs });
    const otherDone = other.status('completed');
    const otherRun = await other.connection.call('train', { request: request(80), runs });
    await reached;
    const pending = victim.connection.call('reconstructions', { order: 'worst', filter: null, offset: 0, count: 1 });
    victim.child.kill('SIGKILL');
    await assert.rejects(pending, (error: unknown) => error instanceof UserError && error.code === 'process.closed');
    await victim.exited;
    const kept = await history(run.directory);
    assert.ok(kept.length >= 3);

    const heir = start();
    const opened = await heir.connection.call('open', { directory: run.directory, backend: 'auto' });
    assert.equal(opened.record.status, 'interrupted');
    const done = heir.status('completed');
    await heir.connection.call('resume', {});
    await done;
    await otherDone;
    const [resumed, unbroken] = [await history(run.directory), await history(otherRun.directory)];
    assert.deepEqual(
      resumed.map(({ epoch }) => epoch),
      Array.from({ length: 80 }, (_, i) => i + 1),
    );
    // The same seed and settings: what was resumed equals what never stopped.
    assert.deepEqual(
      resumed.map(({ loss }) => loss),
      unbroken.map(({ loss }) => loss),
    );
  });

  it('exits when its parent goes, and marks its run interrupted', async () => {
    const trainer = start();
    const reached = trainer.epoch(1);
    const run = await trainer.connection.call('train', { request: request(10_000), runs });
    await reached;
    trainer.child.disconnect();
    await trainer.exited;
    assert.equal(await statusOnDisk(run.directory), 'interrupted');
  });

  it('ends in good order when asked to, or by SIGTERM', async () => {
    for (const end of [
      (trainer: Trainer) => void trainer.connection.call('shutdown', {}).catch(() => undefined),
      (trainer: Trainer) => void trainer.child.kill('SIGTERM'),
    ]) {
      const trainer = start();
      const reached = trainer.epoch(1);
      const run = await trainer.connection.call('train', { request: request(10_000), runs });
      await reached;
      end(trainer);
      const [code] = await trainer.exited;
      assert.equal(code, 0);
      assert.equal(await statusOnDisk(run.directory), 'interrupted');
    }
  });

  it('does not open a run whose data have changed', async () => {
    const trainer = start();
    const done = trainer.status('completed');
    const run = await trainer.connection.call('train', { request: request(1), runs });
    await done;
    const path = join(run.directory, 'run.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, JSON.stringify({ ...record, fingerprint: 'other' }));
    await assert.rejects(start().connection.call('open', { directory: run.directory, backend: 'auto' }), /no longer/);
  });

  it('says a wrong question in a sentence, and goes on', async () => {
    const trainer = start();
    await assert.rejects(
      trainer.connection
        .call('stop', {})
        .then(() => trainer.connection.call('latents', { epoch: null, projection: pca })),
      /No run is open/,
    );
    await trainer.connection.call('train', { request: request(10_000), runs });
    await assert.rejects(trainer.connection.call('inspect', { index: 300, projection: pca }), /no example 300/);
    await assert.rejects(trainer.connection.call('column', { name: 'nothing' }), /nothing/);
    await assert.rejects(trainer.connection.call('train', { request: request(1), runs }), /already/);
    assert.equal((await trainer.connection.call('examples', { indices: [0] })).count, 1);
  });
});
