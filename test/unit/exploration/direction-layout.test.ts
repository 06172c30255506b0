import assert from 'node:assert/strict';
import { directionLayout } from '../../../src/exploration/direction-layout';
import { type Codes, centre, project, unproject } from '../../../src/exploration/projection';
import { fillNormal, random } from '../../../src/random';

const latent = 5;
const examples = 400;
/** Standard deviations: the third dimension says most, then the first. */
const scales = [3, 1, 5, 2, 0.5];
const codes: Codes = {
  latent,
  means: fillNormal(new Float32Array(latent * examples), random(6)).map((value, at) => value * scales[at % latent] + 1),
};
const named = (...vector: number[]) => ({ vector, name: 'smile − others' });
const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from({ length: a.length }, (_, i) => a[i] * b[i]).reduce((sum, value) => sum + value, 0);

describe('a direction as an axis', () => {
  it('is the first: how far a code is along it from the mean of all', () => {
    const vector = [2, -1, 0.5, 0, 3];
    const length = Math.hypot(...vector);
    const positions = project(codes, directionLayout(codes, named(...vector), null));
    const mean = centre(codes);
    for (const i of [0, 17, 399]) {
      const code = codes.means.subarray(i * latent, (i + 1) * latent);
      const along = product(
        code.map((value, j) => value - mean[j]),
        vector,
      );
      assert.ok(Math.abs(positions[3 * i] - along / length) < 1e-4);
    }
  });

  it('has the directions of largest variance of what is orthogonal to it as the others, by name', () => {
    const { basis, axes } = directionLayout(codes, named(0, 0, 7, 0, 0), null);
    assert.deepEqual([...basis[0]], [0, 0, 1, 0, 0]);
    // The dimensions are drawn independently: what is left are the first and the fourth, about.
    assert.ok(Math.abs(basis[1][0]) > 0.98 && Math.abs(basis[2][3]) > 0.98, `${basis[1]}; ${basis[2]}`);
    const [first, second, third] = axes;
    assert.deepEqual([first.direction, second.rest, third.rest], ['smile − others', 1, 2]);
    const total = scales.reduce((sum, scale) => sum + scale ** 2, 0);
    for (const [at, scale] of [5, 3, 2].entries())
      assert.ok(Math.abs((axes[at].variance ?? 0) - scale ** 2 / total) < 0.05, `${axes[at].variance}`);
  });

  it('has an exact way back from a place to its code', () => {
    const layout = directionLayout(codes, named(1, 1, -1, 0.2, 0), null);
    for (const [i, one] of layout.basis.entries())
      for (const [j, other] of layout.basis.entries())
        assert.ok(Math.abs(product(one, other) - Number(i === j)) < 1e-9);
    const base = codes.means.subarray(35, 40);
    const z = unproject([0.4, -2, 1], layout, base);
    const [x, y, depth] = project({ latent, means: z }, layout);
    assert.ok(Math.abs(x - 0.4) + Math.abs(y + 2) + Math.abs(depth - 1) < 1e-5);
  });

  it('turns its other axes from epoch to epoch no further than it must', () => {
    const before = directionLayout(codes, named(0, 0, 1, 0, 0), null);
    const mirrored: typeof before = {
      ...before,
      basis: [before.basis[0], before.basis[1].map((value) => -value), before.basis[2]],
    };
    const after = directionLayout(codes, named(0, 0, 1, 0, 0), mirrored);
    assert.ok(product(after.basis[1], mirrored.basis[1]) > 0.999 && product(after.basis[2], before.basis[2]) > 0.999);
  });

  it('is one of a plane where there are two dimensions, and also where nothing varies beside it', () => {
    const flat: Codes = { latent: 2, means: Float32Array.from([0, 0, 1, 1, 2, 2, 3, 3]) };
    const { axes, basis } = directionLayout(flat, named(1, 1), null);
    assert.deepEqual(axes[2], {});
    assert.deepEqual([...basis[2]], [0, 0]);
    assert.ok(Math.abs(product(basis[0], basis[1])) < 1e-9 && Math.abs(product(basis[1], basis[1]) - 1) < 1e-9);
    const positions = project(flat, directionLayout(flat, named(1, 1), null));
    assert.ok([1, 4, 7, 10].every((at) => Math.abs(positions[at]) < 1e-6));
  });

  it('is none of another space', () => {
    assert.throws(() => directionLayout(codes, named(1, 2), null), RangeError);
  });
});
