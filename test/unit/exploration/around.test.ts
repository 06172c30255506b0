import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearestOfEach } from '../../../src/exploration/around';
import { indicesOf, setOf, spread } from '../../../src/exploration/example-set';
import { dimensionOf } from '../../../src/exploration/latent-columns';
import { latentMoments } from '../../../src/exploration/latent-moments';
import { nearestNeighbours, nearestToCentre } from '../../../src/exploration/neighbours';

/** Places on a line, in a plane. */
const codesAt = (...places: number[]) => ({ latent: 2, means: Float32Array.from(places.flatMap((x) => [x, 1])) });

describe('Examples around others', () => {
  it('are the nearest of each, together, never itself alone', async () => {
    const codes = codesAt(0, 1, 2.5, 10, 11, 30);
    assert.deepEqual([...(await nearestOfEach(codes, Int32Array.of(0, 3), 1))].sort(), [1, 4]);
    assert.deepEqual([...(await nearestOfEach(codes, Int32Array.of(0, 1), 1))].sort(), [0, 1]);
    assert.deepEqual([...(await nearestOfEach(codes, Int32Array.of(5), 9))].length, 5, 'no more than there are');
  });

  it('agree with going through all, whatever the codes are', async () => {
    const value = fc.double({ min: -50, max: 50, noNaN: true }).map(Math.fround);
    const codes = fc.array(fc.tuple(value, value, value), { minLength: 20, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        codes,
        fc.constantFrom(0, 1e4, 1e6),
        fc.integer({ min: 1, max: 4 }),
        async (points, away, count) => {
          // Far from 0, and some in a heap: there float32 tells little apart.
          const means = Float32Array.from(points.flatMap((point, i) => point.map((x) => away + (i % 2 ? x : x / 1e5))));
          const all = { latent: 3, means };
          const of = Int32Array.of(0, 3, 4, 11);
          const expected = [...of].flatMap((index) =>
            nearestNeighbours(all, means.subarray(3 * index, 3 * index + 3), count, index).map((found) => found.index),
          );
          const found = await nearestOfEach(all, of, count);
          const far = (set: Iterable<number>) => [...new Set(set)].sort((a, b) => a - b);
          assert.deepEqual(far(found), far(expected));
        },
      ),
    );
  });

  it('of codes that are no numbers are none, and are near to nothing', async () => {
    const codes = codesAt(0, Number.NaN, 1, Number.POSITIVE_INFINITY, 2);
    assert.deepEqual([...(await nearestOfEach(codes, Int32Array.of(0), 9))].sort(), [2, 4]);
    assert.deepEqual([...(await nearestOfEach(codes, Int32Array.of(1), 9))], []);
  });

  it('of the centre are nearest to the mean of the codes, in or outside of the set', () => {
    assert.deepEqual(nearestToCentre(codesAt(0, 4, 5, 10, 30), Int32Array.of(0, 3), 2), [2, 1]);
  });

  it('are looked for no further once nobody wants them', async () => {
    const codes = { latent: 8, means: new Float32Array(8 * 20_000).map((_, i) => Math.sin(i)) };
    const all = Int32Array.from({ length: 20_000 }, (_, i) => i);
    const stop = new AbortController();
    const found = nearestOfEach(codes, all, 5, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(found, /enough/);
  });
});

describe('A set of examples', () => {
  it('is the same both ways', () => {
    for (const indices of [[], [0], [31, 32, 63, 64, 99], Array.from({ length: 100 }, (_, i) => i)]) {
      assert.deepEqual([...indicesOf(setOf(indices, 100), 100)], indices);
    }
  });

  it('has nothing beyond the examples, and is of as many', () => {
    assert.deepEqual([...indicesOf(Uint32Array.of(0xffffffff), 3)], [0, 1, 2]);
    assert.throws(() => indicesOf(new Uint32Array(1), 33), RangeError);
  });

  it('is spread evenly over fewer', () => {
    const indices = Int32Array.from({ length: 10 }, (_, i) => 2 * i);
    assert.deepEqual([...spread(indices, 5)], [0, 4, 8, 12, 16]);
    assert.equal(spread(indices, 10), indices);
  });
});

describe('Latent dimensions', () => {
  it('are columns', () => {
    assert.deepEqual([...dimensionOf({ latent: 2, means: Float32Array.of(1, 2, 3, 4) }, 1)], [2, 4]);
  });

  it('have means and deviations inside, outside and over all', () => {
    const codes = { latent: 2, means: Float32Array.of(1, 5, 3, 5, 8, 5, 10, Number.NaN) };
    const { selected, others, all } = latentMoments(codes, Int32Array.of(0, 1));
    assert.deepEqual([...selected.mean], [2, 5]);
    assert.deepEqual([...others.mean], [9, 5]);
    assert.deepEqual([...all.count], [4, 3]);
    assert.ok(Math.abs(selected.deviation[0] - Math.SQRT2) < 1e-12);
    assert.ok(Number.isNaN(others.deviation[1]), 'of one alone');
  });
});
