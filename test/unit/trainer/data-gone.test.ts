import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset';
import { UserError } from '../../../src/protocol/errors';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const backend = 'cpu' as const;
const pca = { kind: 'pca' } as const;

function trainer() {
  let end: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const service = createTrainerService((event, params) => {
    if (event === 'status' && (params as { status: string }).status !== 'running') end();
  });
  return { service, ended };
}

const failsWith = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

describe('A run whose data are gone', function () {
  this.timeout(120_000);
  let folder: string;
  let project: string;
  let source: string;
  let directory: string;
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${['a', 'b', 'c'][i % 3]}`);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-gone-'));
    project = join(folder, 'project');
    source = join(project, 'table.csv');
    directory = join(project, 'runs', 'one');
    await mkdir(project);
    await writeFile(source, `x,y,kind\n${rows.join('\n')}\n`);
    const { service, ended } = trainer();
    const request = {
      data: { source, labels: 'kind' },
      model: { hidden: [4], latent: 2 },
      training: { epochs: 2, batchSize: 10 },
      backend,
    };
    await service.train({ request, project, directory }, never);
    await ended;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('shows its codes, columns and the examples that it keeps, decodes, and says what is missing', async () => {
    const whole = trainer().service;
    await whole.open({ directory, backend }, never);
    const before = {
      latents: await whole.latents({ epoch: 1, projection: pca }, never),
      label: await whole.column({ name: 'kind' }, never),
      examples: await whole.examples({ indices: [3, 59] }, never),
      worst: await whole.reconstructions({ order: 'worst', filter: null, offset: 0, count: 5 }, never),
      inspection: await whole.inspect({ index: 7, projection: pca }, never),
      near: await whole.nearestInputs({ index: 7 }, never),
    };
    await rename(source, `${source}.moved`);

    const { service } = trainer();
    const { dataProblem, columns, history } = await service.open({ directory, backend }, never);
    assert.equal(dataProblem?.code, 'data.missing');
    assert.equal(history.length, 2);
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['kind', 'split', 'density', 'disagreement', 'trust', 'continuity', 'z0', 'z1'],
    );
    assert.deepEqual(await service.latents({ epoch: 1, projection: pca }, never), before.latents);
    assert.deepEqual((await service.column({ name: 'kind' }, never)).values, before.label.values);
    assert.deepEqual(await service.examples({ indices: [3, 59] }, never), before.examples);
    const worst = await service.reconstructions({ order: 'worst', filter: null, offset: 0, count: 5 }, never);
    assert.deepEqual(worst.indices, before.worst.indices);
    assert.deepEqual(worst.reconstructions, before.worst.reconstructions);
    // What is of codes needs no data.
    for (const name of ['density', 'disagreement', 'trust', 'continuity']) {
      assert.ok((await service.column({ name }, never)).values.every(Number.isFinite), name);
    }
    const { mean, columns: values, original } = await service.inspect({ index: 7, projection: pca }, never);
    assert.deepEqual([mean, original], [before.inspection.mean, before.inspection.original]);
    assert.deepEqual(await service.nearestInputs({ index: 7 }, never), before.near);
    assert.deepEqual(
      values,
      before.inspection.columns.filter(({ name }) => name === 'kind'),
    );
    await assert.rejects(async () => service.resume({ epochs: 3 }, never), failsWith('data.missing'));
  });

  it('refuses other data in their place, and goes on with the same ones', async () => {
    const moved = join(project, 'elsewhere.csv');
    await rename(source, moved);
    const other = join(project, 'other.csv');
    await writeFile(other, `x,y,kind\n${rows.toReversed().join('\n')}\n`);
    const { service, ended } = trainer();
    const locate = (path: string) => service.locateData({ directory, source: path }, never);
    await assert.rejects(async () => locate(other), failsWith('run.dataChanged'));
    await assert.rejects(async () => locate(join(project, 'nothing.csv')), failsWith('data.missing'));
    await locate(moved);
    const { record } = await service.open({ directory, backend }, never);
    assert.equal(record.config.data.source, moved);
    const stored = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
    assert.equal(stored.config.data.source, '../../elsewhere.csv');
    await service.resume({ epochs: 3 }, never);
    await ended;
    assert.equal((await trainer().service.open({ directory, backend }, never)).history.length, 3);
  });

  it('finds them again where the whole project has moved', async () => {
    const moved = join(folder, 'moved');
    await rename(project, moved);
    const { service } = trainer();
    const { dataProblem } = await service.open({ directory: join(moved, 'runs', 'one'), backend }, never);
    assert.equal(dataProblem, undefined);
  });

  it('keeps a name that it is given, also while it is open', async () => {
    const { service } = trainer();
    await service.rename({ directory, name: 'closed' }, never);
    assert.equal((await service.open({ directory, backend }, never)).record.name, 'closed');
    await service.rename({ directory, name: 'open' }, never);
    assert.equal((await trainer().service.open({ directory, backend }, never)).record.name, 'open');
  });
});

describe('A run that patience ended', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-patience-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('uses its best weights, shows them, and changes to the newest and back', async () => {
    const source = join(folder, 'x.npy');
    const directory = join(folder, 'run');
    await writeFile(
      source,
      encodeNpy(
        Float32Array.from({ length: 180 }, (_, i) => Math.sin(i * i * 1.3)),
        [30, 6],
      ),
    );
    const { service, ended } = trainer();
    // The rate is so large that it soon gets worse.
    const training = { epochs: 200, batchSize: 10, patience: 2, learningRate: 0.3, schedule: 'constant' } as const;
    const request = { data: source, model: { hidden: [8], latent: 2 }, training, backend };
    await service.train({ request, directory }, never);
    await ended;

    const opened = trainer().service;
    const { weights, history, record } = await opened.open({ directory, backend }, never);
    assert.equal(record.status, 'completed');
    const best = history.reduce((a, b) => ((b.validation ?? b).loss < (a.validation ?? a).loss ? b : a)).epoch;
    const newest = history.length;
    assert.ok(best < newest && newest < 200);
    assert.deepEqual(weights, { choice: 'best', epoch: best, steps: 0, best });

    const positions = async (epoch: number | null) => (await opened.latents({ epoch, projection: pca }, never)).epoch;
    assert.equal(await positions(null), best);
    const worst = () => opened.reconstructions({ order: 'data', filter: null, offset: 0, count: 30 }, never);
    const byBest = await worst();
    assert.equal(byBest.epoch, best);
    assert.deepEqual((await opened.useWeights({ choice: 'newest' }, never)).weights, {
      choice: 'newest',
      steps: 0,
      epoch: newest,
      best,
    });
    assert.equal(await positions(null), newest);
    const byNewest = await worst();
    assert.equal(byNewest.epoch, newest);
    assert.notDeepEqual(byNewest.errors, byBest.errors);
    await opened.useWeights({ choice: 'best' }, never);
    assert.deepEqual((await worst()).errors, byBest.errors);

    const evaluated = async (choice?: 'best' | 'newest') =>
      opened.evaluate({ directory, backend, data: { source }, ...(choice && { weights: choice }) }, never);
    assert.deepEqual(await evaluated(), await evaluated('best'));
    assert.equal((await evaluated('newest')).weights.epoch, newest);
    assert.notEqual((await evaluated('newest')).loss, (await evaluated()).loss);
  });
});
