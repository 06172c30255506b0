import assert from 'node:assert/strict';
import { byDeviations, byFactor, halfAxes } from '../../../src/exploration/half-axes';
import { axesLayout, type Layout } from '../../../src/exploration/projection';
import { sigmaHistogramsOf } from '../../../src/exploration/sigma-histograms';

const close = (found: ArrayLike<number>, wanted: readonly number[], tolerance = 1e-6) => {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of wanted.entries()) assert.ok(Math.abs(found[i] - value) < tolerance, `${i}: ${found[i]}`);
};

/** M M^T, row by row, of the columns of M one after another. */
function covarianceOf(axes: readonly number[]): number[] {
  const at = (row: number, column: number) => axes[3 * column + row];
  return [0, 1, 2].flatMap((i) =>
    [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, column) => sum + at(i, column) * at(j, column), 0)),
  );
}

const basis: Layout['basis'] = [
  Float64Array.of(0.6, 0, 0.8, 0),
  Float64Array.of(0, 1, 0, 0),
  Float64Array.of(0.8 * 0.6, 0, -0.6 * 0.6, 0.8),
];

describe('the body of a posterior', () => {
  it('has the standard deviations of the shown dimensions as its half axes, the longest first', () => {
    const { basis: axes } = axesLayout(4, [3, 0, 1]);
    const logVars = Float32Array.from([0.5, 0.2, 7, 2], (sigma) => 2 * Math.log(sigma));
    const found = halfAxes(byDeviations(axes, logVars));
    close(found.map(Math.abs), [2, 0, 0, 0, 0.5, 0, 0, 0, 0.2]);
  });

  it('is that of B Cov B^T, with a diagonal covariance and with a full one', () => {
    const sigma = [0.5, 0.2, 3, 1];
    const diagonal = halfAxes(
      byDeviations(
        basis,
        Float32Array.from(sigma, (value) => 2 * Math.log(value)),
      ),
    );
    // Correlated: L with one number below the diagonal in each row.
    const factor = [
      [0.5, 0, 0, 0],
      [0.3, 0.2, 0, 0],
      [-1, 0.4, 3, 0],
      [0.1, 0, -0.7, 1],
    ];
    const full = halfAxes(byFactor(basis, Float32Array.from(factor.flat())));
    const expected = (covariance: (j: number, k: number) => number) =>
      basis.flatMap((one) =>
        basis.map((other) =>
          one.reduce((sum, a, j) => sum + other.reduce((rest, b, k) => rest + a * b * covariance(j, k), 0), 0),
        ),
      );
    close(
      covarianceOf(diagonal),
      expected((j, k) => (j === k ? sigma[j] ** 2 : 0)),
      1e-5,
    );
    const full4 = (j: number, k: number) => factor[j].reduce((sum, value, i) => sum + value * factor[k][i], 0);
    close(covarianceOf(full), expected(full4), 1e-5);
    const lengths = [0, 1, 2].map((column) => Math.hypot(...full.slice(3 * column, 3 * column + 3)));
    assert.ok(lengths[0] >= lengths[1] && lengths[1] >= lengths[2]);
    const between = [0, 1, 2].reduce((sum, row) => sum + full[row] * full[3 + row], 0);
    assert.ok(Math.abs(between) < 1e-6, 'its axes are at right angles');
  });

  it('is flat where an axis of the view is empty, and nowhere where the model diverged', () => {
    const { basis: axes } = axesLayout(2, [0, 1, -1]);
    const flat = halfAxes(byDeviations(axes, Float32Array.of(0, 0)));
    close(flat.slice(6), [0, 0, 0]);
    assert.ok(halfAxes(byDeviations(axes, Float32Array.of(Number.NaN, 0))).every(Number.isNaN));
  });
});

describe('histograms of sigma', () => {
  it('count each dimension by itself; the last bin has what is larger, and none what is no number', () => {
    const sigmas = [0.01, 1, 0.07, 5, Number.NaN, 1.01];
    const { edges, counts } = sigmaHistogramsOf(
      Float32Array.from(sigmas, (sigma) => 2 * Math.log(sigma)),
      2,
    );
    const bins = edges.length - 1;
    assert.deepEqual([edges[0], edges[bins]], [0, 1.2]);
    const filled = (dimension: number) =>
      [...counts.subarray(dimension * bins, (dimension + 1) * bins)].flatMap((count, bin) =>
        count > 0 ? [[bin, count]] : [],
      );
    assert.deepEqual(filled(0), [
      [0, 1],
      [1, 1],
    ]);
    // 1 and 1.01 are between 1 and 1.05.
    assert.deepEqual(filled(1), [
      [20, 2],
      [23, 1],
    ]);
  });
});
