import assert from 'node:assert/strict';
import { spherical, straight } from '../../../../src/exploration/paths/interpolation';

const f32 = (...values: number[]) => Float32Array.from(values);
const close = (actual: Float32Array, wanted: readonly number[]) =>
  assert.ok(
    wanted.every((value, i) => Math.abs(value - actual[i]) < 1e-6),
    `${actual} for ${wanted}`,
  );

describe('a path between two codes', () => {
  it('is straight', () => {
    close(straight(f32(0, 2), f32(4, 0), 4).values, [0, 2, 1, 1.5, 2, 1, 3, 0.5, 4, 0]);
  });

  it('is a great circle about 0', () => {
    const path = spherical(f32(2, 0, 0), f32(0, 0, 2), 3);
    assert.ok(path);
    const at = (angle: number) => [2 * Math.cos(angle), 0, 2 * Math.sin(angle)];
    close(path.values, [...at(0), ...at(Math.PI / 6), ...at(Math.PI / 3), ...at(Math.PI / 2)]);
  });

  it('is straight in one direction from 0, and none from 0 itself, or to what lies opposite', () => {
    const path = spherical(f32(1, 1), f32(3, 3), 2);
    close(path?.values ?? f32(), [1, 1, 2, 2, 3, 3]);
    assert.equal(spherical(f32(0, 0), f32(3, 3), 2), null);
    assert.equal(spherical(f32(1, 2), f32(-2, -4), 2), null);
  });
});
