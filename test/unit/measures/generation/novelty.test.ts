import assert from 'node:assert/strict';
import { nearestAmong } from '../../../../src/measures/generation/nearest-among';
import { distanceRatio } from '../../../../src/measures/generation/novelty';
import { fillNormal, random } from '../../../../src/random';
import { near } from '../near';

const normal = (n: number, dims: number, seed: number) => ({
  values: fillNormal(new Float32Array(n * dims), random(seed)),
  dims,
});

describe('the nearest of other points', () => {
  it('are those that measuring all finds, and a copy is at 0', async () => {
    const [points, others] = [normal(40, 7, 1), normal(300, 7, 2)];
    points.values.set(others.values.subarray(7 * 123, 7 * 124), 7 * 5);
    const found = await nearestAmong(points, others);
    for (let i = 0; i < 40; i++) {
      const all = Array.from({ length: 300 }, (_, j) =>
        Math.hypot(
          ...[...points.values.subarray(7 * i, 7 * i + 7)].map((value, k) => value - others.values[7 * j + k]),
        ),
      );
      const least = Math.min(...all);
      assert.equal(found.indices[i], all.indexOf(least));
      near(found.distances[i], least, 1e-12);
    }
    assert.equal(found.distances[5], 0);
  });

  it('are looked for in every block', async () => {
    // Wide enough for a block to hold a few others.
    const dims = 1_000_000;
    const others = { values: new Float32Array(13 * dims), dims };
    for (let j = 0; j < 13; j++) others.values[j * dims] = j;
    const points = { values: new Float32Array(2 * dims), dims };
    points.values[0] = 11.2;
    points.values[dims] = 1.9;
    const { indices } = await nearestAmong(points, others);
    assert.deepEqual([...indices], [11, 2]);
  });
});

describe('the ratio of distances', () => {
  it('is 1 of new data, 0 of copies, and the factor by which samples are farther off', () => {
    const heldOut = Float64Array.from(normal(400, 1, 3).values, (value) => 2 + Math.abs(value));
    const others = Float64Array.from(normal(400, 1, 4).values, (value) => 2 + Math.abs(value));
    const like = distanceRatio(others, heldOut);
    near(like?.value ?? 0, 1, 3 * (like?.error ?? 0));
    near(
      distanceRatio(
        heldOut.map((value) => 3 * value),
        heldOut,
      )?.value ?? 0,
      3,
    );
    assert.equal(distanceRatio(new Float64Array(400), heldOut)?.value, 0);
    assert.equal(distanceRatio(heldOut, new Float64Array(400)), null);
  });
});
