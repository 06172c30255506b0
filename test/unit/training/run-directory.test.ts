import assert from 'node:assert/strict';
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/protocol/errors';
import type { EpochMetrics, RunRecord } from '../../../src/protocol/run';
import type { Checkpoint } from '../../../src/training/checkpoint';
import { RunDirectory } from '../../../src/training/run-directory';
import { smallConfig } from './builders';

const metrics = (epoch: number, loss = 1): EpochMetrics => ({
  epoch,
  loss,
  reconstruction: loss,
  kl: 0,
  elbo: -loss,
  validation: null,
  beta: 1,
  activeUnits: 1,
  seconds: 1,
});

const checkpoint = (epoch: number): Checkpoint => ({
  epoch,
  partial: null,
  metrics: metrics(epoch),
  weights: new Map([['w', { shape: [2], values: Float32Array.of(epoch, 2) }]]),
  optimizer: new Map([['step', { shape: [], values: Float32Array.of(9) }]]),
  best: { epoch, loss: 3 },
});

const record = (changes: Partial<RunRecord> = {}): RunRecord => ({
  format: 1,
  name: 'a run',
  created: '2026-01-01T00:00:00.000Z',
  status: 'completed',
  config: smallConfig(),
  data: {
    name: 'bars',
    source: 'builtin:bars',
    format: 'builtin',
    kind: 'images',
    examples: 1,
    shape: [4, 4, 1],
    dtype: 'uint8',
    columns: [],
    warnings: [],
  },
  fingerprint: 'f',
  encoding: null,
  epochs: 2,
  backend: { name: 'cpu', version: '1' },
  versions: {},
  ...changes,
});

const failsWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.code, code);
  return true;
};

describe('RunDirectory', () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'latent-lens-runs-'));
  });
  afterEach(() => rm(runs, { recursive: true, force: true }));

  it('gives each run a folder of its own, also within one second', async () => {
    const made = await Promise.all([1, 2, 3].map(() => RunDirectory.create({ runs }, 'my run: ä/b')));
    assert.equal(new Set(made.map(({ path }) => path)).size, 3);
    assert.equal((await readdir(runs)).length, 3);
  });

  it('keeps the default folder for runs out of version control, and an ignore file of its user', async () => {
    const folder = join(runs, '.latent-lens');
    await RunDirectory.create({ runs: join(folder, 'runs') }, 'x');
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), '*\n');
    await writeFile(join(folder, '.gitignore'), 'mine');
    await RunDirectory.create({ runs: join(folder, 'runs') }, 'x');
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), 'mine');
  });

  it('reads back what it wrote', async () => {
    const run = await RunDirectory.create({ directory: join(runs, 'exactly', 'here') }, 'x');
    await run.writeRecord(record());
    await run.appendEpoch(metrics(1, 5));
    await run.appendEpoch(metrics(2, 4));
    await run.saveLatents(2, Float32Array.of(1, 2, 3, 4), 2);
    await run.saveCheckpoint(checkpoint(2), 2);
    const opened = await RunDirectory.open(join(runs, 'exactly', 'here'));
    assert.deepEqual(opened.record, record());
    assert.deepEqual(await opened.directory.readHistory(), [metrics(1, 5), metrics(2, 4)]);
    assert.deepEqual(await opened.directory.frames(), [2]);
    assert.deepEqual(await opened.directory.readLatents(2), Float32Array.of(1, 2, 3, 4));
    assert.deepEqual(await opened.directory.loadCheckpoint(), checkpoint(2));
  });

  it('keeps the newest checkpoint and the best, and falls back to the older one if the newest is damaged', async () => {
    const run = await RunDirectory.create({ runs }, 'x');
    for (const epoch of [1, 2, 3, 4]) await run.saveCheckpoint(checkpoint(epoch), 2);
    const files = (await readdir(join(run.path, 'checkpoints'))).sort();
    assert.deepEqual(files, ['epoch-00002.safetensors', 'epoch-00004.safetensors']);
    await writeFile(join(run.path, 'checkpoints', files[1]), 'torn');
    assert.equal((await run.loadCheckpoint()).epoch, 2);
    await rm(join(run.path, 'checkpoints', files[0]));
    await assert.rejects(run.loadCheckpoint(), failsWith('run.noCheckpoint'));
  });

  it('loses only a torn line of the metrics, and takes the last word on an epoch', async () => {
    const run = await RunDirectory.create({ runs }, 'x');
    await run.appendEpoch(metrics(1, 5));
    await appendFile(join(run.path, 'metrics.jsonl'), '{"epoch":2,"lo');
    await run.appendEpoch(metrics(2, 4));
    await run.appendEpoch(metrics(2, 3));
    assert.deepEqual(await run.readHistory(), [metrics(1, 5), metrics(2, 3)]);
  });

  it('calls a run whose process is gone interrupted, and one at work running', async () => {
    const { hostname } = await import('node:os');
    const run = await RunDirectory.create({ runs }, 'x');
    const worker = (pid: number) => ({ pid, hostname: hostname() });
    await run.writeRecord(record({ status: 'running', worker: worker(2 ** 30) }));
    assert.equal((await RunDirectory.open(run.path)).record.status, 'interrupted');
    await run.writeRecord(record({ status: 'running', worker: worker(process.pid) }));
    assert.equal((await RunDirectory.open(run.path)).record.status, 'running');
  });

  it('says what is wrong with a folder that holds no run, or a damaged one', async () => {
    await assert.rejects(RunDirectory.open(join(runs, 'nothing')), failsWith('run.missing'));
    await writeFile(join(runs, 'run.json'), '{"format": 1, "name":');
    await assert.rejects(RunDirectory.open(runs), failsWith('run.unreadable'));
    await writeFile(join(runs, 'run.json'), JSON.stringify({ ...record(), format: 2 }));
    await assert.rejects(RunDirectory.open(runs), failsWith('run.unreadable'));
  });

  it('never writes into a folder that holds something', async () => {
    await writeFile(join(runs, 'precious'), 'data');
    await assert.rejects(RunDirectory.create({ directory: runs }, 'x'), failsWith('run.notEmpty'));
    assert.equal(await readFile(join(runs, 'precious'), 'utf8'), 'data');
  });

  it('says where it may not write', async () => {
    const file = join(runs, 'file');
    await writeFile(file, '');
    await assert.rejects(RunDirectory.create({ runs: join(file, 'runs') }, 'x'), failsWith('run.notWritable'));
    if (process.getuid?.() !== 0) {
      await chmod(runs, 0o500);
      await assert.rejects(RunDirectory.create({ runs: join(runs, 'new') }, 'x'), failsWith('run.notWritable'));
      await chmod(runs, 0o700);
    }
  });

  it('leaves the old file whole, and no other, when a write fails', async () => {
    const run = await RunDirectory.create({ runs }, 'x');
    await run.writeRecord(record());
    const { writeFileAtomic } = await import('../../../src/dataset/files/atomic-file');
    await assert.rejects(writeFileAtomic(join(run.path, 'run.json'), 5 as unknown as string));
    assert.deepEqual((await RunDirectory.open(run.path)).record, record());
    assert.deepEqual((await readdir(run.path)).sort(), ['checkpoints', 'latents', 'run.json']);
  });
});
