import assert from 'node:assert/strict';
import { frechetDistance, frechetEstimate } from '../../../../src/measures/generation/frechet-distance';
import { fillNormal, random } from '../../../../src/random';
import { near } from '../near';
import { weylPoints } from '../weyl';

const normal = (n: number, dims: number, seed: number, mean: number, deviation: number) => ({
  values: fillNormal(new Float32Array(n * dims), random(seed)).map((value) => mean + deviation * value),
  dims,
});

describe('the Frechet distance of two Gaussians', () => {
  it('is that by the square root of the product of the covariances', () => {
    // |m - m'|^2 + tr(S + S' - 2 sqrtm(S S')) by scipy.linalg.sqrtm.
    near(frechetDistance(weylPoints(40, 3), weylPoints(30, 3, 0.55, 0.8)), 0.6223930053488664, 1e-10);
  });

  it('is d (a - b)^2 + d (s - t)^2 of N(a, s^2 I) and N(b, t^2 I), within its error', () => {
    const [a, b] = [normal(4000, 3, 1, 0, 1), normal(4000, 3, 2, 0.5, 2)];
    const { value, error, n } = frechetEstimate(a, b);
    near(value, 3 * 0.25 + 3, 4 * (error ?? 0));
    assert.ok((error ?? 0) > 0 && (error ?? 0) < 0.2);
    assert.equal(n, 4000);
  });

  it('is 0 of the same points, also where they lie in a plane', () => {
    const flat = { values: weylPoints(50, 3).values.map((value, at) => (at % 3 === 2 ? 1 : value)), dims: 3 };
    near(frechetDistance(flat, flat), 0, 1e-9);
  });

  it('takes two points', () => {
    assert.throws(() => frechetDistance(weylPoints(1, 2), weylPoints(5, 2)), RangeError);
  });
});
