import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
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

  it('are among some points alone, where that is asked for', async () => {
    const values = fillNormal(new Float32Array(60 * 3), random(4));
    const among = Int32Array.from({ length: 40 }, (_, i) => i);
    const of = Int32Array.from({ length: 20 }, (_, i) => 40 + i);
    const { indices } = await exactNeighbours({ values, dims: 3 }, 5, { of, among });
    const all = bySorting({ values, dims: 3 }, 59);
    const expected = Array.from(of, (row) =>
      all
        .slice(row * 59, (row + 1) * 59)
        .filter((other) => other < 40)
        .slice(0, 5),
    );
    assert.deepEqual([...indices], expected.flat());
    await assert.rejects(exactNeighbours({ values, dims: 3 }, 40, { of, among }), RangeError);
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

  it('refuses more neighbours than there are other points', async () => {
    await assert.rejects(exactNeighbours({ values: new Float32Array(6), dims: 2 }, 3), RangeError);
  });

  it('stops where it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(exactNeighbours({ values: new Float32Array(60), dims: 2 }, 3, { signal }), /enough/);
  });
});
