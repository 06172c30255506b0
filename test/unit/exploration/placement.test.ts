import assert from 'node:assert/strict';
import { axesOfLayout, placementByNeighbours } from '../../../src/exploration/placement';
import { fillNormal, random } from '../../../src/random';

const n = 200;
const latent = 5;

/** Codes on a plane, and that plane as their layout. */
function plane() {
  const places = fillNormal(new Float32Array(2 * n), random(1));
  const codes = Float32Array.from({ length: n * latent }, (_, i) => {
    const [x, y] = places.subarray(2 * Math.floor(i / latent));
    return [x, y, x + y, x - y, 2][i % latent];
  });
  const positions = Float32Array.from({ length: 3 * n }, (_, i) =>
    i % 3 < 2 ? places[2 * Math.floor(i / 3) + (i % 3)] : 0,
  );
  return { codes: { latent, means: codes }, positions };
}

describe('placementByNeighbours', () => {
  const { codes, positions } = plane();
  const placement = placementByNeighbours(codes, positions, axesOfLayout({ kind: 'umap', dims: 2 }));
  const codeOf = (index: number) => codes.means.subarray(index * latent, (index + 1) * latent);
  const placeOf = (index: number): [number, number, number] => {
    const [x, y, z] = positions.subarray(3 * index, 3 * index + 3);
    return [x, y, z];
  };
  const assertNear = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
    assert.equal(actual.length, expected.length);
    for (let i = 0; i < actual.length; i++) assert.ok(Math.abs(actual[i] - expected[i]) < tolerance, `${actual[i]}`);
  };

  it('has the examples where the layout has them, and their codes there', () => {
    assert.equal(placement.place(codes), positions);
    for (const index of [0, 7, 199]) {
      assertNear(placement.codeAt(placeOf(index), []), codeOf(index), 1e-4);
      assertNear(placement.place({ latent, means: codeOf(index).slice() }), placeOf(index), 1e-4);
    }
  });

  it('means what lies between the nearest, in both directions', () => {
    assertNear(placement.codeAt([0.1, -0.1, 0], []), [0.1, -0.1, 0, 0.2, 2], 0.25);
    assertNear(placement.place({ latent, means: Float32Array.of(0.1, -0.1, 0, 0.2, 2) }), [0.1, -0.1, 0], 0.25);
  });

  it('names as many axes as the layout has', () => {
    assert.deepEqual(placement.axes, [
      { layout: 0, method: 'umap' },
      { layout: 1, method: 'umap' },
    ]);
  });
});
