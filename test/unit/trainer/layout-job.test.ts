import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LayoutJob } from '../../../src/host/layout-job';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { Sentence } from '../../../src/protocol/errors';
import { isUserError } from '../../../src/protocol/errors';
import { umapDefaults } from '../../../src/protocol/layout';
import { projectRoot } from '../../harness/paths';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const long = { epoch: null, layout: { ...umapDefaults, epochs: 10_000 }, waits: false } as const;
const short = { epoch: null, layout: { ...umapDefaults, epochs: 20 } } as const;

describe('The layout of a run that is being made', () => {
  let runs: string;
  let trainer: TrainerClient;
  let job: LayoutJob;

  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'latent-lens-job-'));
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
    job = new LayoutJob(async () => trainer);
    job.listen(trainer);
  });
  afterEach(async () => {
    await trainer.stop();
    await rm(runs, { recursive: true, force: true });
  });

  const train = (epochs: number) => {
    const request = {
      data: { source: 'builtin:digits', limit: 300 },
      model: { hidden: [32], latent: 4 },
      training: { epochs },
    };
    return trainer.call('train', { request, runs });
  };
  const trained = async () => {
    const over = new Promise((resolve) =>
      trainer.on('status', ({ status }) => status === 'completed' && resolve(status)),
    );
    await train(1);
    await over;
  };
  const ended = () => new Promise<Sentence | null>((resolve) => job.onEnded(resolve));
  const progress = (phase: string) =>
    new Promise<void>((resolve) => job.onProgress((progress) => progress.phase === phase && resolve()));

  it('is known to whoever comes later, and ends by itself', async () => {
    await trained();
    const told: string[] = [];
    job.onBegun(() => told.push('begun'));
    const over = ended();
    job.begin({ ...short, waits: false });
    assert.deepEqual(job.running?.layout, short.layout);
    assert.throws(
      () => job.begin(long),
      (error) => isUserError(error) && error.code === 'layout.busy',
    );
    assert.equal(await over, null);
    assert.deepEqual(told, ['begun']);
    assert.equal(job.running, null);
    assert.equal((await trainer.call('layouts', {})).length, 1);
  });

  it('is stopped when it is asked to, and by the end of its trainer', async () => {
    await trained();
    const begun = progress('descent');
    const stopped = ended();
    job.begin(long);
    await begun;
    assert.equal(job.running?.progress.phase, 'descent');
    job.stop();
    assert.equal((await stopped)?.code, 'process.cancelled');
    assert.deepEqual(await trainer.call('layouts', {}), []);
    const again = progress('descent');
    const lost = ended();
    job.begin(long);
    await again;
    await trainer.stop();
    assert.equal((await lost)?.code, 'process.closed');
    assert.equal(job.running, null);
  });

  it('waits for training to end where it shall, and can be stopped meanwhile', async () => {
    const order: string[] = [];
    trainer.on('status', ({ status }) => status === 'completed' && order.push('trained'));
    job.onProgress(({ phase }) => order.at(-1) !== phase && order.push(phase));
    await train(60);
    const stopped = ended();
    const waits = progress('waiting');
    job.begin({ ...short, waits: true });
    await waits;
    job.stop();
    assert.equal((await stopped)?.code, 'process.cancelled');
    const over = ended();
    job.begin({ ...short, waits: true });
    assert.equal(await over, null);
    assert.deepEqual(order, ['waiting', 'trained', 'neighbours', 'graph', 'descent', 'trust']);
    const [{ epoch }] = await trainer.call('layouts', {});
    assert.equal(epoch, 60, 'it is of what was trained');
  });
});
