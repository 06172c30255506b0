import assert from 'node:assert/strict';
import { distanceRatio } from '../../../../src/measures/generation/novelty';
import { fillNormal, random } from '../../../../src/random';
import { near } from '../near';

const normal = (n: number, dims: number, seed: number) => ({
  values: fillNormal(new Float32Array(n * dims), random(seed)),
  dims,
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
