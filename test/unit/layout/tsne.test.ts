import assert from 'node:assert/strict';
import { join } from 'node:path';
import { affinities, conditional } from '../../../src/layout/affinities';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
import { createTree, grow } from '../../../src/layout/point-tree';
import { repel } from '../../../src/layout/repulsion';
import { spreadOut } from '../../../src/layout/spread';
import { Team } from '../../../src/layout/team';
import { trust } from '../../../src/layout/trust';
import { createTsneDescent, divergence, type TsneDescent } from '../../../src/layout/tsne-descent';
import { fillNormal, random } from '../../../src/random';
import { projectRoot } from '../../harness/paths';

const perplexity = 10;

/** Three clusters in 8 dimensions, far apart, each nearly a plane; row i is of cluster i % 3. */
function clusters(n = 180): Points {
  const values = fillNormal(new Float32Array(n * 8), random(1)).map((value, i) => (i % 8 < 6 ? 0.05 * value : value));
  for (let row = 0; row < n; row++) values[row * 8 + (row % 3)] += 20;
  return { values, dims: 8 };
}

async function descentOf(points: Points, dims: 2 | 3, { epochs = 300, seed = 1, isFormer = false } = {}) {
  const neighbours = await exactNeighbours(points, 3 * perplexity);
  const n = points.values.length / points.dims;
  const initial = Float32Array.from({ length: n * 3 }, (_, i) => {
    return points.values[Math.floor(i / 3) * points.dims + (i % 3)] ?? 0;
  });
  const begin = spreadOut(initial, dims, seed, 'tsne');
  return createTsneDescent(affinities(neighbours, perplexity), begin, { epochs, isFormer });
}

/** sum_j q_ij^2 (y_i - y_j) and the sum of all q_ij, in double precision over all pairs. */
function exactRepulsion(positions: Float64Array): { forces: Float64Array; total: number } {
  const forces = new Float64Array(positions.length);
  let total = 0;
  for (let i = 0; i < positions.length; i += 3) {
    for (let j = 0; j < positions.length; j += 3) {
      const difference = [0, 1, 2].map((axis) => positions[i + axis] - positions[j + axis]);
      const q = 1 / (1 + difference.reduce((sum, d) => sum + d * d, 0));
      total += q;
      for (let axis = 0; axis < 3; axis++) forces[i + axis] += q * q * difference[axis];
    }
  }
  return { forces, total };
}

const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

describe('t-SNE', () => {
  it('has affinities of the perplexity that is asked for', async () => {
    const values = fillNormal(new Float32Array(300 * 4), random(1)).map((value, i) => value * (1 + (i % 7)));
    const neighbours = await exactNeighbours({ values, dims: 4 }, 60);
    for (const wanted of [5, 20]) {
      const own = conditional(neighbours, wanted);
      for (let row = 0; row < 300; row++) {
        const shares = own.subarray(row * 60, (row + 1) * 60);
        const entropy = shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
        assert.ok(Math.abs(Math.exp(entropy) - wanted) < 1e-3 * wanted, `row ${row}: ${Math.exp(entropy)}`);
        assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-5);
      }
    }
  });

  it('shares alike among points that are equally near', () => {
    const distances = Float32Array.of(2, 2, 2, 2, 0, 0, 0, 5);
    const own = conditional({ k: 4, indices: new Int32Array(8), distances }, 2);
    assert.deepEqual([...own.subarray(0, 4)], [0.25, 0.25, 0.25, 0.25]);
    for (let i = 4; i < 7; i++) assert.ok(Math.abs(own[i] - 1 / 3) < 1e-5);
  });

  it('has symmetric affinities that add up to 1', async () => {
    const neighbours = await exactNeighbours(clusters(), 3 * perplexity);
    const { offsets, targets, weights } = affinities(neighbours, perplexity);
    const found = new Map<string, number>();
    for (let row = 0; row < 180; row++) {
      for (let at = offsets[row]; at < offsets[row + 1]; at++) found.set(`${row} ${targets[at]}`, weights[at]);
    }
    for (const [edge, weight] of found) assert.equal(found.get(edge.split(' ').reverse().join(' ')), weight);
    assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-4);
  });

  for (const dims of [2, 3] as const) {
    for (const scale of [1e-3, 0.3, 3, 30]) {
      it(`pushes apart as all pairs do to 3 %, ${dims}-D at a width of ${scale}`, () => {
        const drawn = fillNormal(new Float32Array(3 * 2000), random(dims));
        // Two heaps of different widths, and a point far away.
        const positions = Float64Array.from(drawn, (value, i) => {
          if (dims === 2 && i % 3 === 2) return 0;
          return scale * (i % 6 < 3 ? value : 0.1 * value + 2);
        });
        positions[0] = 50 * scale;
        const tree = createTree(2000);
        grow(tree, positions);
        const forces = new Float64Array(positions.length);
        let total = 0;
        for (let leaf = 0; leaf < tree.leaves.length; leaf++) total += repel(tree, leaf, forces);
        const exact = exactRepulsion(positions);
        const error = norm(forces.map((force, i) => force - exact.forces[i])) / norm(exact.forces);
        assert.ok(error < 0.03, `forces are off by ${error}`);
        assert.ok(Math.abs(total / exact.total - 1) < 0.005, `the sum is off by ${total / exact.total - 1}`);
      });
    }
  }

  it('follows the gradient of the divergence', async () => {
    const descent = await descentOf(clusters(), 3);
    const drawn = fillNormal(new Float32Array(descent.positions.length), random(4));
    descent.positions.set(Float64Array.from(drawn, (value) => 2 * value));
    divergence(descent);
    const total = descent.similarities.reduce((a, b) => a + b) - 180;
    for (const at of [0, 100, 301, 539]) {
      const gradient = 4 * (descent.attraction[at] - descent.repulsion[at] / total);
      const kept = descent.positions[at];
      const [after, before] = [1e-4, -1e-4].map((step) => {
        descent.positions[at] = kept + step;
        return exactDivergence(descent);
      });
      descent.positions[at] = kept;
      const slope = (after - before) / 2e-4;
      assert.ok(Math.abs(gradient - slope) < 0.02 * Math.abs(slope) + 2e-5, `${gradient}, not ${slope}`);
    }
  });

  for (const dims of [2, 3] as const) {
    it(`makes the divergence fall, and keeps clusters apart and neighbours together in ${dims}-D`, async () => {
      const points = clusters();
      const descent = await descentOf(points, dims);
      const first = divergence(descent);
      assert.ok(Math.abs(first / exactDivergence(descent) - 1) < 0.01);
      const team = new Team(descent);
      team.step(300);
      assert.ok(team.isDone);
      const last = divergence(descent);
      assert.ok(last < 0.25 * first, `${first} to ${last}`);
      const { positions } = team;
      if (dims === 2) assert.ok(positions.every((value, i) => i % 3 < 2 || value === 0));
      const { trustworthiness, continuity } = trust(points, { values: positions, dims: 3 }, perplexity);
      assert.ok(trustworthiness > 0.95 && continuity > 0.95, `${trustworthiness}, ${continuity}`);
      const { indices } = await exactNeighbours({ values: positions, dims: 3 }, perplexity);
      indices.forEach((other, at) => {
        assert.equal(other % 3, Math.floor(at / perplexity) % 3);
      });
    });
  }

  it('is the same however its epochs are divided, and for any number of threads', async () => {
    const points = { values: fillNormal(new Float32Array(2200 * 4), random(1)), dims: 4 };
    const one = new Team(await descentOf(points, 3, { epochs: 40 }));
    one.step(40);
    const two = new Team(await descentOf(points, 3, { epochs: 40 }), 2, join(projectRoot, 'dist'));
    try {
      while (!two.isDone) two.step(7);
      assert.deepEqual(two.positions, one.positions);
    } finally {
      await two.dispose();
    }
  });

  it('goes on from a layout of before without throwing it about', async () => {
    const points = clusters();
    const team = new Team(await descentOf(points, 2));
    team.step(300);
    const former = team.positions;
    const neighbours = await exactNeighbours(points, 3 * perplexity);
    const again = new Team(
      createTsneDescent(affinities(neighbours, perplexity), former, { epochs: 50, isFormer: true }),
    );
    again.step(50);
    const size = norm(Float64Array.from(former));
    assert.ok(norm(Float64Array.from(former, (value, i) => value - again.positions[i])) < 0.5 * size);
  });

  it('stays finite, and parts points that are at one place', async () => {
    const same = new Team(await descentOf({ values: new Float32Array(80 * 2), dims: 2 }, 2));
    same.step(300);
    assert.ok(same.positions.every(Number.isFinite));
    const { values, dims } = clusters(90);
    const twice = new Team(await descentOf({ values: Float32Array.of(...values, ...values), dims }, 3));
    twice.step(300);
    const { positions } = twice;
    assert.ok(positions.every(Number.isFinite));
    for (let i = 0; i < 3 * 90; i += 3) {
      assert.notDeepEqual(positions.slice(i, i + 3), positions.slice(i + 3 * 90, i + 3 * 91));
    }
  });
});

function exactDivergence({ positions, offsets, targets, weights }: TsneDescent): number {
  const total = exactRepulsion(positions).total - positions.length / 3;
  let sum = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const squared = [0, 1, 2].reduce((all, axis) => {
        return all + (positions[3 * row + axis] - positions[3 * targets[at] + axis]) ** 2;
      }, 0);
      sum += weights[at] * Math.log(weights[at] * (1 + squared) * total);
    }
  }
  return sum;
}
