import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import { type ColumnInfo, neighbourhoodSize, type Quantity } from '../../../src/protocol/data';
import { UserError } from '../../../src/protocol/errors';
import { umapDefaults } from '../../../src/protocol/layout';
import type { RunSummary } from '../../../src/protocol/run';
import type { Projection } from '../../../src/protocol/trainer';
import { random } from '../../../src/random';
import { projectRoot } from '../../harness/paths';
import { latentLens } from '../cli/command-line';

const examples = 400;
const latent = 4;
const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const pca = { kind: 'pca' } as const;

/** Columns of the data that are called as those of the model are. */
function table(): string {
  const draw = random(5);
  const rows = Array.from({ length: examples }, (_, i) => {
    const features = Array.from({ length: 6 }, (_, j) => draw() + (j === i % 3 ? 3 : 0));
    return [...features.slice(0, 5).map((value) => value.toFixed(4)), 7 + (i % 2), `kind${i % 3}`].join();
  });
  return `a,b,c,d,z1,reconstruction,kind\n${rows.join('\n')}\n`;
}

describe('Columns of a run', function () {
  this.timeout(120_000);
  let folder: string;
  let trainer: TrainerClient;
  let run: RunSummary;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-columns-'));
    await writeFile(join(folder, 'table.csv'), table());
    const directory = join(folder, 'run');
    const data = ['--data', join(folder, 'table.csv'), '--set', 'data.labels=kind', '--latent', String(latent)];
    const { code, stderr } = await latentLens('train', ...data, '--epochs', '3', '--out', directory);
    assert.equal(code, 0, stderr);
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
    run = await trainer.call('open', { directory, backend: 'auto' });
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const of = (quantity: Quantity, dimension?: number): ColumnInfo => {
    const info = run.columns.find((column) => column.quantity === quantity && column.dimension === dimension);
    assert.ok(info, `${quantity} ${dimension}`);
    return info;
  };
  const column = (quantity: Quantity, dimension?: number) =>
    trainer.call('column', { name: of(quantity, dimension).name });

  it('are there twice where the data have one of the same name, each with its own values', async () => {
    const own = await trainer.call('column', { name: 'reconstruction' });
    assert.deepEqual([...own.values.subarray(0, 2)], [7, 8]);
    assert.equal(own.quantity, undefined);
    const measure = await column('reconstruction');
    assert.equal(measure.name, 'model reconstruction');
    assert.equal(measure.role, 'measure');
    assert.notDeepEqual(measure.values, own.values);
    assert.equal((await column('z', 1)).name, 'latent z1');
    assert.equal(new Set(run.columns.map(({ name }) => name)).size, run.columns.length);
  });

  it('by dimension add up to the KL of the example, and agree with its inspection', async () => {
    const kl = await column('kl');
    const parts = await Promise.all(Array.from({ length: latent }, (_, j) => column('klDimension', j)));
    for (let index = 0; index < examples; index++) {
      const sum = parts.reduce((total, { values }) => total + values[index], 0);
      assert.ok(Math.abs(sum - kl.values[index]) < 1e-3, `${sum}, ${kl.values[index]}`);
    }
    const inspection = await trainer.call('inspect', { index: 11, projection: pca });
    const sigma = await column('sigma', 2);
    assert.ok(Math.abs(sigma.values[11] - inspection.sigma![2]) < 1e-5);
    assert.equal(sigma.epoch, 3);
  });

  it('of a neighbourhood are of the epoch that is asked for, and by the definition', async () => {
    const { name } = of('density');
    const [now, then] = await Promise.all([
      trainer.call('column', { name }),
      trainer.call('column', { name, epoch: 0, projection: pca }),
    ]);
    assert.deepEqual([now.epoch, then.epoch], [3, 0]);
    assert.notDeepEqual(now.values, then.values);
    const codes = await Promise.all(Array.from({ length: latent }, (_, j) => column('z', j)));
    const distances = Array.from({ length: examples }, (_, other) =>
      Math.hypot(...codes.map(({ values }) => values[other] - values[7])),
    );
    const nearest = [...distances.keys()].filter((other) => other !== 7).sort((a, b) => distances[a] - distances[b]);
    const chosen = nearest.slice(0, neighbourhoodSize);
    const mean = chosen.reduce((sum, other) => sum + distances[other], 0) / neighbourhoodSize;
    assert.ok(Math.abs(now.values[7] - mean) < 1e-5);
    const labels = (await trainer.call('column', { name: 'kind' })).values;
    const share = chosen.filter((other) => labels[other] !== labels[7]).length / neighbourhoodSize;
    assert.ok(Math.abs((await column('disagreement')).values[7] - share) < 1e-6);
  });

  it('of a layout are of the one that is asked for', async () => {
    const { name } = of('trust');
    const byPca = await trainer.call('column', { name, projection: pca });
    const byOne = await trainer.call('column', { name, projection: { kind: 'axes', axes: [0, -1, -1] } });
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(byPca.values.every((value) => value > 0 && value <= 1));
    assert.ok(mean(byPca.values) > mean(byOne.values), 'three directions show more than one');
  });

  it('of a layout tell apart whether near points are near codes, and whether near codes are near points', async () => {
    const mean = async (quantity: Quantity, projection: Projection) => {
      const { values } = await trainer.call('column', { name: of(quantity).name, projection });
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const line = { kind: 'axes', axes: [0, -1, -1] } as const;
    const [trust, continuity] = [await mean('trust', line), await mean('continuity', line)];
    assert.ok(continuity > trust, 'a projection puts more together than it tears apart');
    assert.ok((await mean('continuity', pca)) > continuity);
  });

  it('of a layout of some points are of those alone, among themselves', async () => {
    const of100 = Uint32Array.from({ length: Math.ceil(examples / 32) }, (_, word) =>
      word < 3 ? 0xffffffff : 0xf * Number(word === 3),
    );
    const layout = { ...umapDefaults, epochs: 50, of: of100 };
    await trainer.call('layOut', { epoch: null, layout });
    const { values } = await trainer.call('column', { name: of('trust').name, projection: layout });
    assert.ok(values.subarray(0, 100).every((value) => value > 0 && value <= 1));
    assert.ok(values.subarray(100).every(Number.isNaN));
    const mean = values.subarray(0, 100).reduce((sum, value) => sum + value, 0) / 100;
    assert.ok(mean > 0.8, `${mean}`);
  });

  it('are called off, and can be asked for again; how far they are is told', async () => {
    const { name } = of('trust');
    const told: number[] = [];
    const stop = trainer.on('columnProgress', ({ fraction }) => told.push(fraction));
    const controller = new AbortController();
    const projection = { kind: 'axes', axes: [1, 2, -1] } as const;
    const asked = trainer.call('column', { name, projection }, controller.signal);
    controller.abort();
    await assert.rejects(asked, (error) => error instanceof UserError && error.code === 'process.cancelled');
    const { values } = await trainer.call('column', { name, projection });
    assert.ok(values.every(Number.isFinite));
    assert.equal(told.at(-1), 1);
    stop();
  });
});
