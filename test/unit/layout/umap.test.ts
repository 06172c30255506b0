import assert from 'node:assert/strict';
import { join } from 'node:path';
import { forceTables, tableBegin, tableShift } from '../../../src/layout/force-tables';
import { fuzzyUnion, membership } from '../../../src/layout/fuzzy-graph';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
import { spreadOut } from '../../../src/layout/spread';
import { Team } from '../../../src/layout/team';
import { trust } from '../../../src/layout/trust';
import { fitCurve } from '../../../src/layout/umap-curve';
import { createUmapDescent } from '../../../src/layout/umap-descent';
import { fillNormal, random } from '../../../src/random';
import { projectRoot } from '../../harness/paths';

const k = 10;
const epochs = 60;

/** Three clusters in 8 dimensions, far apart, each nearly a plane, so that there is a true picture of it; row i is of cluster i % 3. */
function clusters(): Points {
  const values = fillNormal(new Float32Array(180 * 8), random(1)).map((value, i) => (i % 8 < 6 ? 0.05 * value : value));
  for (let row = 0; row < 180; row++) values[row * 8 + (row % 3)] += 20;
  return { values, dims: 8 };
}

async function umapOf(points: Points, dims: 2 | 3, { seed = 1, threads = 1 } = {}): Promise<Team> {
  const neighbours = await exactNeighbours(points, k);
  const graph = fuzzyUnion(neighbours, membership(neighbours));
  const n = points.values.length / points.dims;
  const initial = Float32Array.from({ length: n * 3 }, (_, i) => {
    return points.values[Math.floor(i / 3) * points.dims + (i % 3)] ?? 0;
  });
  const descent = createUmapDescent(graph, spreadOut(initial, dims, seed, 'umap'), { epochs, minDist: 0.1, seed });
  return new Team(descent, threads, join(projectRoot, 'dist'));
}

describe('Umap', () => {
  for (const dims of [2, 3] as const) {
    it(`keeps clusters apart and neighbours together in ${dims}-D`, async () => {
      const points = clusters();
      const umap = await umapOf(points, dims);
      umap.step(epochs);
      assert.ok(umap.isDone);
      const layout = { values: umap.positions, dims: 3 };
      if (dims === 2) assert.ok(umap.positions.every((value, i) => i % 3 < 2 || value === 0));
      const { trustworthiness, continuity } = trust(points, layout, k);
      assert.ok(trustworthiness > 0.95, `trustworthiness ${trustworthiness}`);
      assert.ok(continuity > 0.95, `continuity ${continuity}`);
      const { indices } = await exactNeighbours(layout, k);
      indices.forEach((other, at) => {
        assert.equal(other % 3, Math.floor(at / k) % 3);
      });
    });
  }

  it('is the same for the same seed, however its epochs are divided, and another for another', async () => {
    const whole = await umapOf(clusters(), 3);
    whole.step(20);
    const parts = await umapOf(clusters(), 3);
    parts.step(7);
    parts.step(13);
    assert.deepEqual(parts.positions, whole.positions);
    const other = await umapOf(clusters(), 3, { seed: 2 });
    other.step(20);
    assert.notDeepEqual(other.positions, whole.positions);
  });

  it('is the same for any number of threads', async () => {
    const points = { values: fillNormal(new Float32Array(1100 * 4), random(1)), dims: 4 };
    const one = await umapOf(points, 3);
    one.step(epochs);
    const three = await umapOf(points, 3, { threads: 3 });
    try {
      while (!three.isDone) three.step(7);
      assert.deepEqual(three.positions, one.positions);
    } finally {
      await three.dispose();
    }
  });

  it('stays finite where points are at one place', async () => {
    const same = await umapOf({ values: new Float32Array(40 * 2), dims: 2 }, 2);
    same.step(epochs);
    assert.ok(same.positions.every(Number.isFinite));
    const { values, dims } = clusters();
    const twice = await umapOf({ values: Float32Array.of(...values, ...values), dims }, 3);
    twice.step(epochs);
    assert.ok(twice.positions.every(Number.isFinite));
  });

  it('takes its forces from a table, at most 1 % from the formula', () => {
    const { attraction, repulsion } = forceTables(0.1);
    const { a, b } = fitCurve(0.1, 1);
    const next = random(1);
    for (let turn = 0; turn < 10_000; turn++) {
      const squared = Float32Array.of(10 ** (16 * (next() / 2 ** 32) - 8));
      const place = (new Int32Array(squared.buffer)[0] >> tableShift) - tableBegin;
      const [s] = squared;
      const pull = (2 * a * b * s ** (b - 1)) / (1 + a * s ** b);
      const push = (2 * b) / ((0.001 + s) * (1 + a * s ** b));
      assert.ok(Math.abs(attraction[place] / pull - 1) < 0.01, `attraction at ${s}`);
      assert.ok(Math.abs(repulsion[place] / push - 1) < 0.01, `repulsion at ${s}`);
    }
  });
});
