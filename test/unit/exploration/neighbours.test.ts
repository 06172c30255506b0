import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearestNeighbours } from '../../../src/exploration/neighbours';
import { drawFittedGaussian } from '../../../src/exploration/prior';
import { centre, covariance } from '../../../src/exploration/projection';

describe('nearestNeighbours', () => {
  it('agrees with sorting all distances', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true }).map(Math.fround);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (points, count) => {
          const codes = { latent: 2, means: Float32Array.from(points.flat()) };
          const expected = points
            .map(([x, y], index) => ({ index, distance: Math.hypot(x - points[0][0], y - points[0][1]) }))
            .filter(({ index }) => index !== 0)
            .sort((a, b) => a.distance - b.distance)
            .slice(0, count);
          const found = nearestNeighbours(codes, points[0], count, 0);
          assert.deepEqual(found.length, expected.length);
          for (const [i, { distance }] of found.entries()) assert.ok(Math.abs(distance - expected[i].distance) < 1e-9);
        },
      ),
    );
  });
});

describe('drawFittedGaussian', () => {
  it('draws with the mean and covariance of the codes, also where they lie in a plane', () => {
    const means = Float32Array.from({ length: 3000 }, (_, i) => {
      const t = Math.floor(i / 3);
      return [Math.sin(t) * 2 + 1, Math.cos(t * 1.7) - 3, Math.sin(t) * 4][i % 3];
    });
    const codes = { latent: 3, means };
    const drawn = { latent: 3, means: drawFittedGaussian(codes, 20000, 1) };
    const [expected, actual] = [centre(codes), centre(drawn)];
    for (let j = 0; j < 3; j++) assert.ok(Math.abs(expected[j] - actual[j]) < 0.1);
    const [a, b] = [covariance(codes, expected), covariance(drawn, actual)];
    for (let j = 0; j < 3; j++) for (let k = 0; k < 3; k++) assert.ok(Math.abs(a.get(j, k) - b.get(j, k)) < 0.3);
  });
});
