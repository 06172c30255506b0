import assert from 'node:assert/strict';
import { checkPoints, findPath, type PathDecoder, type Waypoint } from '../../../../src/exploration/paths/find-path';
import type { UserError } from '../../../../src/protocol/errors';

/** Of each dimension twice as much. */
const double: PathDecoder = {
  decode: (codes) => codes.map((value) => 2 * value),
  slopeOf: async (codes) => {
    const gradient = new Float32Array(codes.length);
    const pieces = codes.length / 2 - 1;
    let energy = 0;
    for (let at = 2; at < codes.length; at++) {
      const step = 2 * (codes[at] - codes[at - 2]);
      energy += (pieces / 2) * step ** 2;
      gradient[at] += 2 * pieces * step;
      gradient[at - 2] -= 2 * pieces * step;
    }
    return { energy, gradient };
  },
};
const jumping: PathDecoder = { ...double, slopeOf: null };

const point = (...code: number[]): Waypoint => ({ code: Float32Array.from(code), example: null });
const codes = { latent: 2, means: Float32Array.of(0, 0, 1, 1, 2, 0, 9, 9) };
const around = {
  codes,
  // The last one knows nobody.
  neighbours: {
    k: 1,
    indices: Int32Array.of(1, 0, 1, -1),
    distances: Float32Array.of(1, 1, 1, 0).map((d) => d * 2 ** 0.5),
  },
};
const example = (index: number): Waypoint => ({ code: codes.means.subarray(2 * index, 2 * index + 2), example: index });
const sentence = (code: string) => (error: UserError) => error.code === code;
const straight = { kind: 'straight', pieces: 4 } as const;

describe('a path through points', () => {
  it('has the energy and the length of its legs', async () => {
    const found = await findPath(straight, [point(0, 0), point(4, 0), point(4, 1)], double, null);
    assert.deepEqual(found.codes.length, 2 * 9);
    assert.deepEqual([...found.codes.subarray(8, 10)], [4, 0]);
    assert.deepEqual(found.length, { codes: 5, decoded: 10 });
    assert.equal(found.energy, (8 ** 2 + 2 ** 2) / 2);
    assert.equal(found.converged, undefined);
  });

  it('goes over examples, as far from one another', async () => {
    const graph = { kind: 'graph', pieces: 4 } as const;
    const found = await findPath(graph, [example(0), example(2)], double, around);
    assert.deepEqual([...found.codes], [0, 0, 0.5, 0.5, 1, 1, 1.5, 0.5, 2, 0]);
    const fromBeside = await findPath(graph, [point(0, -1), example(1)], double, around);
    assert.deepEqual([...fromBeside.codes.subarray(0, 2)], [0, -1]);
    await assert.rejects(findPath(graph, [example(0), example(3)], double, around), sentence('path.unconnected'));
  });

  it('is a geodesic, begun at any other', async () => {
    for (const begin of ['straight', 'graph'] as const) {
      const wanted = { kind: 'geodesic', pieces: 8, begin } as const;
      const found = await findPath(wanted, [example(0), example(2)], double, around);
      assert.ok(found.converged && Math.abs(found.energy - 8) < 0.01, `${begin}: ${found.energy}`);
    }
  });

  it('is refused in a sentence where there is none', async () => {
    const [a, b] = [point(1, 2), point(-1, -2)];
    const found = (kind: 'spherical' | 'geodesic', decoder: PathDecoder) =>
      findPath({ kind, pieces: 4 }, [a, b], decoder, null);
    await assert.rejects(found('spherical', double), sentence('path.noArc'));
    await assert.rejects(found('geodesic', jumping), sentence('path.written'));
    assert.throws(() => checkPoints([a, point(1, 2)]), sentence('path.samePlace'));
    assert.throws(() => checkPoints([a, point(1, Number.NaN)]), sentence('path.notFinite'));
    assert.doesNotThrow(() => checkPoints([a, b, a]));
  });

  it('among no other examples goes by its ends alone', async () => {
    const alone = {
      codes: { latent: 2, means: Float32Array.of(1, 0) },
      neighbours: { k: 1, indices: Int32Array.of(-1), distances: new Float32Array(1) },
    };
    const found = await findPath({ kind: 'graph', pieces: 2 }, [point(0, 0), point(2, 0)], double, alone);
    assert.deepEqual([...found.codes], [0, 0, 1, 0, 2, 0]);
  });
});
