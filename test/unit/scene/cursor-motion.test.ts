import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  armEnd,
  armPixels,
  handleAt,
  moveAlongAxis,
  moveInDepth,
  moveInPlane,
} from '../../../webview/scene/cursor-motion';
import { project } from '../../../webview/scene/projection';
import { subtract, type Vector3 } from '../../../webview/scene/vector';
import { fromTheFront, fromTheSide, near } from './scene-builders';

const everyAxis = [true, true, true];
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const place = fc.tuple(coordinate, coordinate, coordinate);
const pixels = fc.integer({ min: -200, max: 200 });

describe('dragging the 3-D cursor', () => {
  const view = fromTheSide();

  it('keeps it under the pointer, at its depth', () => {
    fc.assert(
      fc.property(place, pixels, pixels, (from, dx, dy) => {
        const before = project(view, from);
        const after = project(view, moveInPlane(view, from, dx, dy));
        assert.ok(near([after.x, after.y, after.depth], [before.x + dx, before.y + dy, before.depth], 1e-6));
      }),
    );
  });

  it('in depth leaves it at its place on the screen', () => {
    fc.assert(
      fc.property(place, pixels, (from, away) => {
        const before = project(view, from);
        const after = project(view, moveInDepth(view, from, away));
        assert.ok(near([after.x, after.y], [before.x, before.y], 1e-6));
        assert.ok(away === 0 || Math.sign(after.depth - before.depth) === Math.sign(away));
      }),
    );
  });

  it('in depth never takes it behind the viewer', () => {
    const { depth } = project(view, moveInDepth(view, [0, 0, 0], -1e6));
    assert.ok(depth > view.near);
  });

  it('along an axis changes only that axis, and follows the pointer', () => {
    for (const axis of [0, 1, 2] as const) {
      const from: Vector3 = [0.3, -0.4, 0.2];
      const start = project(view, from);
      const tip = project(view, armEnd(view, from, axis, 1));
      const dx = (tip.x - start.x) / 20;
      const dy = (tip.y - start.y) / 20;
      const to = moveAlongAxis(view, from, axis, dx, dy);
      const moved = subtract(to, from);
      assert.ok(moved[axis] > 0);
      assert.ok([0, 1, 2].every((other) => other === axis || moved[other] === 0));
      const end = project(view, to);
      assert.ok(near([end.x - start.x, end.y - start.y], [dx, dy], 0.1));
    }
  });

  it('does not run away along an axis that points at the viewer', () => {
    assert.deepEqual(moveAlongAxis(fromTheFront(), [0, 0, 0], 2, 50, 50), [0, 0, 0]);
  });
});

describe('taking hold of the 3-D cursor', () => {
  const view = fromTheFront();
  const home: Vector3 = [0, 0, 0];

  it('has arms of one length on the screen at any depth', () => {
    for (const z of [-5, 0, 5]) {
      const middle = project(view, [0, 0, z]);
      const tip = project(view, armEnd(view, [0, 0, z], 0, 1));
      assert.ok(Math.abs(tip.x - middle.x - armPixels) < 1e-9);
    }
  });

  it('tells the centre, the arms and nothing apart', () => {
    assert.equal(handleAt(view, home, everyAxis, 405, 304), 'centre');
    assert.equal(handleAt(view, home, everyAxis, 430, 303), 0);
    assert.equal(handleAt(view, home, everyAxis, 397, 262), 1);
    assert.equal(handleAt(view, home, everyAxis, 430, 340), null);
    assert.equal(handleAt(view, home, everyAxis, 370, 300), null, 'only the positive end is a handle');
  });

  it('has no arm where there is no axis, and none that points at the viewer', () => {
    assert.equal(handleAt(view, home, [true, false, false], 400, 265), null);
    const aside = project(view, [0.3, 0.3, 0]);
    assert.equal(handleAt(view, [0.3, 0.3, 0], everyAxis, aside.x + 12, aside.y - 12), null);
  });

  it('cannot be taken behind the camera', () => {
    assert.equal(handleAt(view, [0, 0, 20], everyAxis, 400, 300), null);
  });
});
