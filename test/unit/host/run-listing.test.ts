import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRuns, readRun } from '../../../src/host/run-listing';

const record = {
  format: 2,
  name: 'first',
  created: '2024-05-01T10:00:00.000Z',
  status: 'completed',
  config: {
    preset: 'explore',
    data: { source: 'builtin:digits' },
    model: { kind: 'vae', architecture: 'dense', hidden: [8], latent: 3, likelihood: 'bernoulli' },
    training: { epochs: 10 },
  },
  data: { name: 'digits', examples: 1000, kind: 'images' },
  epochs: 2,
  backend: { name: 'tensorflow', version: '1.15' },
};

describe('the list of runs', () => {
  let runs: string;

  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'latent-lens-runs-'));
  });

  afterEach(() => rm(runs, { recursive: true }));

  async function write(name: string, runJson: string, metrics?: string): Promise<string> {
    const directory = join(runs, name);
    await mkdir(directory);
    await writeFile(join(directory, 'run.json'), runJson);
    if (metrics !== undefined) await writeFile(join(directory, 'metrics.jsonl'), metrics);
    return directory;
  }

  it('is empty for a folder that is not there', async () => {
    assert.deepEqual(await listRuns(join(runs, 'nowhere')), []);
  });

  it('is newest first, and leaves out what is no run', async () => {
    await write('a', JSON.stringify({ ...record, name: 'old' }));
    await write('b', JSON.stringify({ ...record, name: 'new', created: '2024-06-01T10:00:00.000Z' }));
    await mkdir(join(runs, 'c'));
    await writeFile(join(runs, 'notes.txt'), 'hello');
    assert.deepEqual(
      (await listRuns(runs)).map(({ name }) => name),
      ['new', 'old'],
    );
  });

  it('tells how far a run is and how good', async () => {
    const rows = [1, 2].map((epoch) => JSON.stringify({ epoch, loss: 100 / epoch, elbo: -100 / epoch }));
    const run = await readRun(await write('a', JSON.stringify(record), `${rows.join('\n')}\n`));
    assert.ok(run?.kind === 'run');
    assert.deepEqual([run.epochs, run.totalEpochs, run.loss, run.elbo], [2, 10, 50, -50]);
    assert.deepEqual([run.model, run.latent, run.dataName, run.backend], ['vae', 3, 'digits', 'tensorflow']);
  });

  it('tells which run one was forked from, by its folder', async () => {
    const from = { run: '../first', name: 'first', epoch: 3, steps: 0, taken: [], initialised: [] };
    const run = await readRun(await write('fork', JSON.stringify({ ...record, from })));
    assert.ok(run?.kind === 'run');
    assert.deepEqual(run.origin, { directory: join(runs, 'first'), name: 'first', epoch: 3 });
    const other = await readRun(await write('odd', JSON.stringify({ ...record, from: 'somewhere' })));
    assert.ok(other?.kind === 'run' && other.origin === undefined, 'what says it otherwise is a run all the same');
  });

  it('passes over a line that is being written', async () => {
    const metrics = `${JSON.stringify({ epoch: 1, loss: 7, elbo: null })}\n{"epoch":2,"lo`;
    const run = await readRun(await write('a', JSON.stringify(record), metrics));
    assert.ok(run?.kind === 'run');
    assert.deepEqual([run.loss, run.elbo], [7, null]);
  });

  it('finds the last line of a long file', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => JSON.stringify({ epoch: index, loss: index, elbo: -index }));
    const run = await readRun(await write('a', JSON.stringify(record), `${rows.join('\n')}\n`));
    assert.ok(run?.kind === 'run');
    assert.equal(run.loss, 499);
  });

  it('shows a broken record as such, with the reason', async () => {
    const half = await readRun(await write('half', '{"format": 2, "na'));
    assert.ok(half?.kind === 'broken');
    assert.equal(half.name, 'half');
    assert.match(half.reason, /JSON/);
    const { training: _, ...config } = record.config;
    const lacking = await readRun(await write('lacking', JSON.stringify({ ...record, config })));
    assert.ok(lacking?.kind === 'broken');
    assert.match(lacking.reason, /config\.training/);
    const newer = await readRun(await write('newer', JSON.stringify({ ...record, format: 3 })));
    assert.ok(newer?.kind === 'broken');
    assert.match(newer.reason, /format/);
  });

  it('has those of format 1, too', async () => {
    const old = { ...record, format: 1 };
    const metrics = { epoch: 1, loss: 7, reconstruction: 5, kl: 2, elbo: -7, validation: null };
    const run = await readRun(await write('a', JSON.stringify(old), `${JSON.stringify(metrics)}\n`));
    assert.ok(run?.kind === 'run');
    assert.deepEqual([run.loss, run.elbo], [7, -7]);
  });

  it('lacks nothing that it can do without', async () => {
    const { created: _created, backend: _backend, epochs: _epochs, ...rest } = record;
    assert.equal((await readRun(await write('a', JSON.stringify(rest))))?.kind, 'run');
  });

  it('calls a run interrupted whose trainer is gone', async () => {
    const running = { ...record, status: 'running', worker: { pid: process.pid, hostname: hostname() } };
    const alive = await readRun(await write('alive', JSON.stringify(running)));
    assert.ok(alive?.kind === 'run');
    assert.equal(alive.status, 'running');
    // Above the largest process id that any system gives out.
    const gone = { ...running, worker: { pid: 2 ** 22 + 1, hostname: hostname() } };
    const dead = await readRun(await write('dead', JSON.stringify(gone)));
    assert.ok(dead?.kind === 'run');
    assert.equal(dead.status, 'interrupted');
  });
});
