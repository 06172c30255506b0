import assert from 'node:assert/strict';
import { fuzzyUnion, membership, prune } from '../../../src/layout/fuzzy-graph';
import type { Graph } from '../../../src/layout/graph';
import { exactNeighbours } from '../../../src/layout/neighbours';
import { fillNormal, random } from '../../../src/random';

const k = 10;
const neighboursOf = (values: Float32Array, dims: number) => exactNeighbours({ values, dims }, k);
const gaussian = () => neighboursOf(fillNormal(new Float32Array(300 * 4), random(1)), 4);

function edges({ offsets, targets, weights }: Graph): Map<string, number> {
  const found = new Map<string, number>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) found.set(`${row} ${targets[at]}`, weights[at]);
  }
  assert.equal(found.size, targets.length, 'an edge is there twice');
  return found;
}

describe('fuzzy graph', () => {
  it('has memberships that add up to log2 k', async () => {
    const neighbours = await gaussian();
    const { rho, sigma } = membership(neighbours);
    for (let row = 0; row < rho.length; row++) {
      const near = neighbours.distances.subarray(row * k, (row + 1) * k);
      const sum = near.reduce((total, d) => total + Math.exp(-Math.max(0, d - rho[row]) / sigma[row]), 0);
      assert.ok(Math.abs(sum - Math.log2(k)) < 1e-4, `row ${row}: ${sum}`);
    }
  });

  it('joins the two memberships of an edge, alike in both directions', async () => {
    const neighbours = await gaussian();
    const { rho, sigma } = membership(neighbours);
    const own = new Map<string, number>();
    neighbours.indices.forEach((other, at) => {
      const row = Math.floor(at / k);
      own.set(`${row} ${other}`, Math.exp(-Math.max(0, neighbours.distances[at] - rho[row]) / sigma[row]));
    });
    const found = edges(fuzzyUnion(neighbours, { rho, sigma }));
    for (const [edge, weight] of found) {
      const back = edge.split(' ').reverse().join(' ');
      const [v, w] = [own.get(edge) ?? 0, own.get(back) ?? 0];
      assert.ok(Math.abs(weight - (v + w - v * w)) < 1e-6);
      assert.ok(Math.abs(weight - (found.get(back) ?? 0)) < 1e-6);
    }
    for (const edge of own.keys()) assert.ok(found.has(edge));
  });

  it('is finite where all points are at one place', async () => {
    const neighbours = await neighboursOf(new Float32Array(40), 2);
    const { weights } = fuzzyUnion(neighbours, membership(neighbours));
    assert.ok(weights.every((weight) => weight === 1));
  });

  it('loses the edges too weak for the epochs, and no others', async () => {
    const neighbours = await gaussian();
    const graph = fuzzyUnion(neighbours, membership(neighbours));
    const least = Math.max(...graph.weights) / 5;
    const expected = [...edges(graph)].filter(([, weight]) => weight >= least);
    assert.ok(expected.length < graph.targets.length);
    assert.deepEqual([...edges(prune(graph, 5))], expected);
  });
});
