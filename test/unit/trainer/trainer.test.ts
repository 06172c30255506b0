import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptTrainer } from '../../../src/host/kept-trainer';
import { type Log, TrainerClient } from '../../../src/host/trainer-client';
import type { RunRequest } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import { Connection } from '../../../src/protocol/rpc';
import type { EpochMetrics, RunStatus } from '../../../src/protocol/run';
import type { Doorkey, TrainerEvents, TrainerMethods } from '../../../src/protocol/trainer';
import { RunDirectory } from '../../../src/training/store/run-directory';

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

const silent = () => undefined;
const quiet: Log = { debug: silent, info: silent, warn: silent, error: silent };
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
    model: { hidden: [32], latent: 4 },
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
    const { loss, elbo } = inspection.losses;
    const { reconstruction, kl } = inspection.losses.terms;
    assert.ok(Math.abs(loss - reconstruction - kl) < 1e-3 && elbo === -loss);
    assert.equal(inspection.neighbours.length, 8);
    assert.ok(!inspection.neighbours.some(({ index }) => index === 5));
    assert.ok(inspection.original.kind === 'images' && inspection.original.pixels.length === 784);

    const decoded = await connection.call('decode', { position: inspection.position, projection: pca, from: 5 });
    assert.ok(decoded.example.kind === 'images' && decoded.example.pixels.some((pixel) => pixel > 0));
    const { index, distance } = await connection.call('nearest', { z: inspection.mean });
    assert.ok(Number.isInteger(index) && index >= 0 && index < 300);
    assert.ok(Number.isFinite(distance));

    const own = await connection.call('support', { z: inspection.mean, from: null });
    const far = await connection.call('support', { z: inspection.mean.map((value) => value + 40), from: null });
    assert.ok(own.distance.beyond > 0 && own.density!.beyond > 0 && own.reencoding.beyond > 0);
    assert.ok(far.distance.beyond === 0 && far.density!.beyond === 0 && far.reencoding.beyond === 0);
    const { values: again } = await connection.call('column', { name: 'reencoding' });
    assert.ok(again.every((error) => error >= 0) && again.some((error) => error > 0));

    const effects = await connection.call('dimensionEffects', {});
    assert.ok(effects.changes.length === 4 && effects.changes.every((change) => change > 0 && change < 1));
    assert.ok(effects.metric.length === 4 && effects.metric.every((value) => value > 0));

    const bodies = await connection.call('posteriorBodies', {
      of: Uint32Array.of(1 << 5, ...new Uint32Array(9)),
      most: 10,
      projection: { kind: 'axes', axes: [3, 1, -1] },
    });
    assert.deepEqual([...bodies.indices], [5]);
    assert.ok(bodies.axes.length === 9 && bodies.axes.every(Number.isFinite));
    const { edges, counts } = await connection.call('sigmaHistograms', {});
    assert.equal(counts.length, 4 * (edges.length - 1));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      4 * 300,
    );
    const trails = await connection.call('trails', {
      of: Uint32Array.of(1 << 5, ...new Uint32Array(9)),
      epochs: [0],
      projection: { kind: 'axes', axes: [3, 1, -1] },
    });
    assert.deepEqual(trails.places, early.positions.subarray(15, 18));

    const fit = await connection.call('priorFit', { projection: pca, seed: 1 });
    const { holes, improbable, marginals, twoSample } = fit;
    assert.ok(holes.share.value >= 0 && holes.share.value <= 1 && holes.share.error < 0.02);
    assert.equal(holes.decoded.count, holes.shares.length);
    assert.equal(holes.codes.length, 4 * holes.shares.length);
    assert.ok(holes.positions.length === 3 * holes.shares.length && holes.positions.every(Number.isFinite));
    assert.ok([...holes.logPosteriors, ...holes.logPriors].every(Number.isFinite));
    assert.ok(Math.abs(improbable.share - improbable.indices.length / 300) < 1e-9);
    const { regions } = improbable;
    assert.equal(regions.decoded.count, regions.shares.length);
    assert.equal(regions.shares.length > 0, improbable.share > 0);
    assert.ok(regions.examples.every((example) => improbable.indices.includes(example)));
    assert.ok([...regions.logPosteriors, ...regions.logPriors].every(Number.isFinite));
    assert.ok(twoSample.pValue > 0 && twoSample.bandwidth > 0);
    assert.ok(marginals.distances.length === 4 && marginals.distances.every((distance) => distance < 1));

    const { values: logPriors } = await connection.call('column', { name: 'log_prior' });
    const columns = await Promise.all([0, 1, 2, 3].map((j) => connection.call('column', { name: `z${j}` })));
    assert.ok(logPriors.every(Number.isFinite) && columns.length === 4);

    const of = Uint32Array.from({ length: 10 }, (_, word) => (word === 0 ? 0b100110 : 0));
    const grown = await connection.call('around', { of, count: 3, place: 'each' });
    assert.ok(grown.examples.length === 10 && grown.examples.some((word) => word !== 0));
    const { selected, all } = await connection.call('latentMoments', { of });
    assert.deepEqual([...selected.count, ...all.count], [3, 3, 3, 3, 300, 300, 300, 300]);
    const earlier = await connection.call('latentMoments', { of, epoch: 0 });
    assert.equal(earlier.epoch, 0);
    assert.notDeepEqual(earlier.selected.mean, selected.mean);
    const sheet = await connection.call('sheet', { of, count: 2 });
    assert.deepEqual([...sheet.indices], [1, 2]);
    assert.equal(sheet.examples.count, 2);

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

  it('stopped within an epoch, says how many steps its weights are beyond the codes on show', async () => {
    const { connection, ...trainer } = start();
    const within = trainers[0].event(
      'progress',
      ({ epoch, step, steps }) => epoch === 2 && step > 0 && step < steps / 2,
    );
    const ended = trainers[0].status('stopped');
    const long = { ...request(3, 20_000), training: { epochs: 3, batchSize: 1 } };
    const run = await connection.call('train', { request: long, runs });
    await within;
    await connection.call('stop', {});
    const { weights } = await ended;
    const { directory } = await RunDirectory.open(run.directory);
    const checkpoint = await directory.loadCheckpoint(() => undefined);
    assert.ok(checkpoint?.partial && checkpoint.partial.step > 0);
    assert.deepEqual(weights, { choice: 'newest', epoch: 1, steps: checkpoint.partial.step, best: null });
    const reopened = await start().connection.call('open', { directory: run.directory, backend: 'auto' });
    assert.deepEqual(reopened.weights, weights);
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

  it('keeps the part of an epoch that it has trained when its parent goes', async () => {
    const trainer = start();
    const began = trainer.event('progress', ({ step }) => step > 3);
    const long = { ...request(2, 10_000), training: { epochs: 2, batchSize: 4, learningRate: 1e-4 } };
    const run = await trainer.connection.call('train', { request: long, runs });
    await began;
    trainer.child.disconnect();
    await trainer.exited;
    assert.equal(await statusOnDisk(run.directory), 'interrupted');
    const heir = start();
    await heir.connection.call('open', { directory: run.directory, backend: 'auto' });
    const first = heir.event('progress');
    await heir.connection.call('resume', {});
    const { epoch, step } = await first;
    assert.ok(epoch > 1 || step > 3, `it goes on at epoch ${epoch}, step ${step}`);
  });

  describe('asked to outlive its parent', () => {
    async function keep(trainer: Trainer, seconds = 60) {
      const reached = trainer.epoch(1);
      const run = await trainer.connection.call('train', { request: request(100_000), runs });
      const key = await trainer.connection.call('keep', { seconds });
      await reached;
      return { run, key, pid: trainer.child.pid ?? 0 };
    }
    const enter = async (key: Doorkey, pid: number) => {
      const link = await KeptTrainer.find(key, pid);
      assert.ok(link, 'nobody answers');
      return new TrainerClient(link, quiet);
    };

    it('trains on, is taken over by who has its key, and stops when asked', async () => {
      const trainer = start();
      const { run, key, pid } = await keep(trainer);
      trainer.child.disconnect();
      const client = await enter(key, pid);
      const { record } = await client.call('current', {});
      assert.equal(record.status, 'running');
      await new Promise<void>((resolve) => client.on('epoch', () => resolve()));
      const stopped = new Promise((resolve) =>
        client.on('status', ({ status }) => status === 'stopped' && resolve(status)),
      );
      await client.call('stop', {});
      await stopped;
      assert.equal(await statusOnDisk(run.directory), 'stopped');
      const frame = await client.call('latents', { epoch: null, projection: pca });
      assert.equal(frame.positions.length, 900);
      await client.stop();
      const [code] = await trainer.exited;
      assert.equal(code, 0);
      assert.equal(existsSync(key.address), false);
    });

    it('lets in nobody else: neither without the token, nor a second one', async () => {
      const trainer = start();
      const { key, pid } = await keep(trainer);
      const refused = async (client: TrainerClient) => {
        await assert.rejects(
          client.call('current', {}),
          (error: unknown) => error instanceof UserError && error.code === 'process.closed',
        );
      };
      // Its parent is still there.
      await refused(await enter(key, pid));
      trainer.child.disconnect();
      await refused(await enter({ ...key, token: '0'.repeat(key.token.length) }, pid));
      const client = await enter(key, pid);
      await client.call('current', {});
      await refused(await enter(key, pid));
      await client.stop();
      await trainer.exited;
    });

    it('ends after its time without anybody, with all that it has learnt', async () => {
      const trainer = start();
      const { run } = await keep(trainer, 1);
      trainer.child.disconnect();
      const [code] = await trainer.exited;
      assert.equal(code, 0);
      assert.equal(await statusOnDisk(run.directory), 'interrupted');
    });

    it('ends when its training does and nobody has come', async () => {
      const trainer = start();
      const run = await trainer.connection.call('train', { request: request(30), runs });
      await trainer.connection.call('keep', { seconds: 600 });
      trainer.child.disconnect();
      const [code] = await trainer.exited;
      assert.equal(code, 0);
      assert.equal(await statusOnDisk(run.directory), 'completed');
    });

    it('ends at once where it does not train', async () => {
      const trainer = start();
      const done = trainer.status('completed');
      await trainer.connection.call('train', { request: request(1), runs });
      await trainer.connection.call('keep', { seconds: 600 });
      await done;
      trainer.child.disconnect();
      await trainer.exited;
    });
  });

  it('reads data ahead and trains on them, or on others', async () => {
    const trainer = start();
    const [{ data }, other] = [request(1), { source: 'builtin:shapes', limit: 200 }];
    await trainer.connection.call('warm', { backend: 'auto' });
    await trainer.connection.call('readAhead', { data: other });
    const done = trainer.status('completed');
    const run = await trainer.connection.call('train', { request: request(1), runs });
    assert.deepEqual([run.record.data.name, run.record.data.examples], ['digits', 300]);
    await done;
    await trainer.connection.call('readAhead', { data: data as { source: string } });
    const again = trainer.status('completed');
    const second = await trainer.connection.call('train', { request: request(1), runs });
    assert.equal(second.record.fingerprint, run.record.fingerprint);
    assert.deepEqual(second.record.config, run.record.config);
    await again;
    await trainer.connection.call('readAhead', { data: { source: join(runs, 'nowhere.csv') } });
    await assert.rejects(
      trainer.connection.call('train', { request: { data: join(runs, 'nowhere.csv') }, runs }),
      (error: unknown) => error instanceof UserError && error.code === 'data.missing',
    );
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
