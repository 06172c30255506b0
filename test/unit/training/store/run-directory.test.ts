import assert from 'node:assert/strict';
import { appendFile, chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../../src/protocol/errors';
import type { EpochMetrics, RunRecord } from '../../../../src/protocol/run';
import { ownIdentity } from '../../../../src/run-owner';
import type { Checkpoint } from '../../../../src/training/store/checkpoint';
import { RunDirectory } from '../../../../src/training/store/run-directory';
import { smallConfig } from '../builders';

const metrics = (epoch: number, loss = 1): EpochMetrics => ({
  epoch,
  loss,
  terms: { reconstruction: loss, kl: 0 },
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
  format: 2,
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
  encoding: { kind: 'pixels', shape: [4, 4, 1], offset: 0, scale: 255 },
  epochs: 2,
  backend: { name: 'cpu', version: '1' },
  versions: {},
  ...changes,
});

const fits = () => undefined;

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
    const made = await Promise.all([1, 2, 3].map(() => RunDirectory.create({ runs }, 'my run: ä/b', record())));
    assert.equal(new Set(made.map(({ path }) => path)).size, 3);
    assert.equal((await readdir(runs)).length, 3);
  });

  it('keeps the default folder for runs out of version control, and an ignore file of its user', async () => {
    const folder = join(runs, '.latent-lens');
    await RunDirectory.create({ runs: join(folder, 'runs') }, 'x', record());
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), '*\n');
    await writeFile(join(folder, '.gitignore'), 'mine');
    await RunDirectory.create({ runs: join(folder, 'runs') }, 'x', record());
    assert.equal(await readFile(join(folder, '.gitignore'), 'utf8'), 'mine');
  });

  it('reads back what it wrote', async () => {
    const run = await RunDirectory.create({ directory: join(runs, 'exactly', 'here') }, 'x', record());
    await run.appendEpoch(metrics(1, 5));
    await run.appendEpoch(metrics(2, 4));
    await run.saveLatents(2, Float32Array.of(1, 2, 3, 4), 2);
    await run.saveCheckpoint(checkpoint(2), 2);
    const opened = await RunDirectory.open(join(runs, 'exactly', 'here'));
    assert.deepEqual(opened.record, record());
    assert.deepEqual(await opened.directory.readHistory(), [metrics(1, 5), metrics(2, 4)]);
    assert.deepEqual(await opened.directory.frames(), [2]);
    assert.deepEqual(await opened.directory.readLatents(2, 2, 2), Float32Array.of(1, 2, 3, 4));
    assert.deepEqual(await opened.directory.loadCheckpoint(fits), checkpoint(2));
  });

  it('keeps the newest checkpoint and the best, and falls back to the older one if the newest is damaged', async () => {
    const run = await RunDirectory.create({ runs }, 'x', record());
    for (const epoch of [1, 2, 3, 4]) await run.saveCheckpoint(checkpoint(epoch), 2);
    const files = (await readdir(join(run.path, 'checkpoints'))).sort();
    assert.deepEqual(files, ['epoch-00002.safetensors', 'epoch-00004.safetensors']);
    await writeFile(join(run.path, 'checkpoints', files[1]), 'torn');
    assert.equal((await run.loadCheckpoint(fits))?.epoch, 2);
    await rm(join(run.path, 'checkpoints', files[0]));
    await assert.rejects(run.loadCheckpoint(fits), failsWith('run.noCheckpoint'));
  });

  it('loses only a torn line of the metrics, and takes the last word on an epoch', async () => {
    const run = await RunDirectory.create({ runs }, 'x', record());
    await run.appendEpoch(metrics(1, 5));
    await appendFile(join(run.path, 'metrics.jsonl'), '{"epoch":2,"lo');
    await run.appendEpoch(metrics(2, 4));
    await run.appendEpoch(metrics(2, 3));
    assert.deepEqual(await run.readHistory(), [metrics(1, 5), metrics(2, 3)]);
  });

  it('calls a run whose trainer is gone interrupted, and one at work running', async () => {
    const run = await RunDirectory.create({ runs }, 'x', record({ status: 'running', worker: ownIdentity() }));
    assert.equal((await RunDirectory.open(run.path)).record.status, 'running');
    await run.release();
    assert.equal((await RunDirectory.open(run.path)).record.status, 'interrupted');
  });

  it('asks before it takes over a run of a version without locks, whose process cannot be told from another', async () => {
    const run = await RunDirectory.create({ runs }, 'x', record());
    const worker = (pid: number, host = hostname()) => record({ status: 'running', worker: { pid, hostname: host } });
    const open = async (written: RunRecord) => {
      await run.writeRecord(written);
      await run.release();
      return RunDirectory.open(run.path);
    };
    for (const written of [worker(process.pid), worker(1, 'elsewhere')]) {
      const { directory, record: read } = await open(written);
      assert.equal(read.status, 'running');
      await assert.rejects(directory.claim(), failsWith('run.ownerUnknown'));
      await directory.claim({ takeOver: true });
      await directory.release();
    }
    const { directory, record: read } = await open(worker(2 ** 30));
    assert.equal(read.status, 'interrupted');
    await directory.claim();
    await directory.release();
    const garbage = { ...record({ status: 'running' }), worker: { pid: 'x', hostname: 7 } };
    assert.equal((await open(garbage as unknown as RunRecord)).record.status, 'interrupted');
  });

  it('says what is wrong with a folder that holds no run, or a damaged one', async () => {
    await assert.rejects(RunDirectory.open(join(runs, 'nothing')), failsWith('run.missing'));
    await writeFile(join(runs, 'run.json'), '{"format": 2, "name":');
    await assert.rejects(RunDirectory.open(runs), failsWith('run.unreadable'));
    await writeFile(join(runs, 'run.json'), JSON.stringify({ ...record(), format: 0 }));
    await assert.rejects(RunDirectory.open(runs), failsWith('run.unreadable'));
    await writeFile(join(runs, 'run.json'), JSON.stringify({ ...record(), format: 3, status: 'dreaming' }));
    await assert.rejects(RunDirectory.open(runs), failsWith('run.newer'));
  });

  it('trains into a folder with an unfinished beginning of its own, and removes that', async () => {
    const begun = await RunDirectory.create({ directory: join(runs, 'r') }, 'x', record({ epochs: 0 }));
    await begun.saveLatents(0, Float32Array.of(1, 2), 2);
    const values = Float32Array.of(1);
    await begun.saveExamples({ indices: Int32Array.of(0), values, columns: values });
    await writeFile(join(begun.path, 'run.json.4711.tmp'), 'half');
    await writeFile(join(begun.path, 'latents', 'epoch-00000.npy.4711.tmp'), 'half');
    await begun.release();
    const run = await RunDirectory.create({ directory: join(runs, 'r') }, 'y', record({ name: 'second', epochs: 0 }));
    assert.equal((await run.readRecord()).name, 'second');
    assert.deepEqual((await readdir(run.path)).sort(), ['examples', 'latents', 'run.json', 'run.lock']);
    assert.deepEqual(await readdir(join(run.path, 'examples')), []);
    assert.deepEqual(await run.frames(), []);
    await run.release();
    for (const [folder, file] of [
      ['checkpoints', 'epoch-00000.safetensors'],
      ['checkpoints', 'notes.txt'],
      ['latents', 'epoch-00001.npy'],
      ['', 'notes.txt'],
    ]) {
      await mkdir(join(run.path, folder), { recursive: true });
      await writeFile(join(run.path, folder, file), 'mine');
      await assert.rejects(RunDirectory.create({ directory: run.path }, 'z', record()), failsWith('run.notEmpty'));
      await rm(join(run.path, folder, file));
    }
  });

  it('leaves nothing where a run cannot be begun', async () => {
    const unwritable = { ...record(), epochs: 1n } as unknown as RunRecord;
    await assert.rejects(RunDirectory.create({ directory: join(runs, 'r') }, 'x', unwritable));
    assert.deepEqual(await readdir(runs), []);
  });

  it('keeps the way to data of the same project, so that both can be moved, and finds them where they were, too', async () => {
    const project = join(runs, 'project');
    const source = join(project, 'data', 'x.npy');
    await mkdir(join(project, 'data'), { recursive: true });
    await writeFile(source, '');
    const config = { ...smallConfig(), data: { source, labels: join(project, 'data', 'y.npy') } };
    const data = { ...record().data, source };
    const run = await RunDirectory.create(
      { directory: join(project, 'runs', 'one'), project },
      'x',
      record({ config, data }),
    );
    await run.release();
    const stored = JSON.parse(await readFile(join(run.path, 'run.json'), 'utf8'));
    assert.deepEqual(stored.config.data, { source: '../../data/x.npy', labels: '../../data/y.npy' });
    assert.deepEqual((await run.readRecord()).config.data, config.data);
    await cp(run.path, join(runs, 'copied'), { recursive: true });
    assert.deepEqual((await RunDirectory.open(join(runs, 'copied'))).record.config.data, config.data);
    const moved = join(runs, 'moved');
    await rename(project, moved);
    const { directory, record: read } = await RunDirectory.open(join(moved, 'runs', 'one'));
    assert.deepEqual(read.config.data, { source: join(moved, 'data', 'x.npy'), labels: join(moved, 'data', 'y.npy') });
    await directory.writeRecord(read);
    assert.deepEqual(JSON.parse(await readFile(join(directory.path, 'run.json'), 'utf8')).config, stored.config);
    const outside = await RunDirectory.create({ runs, project }, 'x', record({ config, data }));
    assert.equal(JSON.parse(await readFile(join(outside.path, 'run.json'), 'utf8')).config.data.source, source);
  });

  it('never writes into a folder that holds something', async () => {
    await writeFile(join(runs, 'precious'), 'data');
    await assert.rejects(RunDirectory.create({ directory: runs }, 'x', record()), failsWith('run.notEmpty'));
    assert.equal(await readFile(join(runs, 'precious'), 'utf8'), 'data');
  });

  it('says where it may not write', async () => {
    const file = join(runs, 'file');
    await writeFile(file, '');
    await assert.rejects(
      RunDirectory.create({ runs: join(file, 'runs') }, 'x', record()),
      failsWith('run.notWritable'),
    );
    if (process.getuid?.() !== 0) {
      await chmod(runs, 0o500);
      await assert.rejects(
        RunDirectory.create({ runs: join(runs, 'new') }, 'x', record()),
        failsWith('run.notWritable'),
      );
      await chmod(runs, 0o700);
    }
  });

  it('leaves the old file whole, and no other, when a write fails', async () => {
    const run = await RunDirectory.create({ runs }, 'x', record());
    await run.release();
    const { writeFileAtomic } = await import('../../../../src/dataset/bytes/atomic-file');
    await assert.rejects(writeFileAtomic(join(run.path, 'run.json'), 5 as unknown as string));
    assert.deepEqual((await RunDirectory.open(run.path)).record, record());
    assert.deepEqual((await readdir(run.path)).sort(), ['run.json']);
  });
});
