import assert from 'node:assert/strict';
import { axesLayout, type Codes, pcaLayout, project, unproject } from '../../../src/exploration/projection';
import { fillNormal, random } from '../../../src/random';

/** Gaussian codes whose standard deviation along axis j is `deviations[j]`. */
function gaussianCodes(deviations: readonly number[], examples = 2000, seed = 1): Codes {
  const latent = deviations.length;
  const means = fillNormal(new Float32Array(examples * latent), random(seed)).map(
    (value, i) => value * deviations[i % latent],
  );
  return { latent, means };
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-4) => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++) assert.ok(Math.abs(a[i] - b[i]) < tolerance, `${i}: ${a[i]} against ${b[i]}`);
};

describe('projection', () => {
  it('shows latent axes as they are, and leaves absent ones at 0', () => {
    const codes: Codes = { latent: 2, means: Float32Array.of(1, 2, 3, 4) };
    assert.deepEqual([...project(codes, axesLayout(2, [1, 0, -1]))], [2, 1, 0, 4, 3, 0]);
  });

  it('finds the directions of largest variance, with their shares', () => {
    const layout = pcaLayout(gaussianCodes([0.1, 3, 0.2, 2, 1]), null);
    const strongest = layout.basis.map((axis) =>
      axis.reduce((best, value, j) => (Math.abs(value) > Math.abs(axis[best]) ? j : best), 0),
    );
    assert.deepEqual(strongest, [1, 3, 4]);
    const total = 0.01 + 9 + 0.04 + 4 + 1;
    close(
      layout.axes.map(({ variance }) => variance ?? 0),
      [9 / total, 4 / total, 1 / total],
      0.03,
    );
  });

  it('is not thrown off by codes that are no numbers, which have no place', () => {
    const codes = gaussianCodes([0.1, 3, 0.2, 2, 1]);
    const means = Float32Array.from(codes.means);
    means.set([0, Number.NaN, 0, 0, 0, 1, 2, Number.POSITIVE_INFINITY, 0, 0]);
    const odd = pcaLayout({ latent: 5, means }, null);
    const others = pcaLayout({ latent: 5, means: codes.means.subarray(10) }, null);
    assert.deepEqual(odd, others);
    const places = project({ latent: 5, means }, odd);
    assert.ok(places.subarray(6).every(Number.isFinite));
    for (const place of [places.subarray(0, 3), places.subarray(3, 6)]) assert.ok(!place.every(Number.isFinite));
    const none = { latent: 5, means: new Float32Array(10).fill(Number.NaN) };
    assert.ok(project(none, pcaLayout(none, null)).every(Number.isNaN));
  });

  it('keeps the directions of an earlier layout instead of mirroring or swapping them', () => {
    const codes = gaussianCodes([1, 2, 3, 4]);
    const first = pcaLayout(codes, null);
    const turned = {
      ...first,
      basis: [first.basis[2], first.basis[0].map((value) => -value), first.basis[1]],
    } as typeof first;
    const next = pcaLayout(gaussianCodes([1, 2, 3, 4], 2000, 2), turned);
    next.basis.forEach((axis, i) => {
      const along = axis.reduce((sum, value, j) => sum + value * turned.basis[i][j], 0);
      assert.ok(along > 0.95, `axis ${i} turned away: ${along}`);
    });
  });

  it('turns little from one epoch to the next, and comes to the principal components', () => {
    const codes = gaussianCodes([1, 1.02, 3, 1.04, 2.9, 2.8]);
    const exact = pcaLayout(codes, null);
    let layout = axesLayout(6, [0, 1, 2]);
    for (let epoch = 0; epoch < 12; epoch++) layout = pcaLayout(codes, layout);
    const shown = (of: typeof exact) => of.axes.reduce((sum, { variance }) => sum + (variance ?? 0), 0);
    assert.ok(shown(layout) > 0.999 * shown(exact), `${shown(layout)} of ${shown(exact)}`);
    for (const [i, a] of layout.basis.entries()) {
      for (const [j, b] of layout.basis.entries()) {
        const product = a.reduce((sum, value, k) => sum + value * b[k], 0);
        assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-9);
      }
    }
    const other = pcaLayout(gaussianCodes([1, 1.02, 2.8, 1.04, 2.9, 3], 2000, 5), layout);
    for (const [i, axis] of other.basis.entries()) {
      const along = axis.reduce((sum, value, k) => sum + value * layout.basis[i][k], 0);
      assert.ok(along > 0.8, `axis ${i}: ${along}`);
    }
  });

  it('decodes what it shows: unproject inverts project, and keeps hidden dimensions of the base', () => {
    const codes = gaussianCodes([1, 2, 3, 4, 5], 50);
    for (const layout of [pcaLayout(codes, null), axesLayout(5, [4, 0, 2])]) {
      const base = codes.means.subarray(5, 10);
      const [x, y, z] = project({ latent: 5, means: base.slice() }, layout);
      close(unproject([x, y, z], layout, base), base);
      const moved = unproject([x + 1, y - 2, z + 0.5], layout, base);
      close(project({ latent: 5, means: moved }, layout), [x + 1, y - 2, z + 0.5]);
    }
    const moved = unproject([9, 8, 7], axesLayout(5, [4, 0, 2]), codes.means.subarray(0, 5));
    assert.equal(moved[1], codes.means[1]);
    assert.equal(moved[3], codes.means[3]);
  });

  it('has room for fewer than three dimensions', () => {
    const layout = pcaLayout(gaussianCodes([1, 2]), null);
    assert.equal(layout.axes[2].variance, 0);
    assert.deepEqual([...layout.basis[2]], [0, 0]);
  });
});
