import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactNeighbours, neighboursAmong, type Points } from '../../../src/layout/neighbours';
import { fitsTree } from '../../../src/layout/tree-neighbours';
import { fillNormal, random } from '../../../src/random';

/** By sorting all distances; of equal ones the lower index first. */
function bySorting({ values, dims }: Points, k: number): number[] {
  const n = values.length / dims;
  const squared = (a: number, b: number) => {
    let sum = 0;
    for (let j = 0; j < dims; j++) sum += (values[a * dims + j] - values[b * dims + j]) ** 2;
    return sum;
  };
  return Array.from({ length: n }, (_, row) =>
    Array.from({ length: n }, (_, other) => ({ other, distance: squared(row, other) }))
      .filter(({ other }) => other !== row)
      .sort((a, b) => a.distance - b.distance || a.other - b.other)
      .slice(0, k)
      .map(({ other }) => other),
  ).flat();
}

describe('exactNeighbours', () => {
  it('agrees with sorting all distances', async () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true }).map(Math.fround);
    const rows = fc.array(fc.tuple(value, value, value), { minLength: 4, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 3 }), async (points, k) => {
        const given = { values: Float32Array.from(points.flat()), dims: 3 };
        const { indices, distances } = await exactNeighbours(given, k);
        assert.deepEqual([...indices], bySorting(given, k));
        for (let i = 1; i < distances.length; i++) if (i % k > 0) assert.ok(distances[i] >= distances[i - 1]);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the lower index of equally distant points, and duplicates at distance 0', async () => {
    const given = { values: Float32Array.of(0, 1, 1, -1, 0, 2), dims: 1 };
    const { indices, distances } = await exactNeighbours(given, 3);
    assert.deepEqual([...indices], bySorting(given, 3));
    assert.equal(distances[0], 0);
    assert.equal(indices[0], 4);
  });

  it('tells points apart that lie in a heap, closer together than single precision tells of products', async () => {
    const heap = fillNormal(new Float32Array(60 * 2), random(1)).map((value) => 3 + 1e-5 * value);
    const given = { values: Float32Array.of(...heap, -50, 0, 40, 7), dims: 2 };
    const { indices } = await exactNeighbours(given, 3);
    assert.deepEqual([...indices], bySorting(given, 3));
    const tiny = { values: new Float32Array(13), dims: 1 };
    tiny.values.set([2 ** -149, 2 ** -149], 10);
    assert.deepEqual([...(await exactNeighbours(tiny, 1)).indices], bySorting(tiny, 1));
  });

  it('finds the same by a tree in up to three dimensions, also of some points, with ties and what is not finite', async () => {
    const count = 2000;
    for (const dims of [1, 3]) {
      // On a lattice many are at one distance, or in one place.
      const values = fillNormal(new Float32Array(count * dims), random(dims)).map((value, i) =>
        i < 300 * dims ? Math.round(4 * value) / 4 : value,
      );
      values[5 * dims] = Number.NaN;
      values[1500 * dims] = Number.POSITIVE_INFINITY;
      const points = { values, dims };
      assert.ok(fitsTree(points, count) && !fitsTree(points, 20));
      // More dimensions than a tree has.
      const padded = new Float32Array(count * 4);
      for (let i = 0; i < count; i++) padded.set(values.subarray(i * dims, (i + 1) * dims), 4 * i);
      const byProducts = await exactNeighbours({ values: padded, dims: 4 }, 7);
      const byTree = await exactNeighbours(points, 7);
      assert.deepEqual([...byTree.indices], [...byProducts.indices]);
      assert.deepEqual([...byTree.distances], [...byProducts.distances]);
      const of = Int32Array.from({ length: 250 }, (_, i) => 7 * i + 3);
      const some = await exactNeighbours(points, 7, { of });
      assert.deepEqual(
        [...some.indices],
        Array.from(of, (row) => [...byTree.indices.subarray(7 * row, 7 * row + 7)]).flat(),
      );
    }
  });

  it('refuses more neighbours than there are other points', async () => {
    await assert.rejects(exactNeighbours({ values: new Float32Array(6), dims: 2 }, 3), RangeError);
  });

  it('stops where it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(exactNeighbours({ values: new Float32Array(60), dims: 2 }, 3, { signal }), /enough/);
  });
});

describe('neighboursAmong', () => {
  /** By sorting all distances. */
  const sorted = (points: Points, others: Points, k: number) => {
    const rows = ({ values, dims }: Points) =>
      Array.from({ length: values.length / dims }, (_, i) => [...values.subarray(i * dims, (i + 1) * dims)]);
    return rows(points).map((point) =>
      rows(others)
        .map((other, index) => ({ index, distance: Math.hypot(...other.map((value, j) => value - point[j])) }))
        .sort((a, b) => a.distance - b.distance || a.index - b.index)
        .slice(0, k),
    );
  };
  const normal = (count: number, dims: number, seed: number) => ({
    values: fillNormal(new Float32Array(count * dims), random(seed)),
    dims,
  });

  it('finds of points the nearest of others, also by groups of many; a copy is at 0', async () => {
    for (const [count, k] of [
      [40, 40],
      [300, 5],
      [5003, 3],
    ]) {
      const [points, others] = [normal(30, 7, 1), normal(count, 7, 2)];
      points.values.set(others.values.subarray(7 * 23, 7 * 24), 7 * 5);
      const { indices, distances } = await neighboursAmong(points, others, k);
      const expected = sorted(points, others, k);
      assert.deepEqual(
        [...indices],
        expected.flat().map(({ index }) => index),
      );
      for (const [at, { distance }] of expected.flat().entries())
        assert.ok(Math.abs(distances[at] - distance) <= 1e-6 * distance, `${distances[at]} for ${distance}`);
      assert.equal(distances[5 * k], 0);
    }
    await assert.rejects(neighboursAmong(normal(3, 2, 1), normal(4, 2, 2), 5), RangeError);
  });

  it('goes through others block by block, and passes over what is not finite', async () => {
    // Wide enough for a block to hold a few others.
    const dims = 300_000;
    const others = { values: new Float32Array(40 * dims), dims };
    for (let j = 0; j < 40; j++) others.values[j * dims] = j;
    others.values[12 * dims] = Number.NaN;
    others.values[11 * dims + 5] = Number.POSITIVE_INFINITY;
    const points = { values: new Float32Array(3 * dims), dims };
    points.values[0] = 11.2;
    points.values[dims] = 37.9;
    points.values[2 * dims] = Number.NaN;
    const { indices } = await neighboursAmong(points, others, 2);
    assert.deepEqual([...indices], [10, 13, 38, 37, -1, -1]);
  });
});
