import assert from 'node:assert/strict';
import { fuzzyUnion, membership } from '../../../src/layout/fuzzy-graph';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
import { trust } from '../../../src/layout/trust';
import { Umap } from '../../../src/layout/umap';
import { fillNormal, random } from '../../../src/random';

const k = 10;
const epochs = 60;

/** Three clusters in 8 dimensions, far apart, each nearly a plane, so that there is a true picture of it; row i is of cluster i % 3. */
function clusters(): Points {
  const values = fillNormal(new Float32Array(180 * 8), random(1)).map((value, i) => (i % 8 < 6 ? 0.05 * value : value));
  for (let row = 0; row < 180; row++) values[row * 8 + (row % 3)] += 20;
  return { values, dims: 8 };
}

async function umapOf(points: Points, dims: 2 | 3, seed = 1): Promise<Umap> {
  const neighbours = await exactNeighbours(points, k);
  const graph = fuzzyUnion(neighbours, membership(neighbours));
  const n = points.values.length / points.dims;
  const initial = Float32Array.from({ length: n * dims }, (_, i) => {
    return points.values[Math.floor(i / dims) * points.dims + (i % dims)] ?? 0;
  });
  return new Umap(graph, initial, { dims, epochs, minDist: 0.1, seed });
}

describe('Umap', () => {
  for (const dims of [2, 3] as const) {
    it(`keeps clusters apart and neighbours together in ${dims}-D`, async () => {
      const points = clusters();
      const umap = await umapOf(points, dims);
      umap.step(epochs);
      assert.ok(umap.isDone);
      const layout = { values: umap.positions, dims };
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
    parts.step(10);
    parts.step(10);
    assert.deepEqual(parts.positions, whole.positions);
    const other = await umapOf(clusters(), 3, 2);
    other.step(20);
    assert.notDeepEqual(other.positions, whole.positions);
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
});
