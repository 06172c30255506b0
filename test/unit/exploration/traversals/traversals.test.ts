import assert from 'node:assert/strict';
import { evenSteps, gridPlaces, normalSteps } from '../../../../src/exploration/traversals/manifold';
import { normalCdf, normalQuantile } from '../../../../src/exploration/traversals/normal-quantile';
import { effectMap, traversalCodes } from '../../../../src/exploration/traversals/traversal';

const close = (actual: ArrayLike<number>, wanted: readonly number[], tolerance = 1e-6) => {
  assert.equal(actual.length, wanted.length);
  for (const [i, value] of wanted.entries())
    assert.ok(Math.abs(actual[i] - value) < tolerance, `${actual[i]} for ${value}`);
};

describe('a traversal', () => {
  it('goes along one dimension after another, the others as they are', () => {
    const moments = { means: [10, 20, 30], deviations: [1, 2, 3] };
    const codes = traversalCodes([0.5, 0.25, -1], [2, 0], moments, { steps: 3, reach: 2 });
    close(codes.subarray(0, 9), [0.5, 0.25, 24, 0.5, 0.25, 30, 0.5, 0.25, 36]);
    close(codes.subarray(9), [8, 0.25, -1, 10, 0.25, -1, 12, 0.25, -1]);
  });

  it('says how much each feature changes for one deviation', () => {
    // Of three frames: one feature rises, one comes and goes, one stays.
    const frames = Float32Array.of(0, 0, 7, 1, 1, 7, 4, 0, 7);
    close(effectMap(frames, 3, 2), [1, 0.5, 0]);
  });
});

describe('quantiles of N(0, 1)', () => {
  it('are those of scipy.stats.norm', () => {
    close(
      [normalQuantile(0.975), normalQuantile(0.5), normalQuantile(0.0001)],
      [1.959963984540054, 0, -3.7190164854556804],
      1e-9,
    );
    close(
      [normalCdf(1), normalCdf(-2.5), normalCdf(6)],
      [0.8413447460685429, 0.006209665325776132, 0.9999999990134123],
      1e-12,
    );
  });
});

describe('the grid of a manifold', () => {
  it('has equally probable cells', () => {
    const steps = normalSteps(4);
    close(steps, [-1.150349380376008, -0.31863936396437514, 0.31863936396437514, 1.150349380376008], 1e-9);
  });

  it('stands in even steps over all but a few points', () => {
    const positions = new Float32Array(3 * 101);
    for (let i = 0; i < 101; i++) positions.set([i, -i, 5], 3 * i);
    positions[0] = Number.NaN;
    close(
      evenSteps(
        positions.map((value) => value),
        1,
        3,
      ),
      [-98, -50, -2],
    );
    close(evenSteps(positions, 2, 2), [5, 5]);
    assert.ok(evenSteps(positions, 0, 2).every(Number.isFinite));
    close(evenSteps(new Float32Array(3).fill(Number.NaN), 0, 2), [0, 0]);
  });

  it('is read from above, left to right, with the third axis as it is', () => {
    const places = gridPlaces(
      [7, 8, 9],
      [2, 0],
      [
        [1, 2],
        [-1, 1],
      ],
    );
    close(places, [1, 8, 1, 1, 8, 2, -1, 8, 1, -1, 8, 2]);
  });
});
