import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
import { createPacmapDescent, descendPacmap, pacmapWeights } from '../../../src/layout/pacmap-descent';
import { candidatesBeyond, type PacmapPairs, pacmapPairs } from '../../../src/layout/pacmap-pairs';
import { spreadOut } from '../../../src/layout/spread';
import { Team } from '../../../src/layout/team';
import { trust } from '../../../src/layout/trust';
import { fillNormal, random } from '../../../src/random';
import { projectRoot } from '../../harness/paths';

before(async () => {
  await tf.setBackend('cpu');
});

const wanted = 10;
const epochs = 200;

/** Three clusters in 8 dimensions, far apart, each nearly a plane; row i is of cluster i % 3. */
function clusters(): Points {
  const values = fillNormal(new Float32Array(180 * 8), random(1)).map((value, i) => (i % 8 < 6 ? 0.05 * value : value));
  for (let row = 0; row < 180; row++) values[row * 8 + (row % 3)] += 20;
  return { values, dims: 8 };
}

async function pairsOf(points: Points, seed = 1): Promise<PacmapPairs> {
  const n = points.values.length / points.dims;
  return pacmapPairs(points, await exactNeighbours(points, Math.min(n - 1, wanted + candidatesBeyond)), wanted, seed);
}

async function pacmapOf(points: Points, dims: 2 | 3, { seed = 1, threads = 1, isFormer = false } = {}): Promise<Team> {
  const n = points.values.length / points.dims;
  const initial = Float32Array.from({ length: n * 3 }, (_, i) => {
    return points.values[Math.floor(i / 3) * points.dims + (i % 3)] ?? 0;
  });
  const first = isFormer ? initial : spreadOut(initial, dims, seed, 'pacmap');
  const descent = createPacmapDescent(await pairsOf(points, seed), first, { epochs, isFormer });
  return new Team(descent, threads, join(projectRoot, 'dist'));
}

const distance = ({ values, dims }: Points, a: number, b: number) =>
  Math.hypot(...Array.from({ length: dims }, (_, j) => values[a * dims + j] - values[b * dims + j]));

describe('The pairs of PaCMAP', () => {
  const points = { values: fillNormal(new Float32Array(120 * 4), random(2)), dims: 4 };

  it('are near by a distance that each point scales by its own', async () => {
    const { near } = await pairsOf(points);
    const all = Array.from({ length: 120 }, (_, row) => row);
    const ranked = all.map((row) =>
      all.filter((other) => other !== row).sort((a, b) => distance(points, row, a) - distance(points, row, b)),
    );
    const scale = all.map(
      (row) => [3, 4, 5].reduce((sum, place) => sum + distance(points, row, ranked[row][place]), 0) / 3,
    );
    for (const row of [0, 17, 119]) {
      const scaled = (other: number) => distance(points, row, other) ** 2 / (scale[row] * scale[other]);
      const expected = ranked[row]
        .slice(0, wanted + candidatesBeyond)
        .sort((a, b) => scaled(a) - scaled(b))
        .slice(0, wanted);
      assert.deepEqual([...near.subarray(row * wanted, (row + 1) * wanted)], expected);
    }
  });

  it('are nearer than random where they are mid-near, and further where they are further; all different', async () => {
    const { near, midNear, further } = await pairsOf(points);
    assert.deepEqual([near.length, midNear.length, further.length], [1200, 600, 2400]);
    const mean = (pairs: Int32Array) =>
      pairs.reduce((sum, other, at) => sum + distance(points, Math.floor(at / (pairs.length / 120)), other), 0) /
      pairs.length;
    assert.ok(mean(near) < 0.8 * mean(midNear) && mean(midNear) < 0.9 * mean(further));
    for (let row = 0; row < 120; row++) {
      const [own, far] = [near.subarray(row * 10, (row + 1) * 10), further.subarray(row * 20, (row + 1) * 20)];
      assert.equal(new Set([row, ...own, ...far]).size, 31);
    }
    assert.deepEqual(await pairsOf(points), { near, midNear, further });
    assert.notDeepEqual((await pairsOf(points, 2)).further, further);
  });

  it('are as many as few points have', async () => {
    const few = { values: fillNormal(new Float32Array(4 * 2), random(2)), dims: 2 };
    const { near, midNear, further } = await pairsOf(few);
    assert.deepEqual([...near].sort(), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    assert.ok(midNear.every((other, at) => other >= 0 && other !== Math.floor(at / 3)));
    assert.ok(further.every((other) => other === -1));
  });
});

describe('PaCMAP', () => {
  for (const dims of [2, 3] as const) {
    it(`keeps clusters apart and neighbours together in ${dims}-D`, async () => {
      const points = clusters();
      const pacmap = await pacmapOf(points, dims);
      pacmap.step(epochs);
      assert.ok(pacmap.isDone);
      const layout = { values: pacmap.positions, dims: 3 };
      if (dims === 2) assert.ok(pacmap.positions.every((value, i) => i % 3 < 2 || value === 0));
      const { trustworthiness, continuity } = trust(points, layout, wanted);
      assert.ok(trustworthiness > 0.93, `trustworthiness ${trustworthiness}`);
      assert.ok(continuity > 0.93, `continuity ${continuity}`);
      const { indices } = await exactNeighbours(layout, wanted);
      indices.forEach((other, at) => {
        assert.equal(other % 3, Math.floor(at / wanted) % 3);
      });
    });
  }

  it('goes down the gradient of its loss: the first moments of the first epoch are a tenth of it', async () => {
    const points = { values: fillNormal(new Float32Array(40 * 3), random(4)), dims: 3 };
    const pairs = await pairsOf(points);
    const descent = createPacmapDescent(pairs, points.values.slice(), { epochs, isFormer: false });
    const weights = pacmapWeights(descent, 0);
    assert.deepEqual(weights, { near: 2, midNear: 1000, further: 1 });
    const loss = (values: Float64Array) => {
      const sum = (some: Int32Array, term: (d: number) => number) =>
        some.reduce((total, other, at) => {
          const row = Math.floor(at / (some.length / 40));
          const d = [0, 1, 2].reduce((square, j) => square + (values[3 * row + j] - values[3 * other + j]) ** 2, 1);
          return other < 0 ? total : total + term(d);
        }, 0);
      return (
        weights.near * sum(pairs.near, (d) => d / (10 + d)) +
        weights.midNear * sum(pairs.midNear, (d) => d / (10_000 + d)) +
        weights.further * sum(pairs.further, (d) => 1 / (1 + d))
      );
    };
    descendPacmap(descent, 0, 0);
    const step = 1e-4;
    for (const at of [0, 1, 2, 50, 119]) {
      const [up, down] = [step, -step].map((by) => {
        const moved = Float64Array.from(points.values);
        moved[at] += by;
        return loss(moved);
      });
      const slope = (up - down) / (2 * step);
      assert.ok(Math.abs(descent.first[at] - 0.1 * slope) < 1e-4 * Math.max(1, Math.abs(slope)), `${at}: ${slope}`);
    }
  });

  it('has three phases, and of a layout of before the last alone', () => {
    const of = (epoch: number, phases: readonly [number, number] = [100, 200]) => pacmapWeights({ phases }, epoch);
    assert.deepEqual(of(50), { near: 2, midNear: 501.5, further: 1 });
    assert.deepEqual(of(100), { near: 3, midNear: 3, further: 1 });
    assert.deepEqual(of(200), { near: 1, midNear: 0, further: 1 });
    assert.deepEqual(of(0, [0, 0]), { near: 1, midNear: 0, further: 1 });
  });

  it('is the same for the same seed, however its epochs are divided, and for any number of threads', async () => {
    const points = { values: fillNormal(new Float32Array(1100 * 4), random(1)), dims: 4 };
    const whole = await pacmapOf(points, 3);
    whole.step(60);
    const parts = await pacmapOf(points, 3, { threads: 3 });
    try {
      parts.step(23);
      parts.step(37);
      assert.deepEqual(parts.positions, whole.positions);
    } finally {
      await parts.dispose();
    }
    const other = await pacmapOf(points, 3, { seed: 2 });
    other.step(60);
    assert.notDeepEqual(other.positions, whole.positions);
  });

  it('stays finite where points are at one place', async () => {
    const same = await pacmapOf({ values: new Float32Array(40 * 2), dims: 2 }, 2);
    same.step(epochs);
    assert.ok(same.positions.every(Number.isFinite));
    const { values, dims } = clusters();
    const twice = await pacmapOf({ values: Float32Array.of(...values, ...values), dims }, 3);
    twice.step(epochs);
    assert.ok(twice.positions.every(Number.isFinite));
  });
});
