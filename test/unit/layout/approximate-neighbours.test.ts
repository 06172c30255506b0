import assert from 'node:assert/strict';
import { approximateNeighbours } from '../../../src/layout/approximate-neighbours';
import { exactNeighbours, type Points } from '../../../src/layout/neighbours';
import { fillNormal, random } from '../../../src/random';
import { chooseBackend } from '../../../src/runtime/backend';

const n = 6000;

/** Points about 20 places in so many dimensions, of which each place has a few directions of its own: as codes lie. */
function codes(dims: number): Points {
  const [next, places] = [random(3), fillNormal(new Float32Array(20 * dims), random(1))];
  const noise = fillNormal(new Float32Array(n * dims), next);
  return {
    values: noise.map((value, i) => {
      const [place, j] = [Math.floor(i / dims) % 20, i % dims];
      return 3 * places[place * dims + j] + ((j + place) % 4 === 0 ? value : 0.2 * value);
    }),
    dims,
  };
}

async function recall(points: Points, k: number): Promise<{ readonly said: number; readonly is: number }> {
  const found = await approximateNeighbours(points, k, 1);
  const exact = await exactNeighbours(points, k);
  let count = 0;
  for (let row = 0; row < n; row++) {
    const own = new Set(exact.indices.subarray(row * k, (row + 1) * k));
    const others = found.indices.subarray(row * k, (row + 1) * k);
    assert.equal(new Set(others).size, k, 'one is there twice');
    assert.ok(!others.includes(row));
    for (const other of others) if (own.has(other)) count++;
    const distances = found.distances.subarray(row * k, (row + 1) * k);
    distances.forEach((distance, i) => {
      assert.ok(Number.isFinite(distance) && (i === 0 || distance >= distances[i - 1]));
    });
  }
  return { said: found.recall, is: count / (n * k) };
}

describe('approximateNeighbours', () => {
  before(() => chooseBackend('auto'));

  for (const [dims, k] of [
    [8, 15],
    [32, 15],
    [16, 60],
  ]) {
    it(`finds 95 % of ${k} neighbours in ${dims} dimensions, and says how many`, async () => {
      const { said, is } = await recall(codes(dims), k);
      assert.ok(is >= 0.95, String(is));
      assert.ok(Math.abs(said - is) < 0.02, `${said}, not ${is}`);
    });
  }

  it('is the same for the same seed, and copes with many points at one place', async () => {
    const points = codes(4);
    points.values.fill(0, 0, 2500 * 4);
    const [one, again] = [await approximateNeighbours(points, 10, 5), await approximateNeighbours(points, 10, 5)];
    assert.deepEqual(again, one);
    assert.ok(one.distances.subarray(0, 10).every((distance) => distance === 0));
    assert.ok(one.indices.every((index) => index >= 0));
  });

  it('stops where it is told to', async () => {
    const stop = new AbortController();
    const work = approximateNeighbours(codes(8), 15, 1, { signal: stop.signal, onProgress: () => stop.abort() });
    await assert.rejects(work, { name: 'AbortError' });
  });
});
