import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PerspectiveCamera, Vector3 as ThreeVector3 } from 'three';
import {
  fieldOfView,
  project,
  projectSegment,
  unproject,
  viewpoint,
  worldPerPixel,
} from '../../../webview/scene/projection';
import { dot, length, type Vector3 } from '../../../webview/scene/vector';
import { fromTheFront, fromTheSide, near } from './scene-builders';

const coordinate = fc.double({ min: -4, max: 4, noNaN: true });
const place = fc.tuple(coordinate, coordinate, coordinate);

describe('projection', () => {
  it('sees what the graphics library sees', () => {
    fc.assert(
      fc.property(place, (point) => {
        const eye: Vector3 = [6, 4, 7];
        const target: Vector3 = [0.5, -0.2, 0.3];
        const camera = new PerspectiveCamera(fieldOfView, 800 / 600, 0.1, 100);
        camera.position.set(...eye);
        camera.lookAt(...target);
        camera.updateMatrixWorld();
        const theirs = new ThreeVector3(...point).project(camera);
        const ours = project(fromTheSide(), point);
        assert.ok(
          near([ours.x, ours.y], [(theirs.x + 1) * 400, (1 - theirs.y) * 300], 1e-6),
          `${ours.x}, ${ours.y} is not ${(theirs.x + 1) * 400}, ${(1 - theirs.y) * 300}`,
        );
      }),
    );
  });

  it('looks along orthonormal axes, whatever it looks at', () => {
    fc.assert(
      fc.property(place, place, (position, target) => {
        const { right, up, forward } = viewpoint(position, target, { width: 10, height: 10, near: 1 });
        for (const axis of [right, up, forward]) assert.ok(Math.abs(length(axis) - 1) < 1e-9);
        assert.ok(Math.abs(dot(right, up)) + Math.abs(dot(up, forward)) + Math.abs(dot(forward, right)) < 1e-9);
      }),
    );
  });

  it('has x to the right and y downwards, and what is ahead at a positive depth', () => {
    const view = fromTheFront();
    assert.deepEqual(project(view, [0, 0, 0]), { x: 400, y: 300, depth: 10 });
    assert.ok(project(view, [1, 0, 0]).x > 400);
    assert.ok(project(view, [0, 1, 0]).y < 300);
    assert.ok(project(view, [0, 0, 11]).depth < 0);
  });

  it('is undone by unproject', () => {
    fc.assert(
      fc.property(place, (point) => {
        const view = fromTheSide();
        assert.ok(near(unproject(view, project(view, point)), point, 1e-9));
      }),
    );
  });

  it('knows how long a pixel is', () => {
    const view = fromTheFront();
    const { x } = project(view, [worldPerPixel(view, 10) * 25, 0, 0]);
    assert.ok(Math.abs(x - 425) < 1e-9);
  });

  it('cuts lines where they pass behind the camera', () => {
    const view = fromTheFront();
    const cut = projectSegment(view, [0, 1, 0], [0, 1, 20]);
    assert.ok(cut);
    assert.equal(cut.from.depth, 10);
    assert.ok(Math.abs(cut.to.depth - view.near) < 1e-12);
    const reversed = projectSegment(view, [0, 1, 20], [0, 1, 0]);
    assert.deepEqual(reversed, { from: cut.to, to: cut.from });
    assert.equal(projectSegment(view, [0, 0, 11], [1, 1, 12]), null);
  });
});
