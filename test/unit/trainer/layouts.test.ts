import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '../../../src/dataset/formats/npy/npy';
import { setOf } from '../../../src/exploration/example-set';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import { isUserError } from '../../../src/protocol/errors';
import { pacmapDefaults, tsneDefaults, umapDefaults } from '../../../src/protocol/layout';
import { RunDirectory } from '../../../src/training/store/run-directory';
import { projectRoot } from '../../harness/paths';
import { latentLens } from '../cli/command-line';

const examples = 400;
const params = { ...umapDefaults, epochs: 60 };
const umap = params;
const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };

describe('Layouts of a run', () => {
  let folder: string;
  let run: string;
  let trainer: TrainerClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-layouts-'));
    run = join(folder, 'run');
    const data = ['--data', 'builtin:digits', '--limit', String(examples), '--latent', '6', '--epochs', '3'];
    const { code, stderr } = await latentLens('train', ...data, '--out', run);
    assert.equal(code, 0, stderr);
    trainer = await opened();
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function opened(): Promise<TrainerClient> {
    const client = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
    await client.call('open', { directory: run, backend: 'auto' });
    return client;
  }

  const latents = (epoch: number | null, of = trainer) => of.call('latents', { epoch, projection: umap });

  it('are never made unasked: principal components are shown, and it is said', async () => {
    const { layout, positions } = await latents(null);
    assert.deepEqual(layout, { epoch: null, report: null });
    const pca = await trainer.call('latents', { epoch: null, projection: { kind: 'pca' } });
    assert.deepEqual(positions, pca.positions);
    assert.deepEqual(await trainer.call('layouts', {}), []);
    assert.ok(!(await readdir(run)).includes('layouts'));
  });

  it('are shown while they converge, kept with the run, and there again when it is opened', async () => {
    const phases = new Set<string>();
    let looks = 0;
    const stop = [
      trainer.on('layoutProgress', ({ phase }) => phases.add(phase)),
      trainer.on('layoutPositions', ({ positions }) => {
        assert.equal(positions.length, 3 * examples);
        assert.ok(positions.every(Number.isFinite));
        looks++;
      }),
    ];
    const long = { ...params, epochs: 3000 };
    await trainer.call('layOut', { epoch: 3, layout: long });
    assert.deepEqual([...phases], ['neighbours', 'graph', 'descent', 'trust']);
    assert.ok(looks > 0);
    for (const off of stop) off();

    const { seconds, epoch, ...report } = await trainer.call('layOut', { epoch: 3, layout: params });
    assert.equal(epoch, 3);
    assert.ok((report.trustworthiness ?? 0) > 0.9);
    const shown = await latents(3);
    assert.deepEqual(shown.layout, { epoch: 3, report: { seconds, ...report } });
    const name = 'umap-3d-n15-d0.1-e60-s1-epoch-00003';
    const { data, shape } = await readNpy(join(run, 'layouts', `${name}.npy`));
    assert.deepEqual(shape, [examples, 3]);
    assert.deepEqual(data, shown.positions);
    const { kind: _, ...own } = params;
    const said = JSON.parse(await readFile(join(run, 'layouts', `${name}.json`), 'utf8'));
    assert.deepEqual(said, { method: 'umap', epoch: 3, params: own, ...report, seconds });

    const again = await opened();
    try {
      assert.deepEqual((await latents(3, again)).positions, shown.positions);
      const kept = await again.call('layouts', {});
      assert.deepEqual(kept.map((layout) => [layout.epoch, layout.params.epochs]).sort(), [
        [3, 3000],
        [3, 60],
      ]);
      // The nearest one, and it is said which.
      assert.deepEqual((await latents(1, again)).layout?.epoch, 3);
    } finally {
      await again.stop();
    }
  });

  it('are made by t-SNE, too', async () => {
    const layout = { ...tsneDefaults, dims: 2, perplexity: 20, epochs: 300 } as const;
    const { seconds, epoch, ...report } = await trainer.call('layOut', { epoch: 3, layout });
    assert.ok((report.trustworthiness ?? 0) > 0.9);
    assert.ok((report.divergence ?? 0) > 0);
    const shown = await trainer.call('latents', { epoch: 3, projection: layout });
    assert.deepEqual(shown.layout, { epoch, report: { seconds, ...report } });
    assert.deepEqual(shown.axes, [
      { layout: 0, method: 'tsne' },
      { layout: 1, method: 'tsne' },
    ]);
    const { shape } = await readNpy(join(run, 'layouts', 'tsne-2d-p20-e300-s1-epoch-00003.npy'));
    assert.deepEqual(shape, [examples, 2]);
    const kept = await trainer.call('layouts', {});
    assert.ok(kept.some(({ params: each }) => each.kind === 'tsne' && each.perplexity === 20));
  });

  it('are made by PaCMAP, too, and the next begins where that has the points', async () => {
    const layout = { ...pacmapDefaults, epochs: 90 };
    await trainer.call('layOut', { epoch: 3, layout });
    const { positions, layout: shown } = await trainer.call('latents', { epoch: 3, projection: layout });
    assert.equal(shown?.epoch, 3);
    assert.ok((shown?.report?.trustworthiness ?? 0) > 0.9);
    const kept = await trainer.call('layouts', {});
    assert.ok(kept.some(({ epoch, params: each }) => epoch === 3 && each.kind === 'pacmap' && each.neighbours === 10));
    await trainer.call('layOut', { epoch: 2, layout });
    const next = await trainer.call('latents', { epoch: 2, projection: layout });
    assert.equal(next.layout?.epoch, 2);
    const spread = (of: Float32Array) => of.reduce((sum, value) => sum + value ** 2, 0);
    const moved = spread(next.positions.map((value, i) => value - positions[i]));
    assert.ok(moved > 0 && moved < 0.5 * spread(positions), `${moved} of ${spread(positions)}`);
  });

  it('are made of some examples alone: the others have no place', async () => {
    const chosen = Array.from({ length: 100 }, (_, i) => 3 * i);
    const of = setOf(chosen, examples);
    const layout = { ...params, of };
    const hasPlace = (positions: Float32Array) => {
      assert.equal(positions.length, 3 * examples);
      positions.forEach((value, i) => {
        assert.equal(Number.isFinite(value), chosen.includes(Math.floor(i / 3)), `example ${Math.floor(i / 3)}`);
      });
    };
    const before = await trainer.call('latents', { epoch: 3, projection: layout });
    assert.equal(before.layout?.epoch, null, 'that of all is none of these');
    hasPlace(before.positions);
    const stop = trainer.on('layoutPositions', ({ positions }) => hasPlace(positions));
    await trainer.call('layOut', { epoch: 3, layout });
    stop();
    const shown = await trainer.call('latents', { epoch: 3, projection: layout });
    assert.equal(shown.layout?.epoch, 3);
    hasPlace(shown.positions);
    const others = { ...params, of: setOf(chosen.slice(1), examples) };
    assert.equal((await trainer.call('latents', { epoch: 3, projection: others })).layout?.epoch, null);
    const position = [...shown.positions.subarray(9, 12)] as [number, number, number];
    const { z } = await trainer.call('decode', { position, projection: layout, from: null });
    const codes = await (await RunDirectory.open(run)).directory.readLatents(3, examples, 6);
    z.forEach((value, j) => {
      assert.ok(Math.abs(value - codes[3 * 6 + j]) < 1e-4);
    });
    const again = await opened();
    try {
      const kept = await again.call('latents', { epoch: 3, projection: layout });
      assert.deepEqual(kept.positions, shown.positions);
    } finally {
      await again.stop();
    }
    await assert.rejects(
      trainer.call('layOut', { epoch: 3, layout: { ...params, of: setOf([1, 2], examples) } }),
      (error) => isUserError(error) && error.code === 'layout.onePoint',
    );
  });

  it('begin where the layout of another epoch has the points', async () => {
    const before = await latents(3);
    await trainer.call('layOut', { epoch: 2, layout: params });
    const after = await latents(2);
    assert.equal(after.layout?.epoch, 2);
    // Nearer to it than one that began at the principal components, which turns it about.
    const distance = (a: Float32Array, b: Float32Array) => {
      return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;
    };
    const scale = distance(before.positions, new Float32Array(before.positions.length));
    assert.ok(distance(after.positions, before.positions) < scale, 'points glide');
  });

  it('answer what lies at a place by the examples that are shown next to it', async () => {
    const { positions } = await latents(null);
    const codes = await (await RunDirectory.open(run)).directory.readLatents(3, examples, 6);
    const at = (index: number): [number, number, number] => [
      positions[3 * index],
      positions[3 * index + 1],
      positions[3 * index + 2],
    ];
    const { z } = await trainer.call('decode', { position: at(7), projection: umap, from: null });
    for (let j = 0; j < 6; j++) assert.ok(Math.abs(z[j] - codes[7 * 6 + j]) < 1e-4, 'an example is at its place');
    const middle = at(7).map((value, j) => (value + at(8)[j]) / 2) as [number, number, number];
    const between = await trainer.call('decode', { position: middle, projection: umap, from: null });
    assert.ok(between.z.every(Number.isFinite));
    const { position } = await trainer.call('inspect', { index: 7, projection: umap });
    position.forEach((value, j) => {
      assert.ok(Math.abs(value - at(7)[j]) < 1e-2);
    });
    const samples = await trainer.call('samples', { count: 5, seed: 1, projection: umap });
    const bound = positions.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    assert.ok(
      samples.positions.every((value) => Math.abs(value) <= bound),
      'samples are among the examples',
    );
  });

  it('are called off, one at a time, and leave nothing then', async () => {
    const before = await readdir(join(run, 'layouts'));
    const stop = new AbortController();
    const other = { ...params, epochs: 10_000, seed: 9 };
    const begun = new Promise<void>((resolve) => {
      const off = trainer.on('layoutProgress', () => {
        off();
        resolve();
      });
    });
    const job = trainer.call('layOut', { epoch: null, layout: other }, stop.signal);
    await begun;
    await assert.rejects(
      trainer.call('layOut', { epoch: null, layout: params }),
      (error) => isUserError(error) && error.code === 'layout.busy',
    );
    stop.abort();
    await assert.rejects(job, (error) => isUserError(error) && error.code === 'process.cancelled');
    assert.deepEqual(await readdir(join(run, 'layouts')), before);
    await trainer.call('layOut', { epoch: 1, layout: params });
  });

  it('are refused in a sentence where there are too few points', async () => {
    await assert.rejects(
      trainer.call('layOut', { epoch: null, layout: { ...params, neighbours: examples } }),
      (error) => isUserError(error) && error.code === 'layout.tooFewPoints',
    );
  });

  it('are passed over where they cannot be read, and what is not ours stays', async () => {
    const layouts = join(run, 'layouts');
    await writeFile(join(layouts, 'notes.txt'), 'mine');
    await writeFile(join(layouts, 'umap-3d-n15-d0.1-e60-s7-epoch-00003.npy'), 'no array');
    await symlink(
      join(layouts, 'umap-3d-n15-d0.1-e60-s1-epoch-00003.npy'),
      join(layouts, 'umap-3d-n15-d0.1-e60-s8-epoch-00003.npy'),
    );
    const again = await opened();
    try {
      for (const seed of [7, 8]) {
        const { layout } = await again.call('latents', { epoch: 3, projection: { ...umap, seed } });
        assert.equal(layout?.epoch, null);
      }
      await again.call('layOut', { epoch: 3, layout: { ...params, seed: 7 } });
      const { layout } = await again.call('latents', { epoch: 3, projection: { ...umap, seed: 7 } });
      assert.equal(layout?.epoch, 3);
      assert.equal(await readFile(join(layouts, 'notes.txt'), 'utf8'), 'mine');
    } finally {
      await again.stop();
    }
  });
});
