import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftToKeep } from '../../../webview/scene/framing';
import { project, viewpoint } from '../../../webview/scene/projection';
import { addScaled, type Vector3 } from '../../../webview/scene/vector';

const position: Vector3 = [2, 1, 6];
const target: Vector3 = [0.2, 0, 0];
const size = (width: number, height: number) => ({ width, height, near: 0.1 });
const seenFrom = (shift: Vector3, { width, height }: { width: number; height: number }) =>
  viewpoint(addScaled(position, shift, 1), addScaled(target, shift, 1), size(width, height));

describe('A view whose room changes', () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });

  it('keeps the place that a person looks at under the pointer, whatever its new size', () => {
    const edges = fc.integer({ min: 120, max: 1600 });
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, edges, edges, (x, y, z, width, height) => {
        const before = viewpoint(position, target, size(1000, 800));
        const after = viewpoint(position, target, size(width, height));
        const was = project(before, [x, y, z]);
        const is = project(seenFrom(shiftToKeep(before, after, [x, y, z]), { width, height }), [x, y, z]);
        const kept = (pixel: number, edge: number) => Math.min(edge - 32, Math.max(32, pixel));
        assert.ok(Math.abs(is.x - kept(was.x, width)) < 1e-6, `${was.x} became ${is.x} of ${width}`);
        assert.ok(Math.abs(is.y - kept(was.y, height)) < 1e-6, `${was.y} became ${is.y} of ${height}`);
        assert.ok(Math.abs(is.depth - was.depth) < 1e-9);
      }),
    );
  });

  it('does not run after what was out of sight', () => {
    const [before, after] = [1000, 600].map((width) => viewpoint(position, target, size(width, 800)));
    for (const place of [
      [50, 0, 0],
      [0, 0, 60],
    ] as const) {
      assert.deepEqual(shiftToKeep(before, after, place), [0, 0, 0]);
    }
  });
});
