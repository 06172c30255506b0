import assert from 'node:assert/strict';
import { LinearLayouts } from '../../../src/exploration/linear-layouts';
import { type Codes, project, unproject } from '../../../src/exploration/projection';
import { fillNormal, random } from '../../../src/random';

const latent = 4;
const examples = 300;
const pca = { kind: 'pca' } as const;
const direction = { ...pca, along: { vector: [1, 0.5, 0, -2], name: 'a − b' } };
const axes = { kind: 'axes', axes: [2, 0, 3] } as const;

/** Four dimensions of unlike spread. */
const newest: Codes = {
  latent,
  means: fillNormal(new Float32Array(latent * examples), random(1)).map((value, at) => value * [3, 2, 1, 0.5][at % 4]),
};

/** The same codes, two pairs of dimensions turned, mirrored in one of them, and moved. */
const earlier: Codes = {
  latent,
  means: newest.means.map((_, at) => {
    const [a, b, c, d] = newest.means.subarray(at - (at % 4), at - (at % 4) + 4);
    return [0.6 * a - 0.8 * c, 0.8 * a + 0.6 * c, -b, d][at % 4] + 2;
  }),
};
const at = (epoch: number, codes: Codes) => ({ epoch, codes });

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

describe('the plane of the first two principal components', () => {
  it('is that of the three, and keeps what it does not show of a code', () => {
    const layouts = new LinearLayouts();
    const three = layouts.of(at(9, newest), pca);
    const two = layouts.of(at(9, newest), { ...pca, dims: 2 });
    assert.deepEqual([two.axes[0], two.axes[1]], [three.axes[0], three.axes[1]]);
    assert.deepEqual(two.axes[2], {});
    const [space, plane] = [project(newest, three), project(newest, two)];
    const flattened = space.map((value, i) => (i % 3 === 2 ? 0 : value));
    assert.equal(largestDifference(plane, flattened), 0);
    const base = newest.means.subarray(8, 12);
    const back = project({ latent, means: unproject([0.3, -1, 0], two, base) }, three);
    assert.ok(Math.abs(back[0] - 0.3) < 1e-5 && Math.abs(back[1] + 1) < 1e-5);
    assert.ok(Math.abs(back[2] - space[8]) < 1e-5);
  });

  it('follows an earlier epoch as the three do', () => {
    const layouts = new LinearLayouts();
    const aligned = layouts.of(at(3, earlier), { ...pca, dims: 2 }, at(9, newest));
    const whole = new LinearLayouts().of(at(3, earlier), pca, at(9, newest));
    assert.deepEqual([...aligned.basis.slice(0, 2)], [...whole.basis.slice(0, 2)]);
  });
});

describe('epochs that are aligned', () => {
  for (const [name, projection] of Object.entries({ pca, axes, direction })) {
    it(`have each example where that of the other epoch is, where only the space was turned: ${name}`, () => {
      const layouts = new LinearLayouts();
      const here = project(newest, layouts.of(at(9, newest), projection));
      const aligned = project(earlier, layouts.of(at(3, earlier), projection, at(9, newest)));
      assert.ok(largestDifference(here, aligned) < 1e-4);
      assert.ok(largestDifference(here, project(earlier, layouts.of(at(3, earlier), projection))) > 1);
    });

    it(`keep an exact way back from a place to its code: ${name}`, () => {
      const layout = new LinearLayouts().of(at(3, earlier), projection, at(9, newest));
      for (const [i, one] of layout.basis.entries()) {
        for (const [j, other] of layout.basis.entries()) {
          const product = one.reduce((sum, value, k) => sum + value * other[k], 0);
          assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-9);
        }
      }
      const base = earlier.means.subarray(8, 12);
      const z = unproject([0.3, -1, 2], layout, base);
      const [x, y, depth] = project({ latent, means: z }, layout);
      assert.ok(Math.abs(x - 0.3) + Math.abs(y + 1) + Math.abs(depth - 2) < 1e-5);
    });
  }

  it('say by their axes of which epoch those are, and how much of their own variance is along them', () => {
    const layouts = new LinearLayouts();
    // Noise in place of the second largest direction.
    const noise = fillNormal(new Float32Array(examples), random(2));
    const other = { latent, means: newest.means.map((value, i) => (i % 4 === 1 ? noise[i >> 2] : value)) };
    const { axes: shares } = layouts.of(at(3, other), pca, at(9, newest));
    assert.deepEqual(
      shares.map(({ epoch }) => epoch),
      [9, 9, 9],
    );
    const of = (values: readonly number[]) => values[0] / values.reduce((a, b) => a + b);
    assert.ok(Math.abs((shares[0].variance ?? 0) - of([9, 1, 1, 0.25])) < 0.05);
    const { axes: latentAxes } = layouts.of(at(3, other), { kind: 'axes', axes: [1, 0, -1] }, at(9, newest));
    assert.deepEqual(latentAxes, [{ latent: 1, epoch: 9 }, { latent: 0, epoch: 9 }, {}]);
  });

  it('leave the epoch that others are turned onto as it is', () => {
    const layouts = new LinearLayouts();
    assert.equal(layouts.of(at(9, newest), pca, at(9, newest)), layouts.of(at(9, newest), pca));
  });
});
