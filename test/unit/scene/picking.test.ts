import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearestInSpace, nearestOnScreen, type PointRadius, pickPoint } from '../../../webview/scene/picking';
import { PointCloud } from '../../../webview/scene/point-cloud';
import { project } from '../../../webview/scene/projection';
import { ScreenPoints } from '../../../webview/scene/screen-points';
import { bits, cloudOf, fromTheFront, fromTheSide } from './scene-builders';

const small: PointRadius = { at: () => 4, largest: 4 };

describe('picking', () => {
  const view = fromTheFront();

  it('finds the point under the pointer', () => {
    const cloud = cloudOf([-1, 0, 0], [1, 0, 0], [0, 1, 0]);
    const { x, y } = project(view, [1, 0, 0]);
    assert.equal(pickPoint(cloud, view, x + 3, y - 2, small), 1);
  });

  it('finds nothing where nothing is', () => {
    const cloud = cloudOf([-1, 0, 0], [1, 0, 0]);
    assert.equal(pickPoint(cloud, view, 400, 300, small), null);
    assert.equal(pickPoint(new PointCloud(), view, 400, 300, small), null);
  });

  it('takes the foremost of the points whose discs are there, even where another is nearer to the pointer', () => {
    const cloud = cloudOf([0, 0, -3], [0, 0, 3], [0, 0, 0]);
    const wide: PointRadius = { at: (depth) => 60 / depth, largest: 20 };
    assert.equal(pickPoint(cloud, view, 402, 300, wide), 1);
    const beside = cloudOf([0, 0, -3], [0.02, 0, 3]);
    assert.equal(pickPoint(beside, view, 400, 300, wide), 1);
  });

  it('takes the one whose middle is nearest of those in one plane', () => {
    const cloud = cloudOf([0, 0, 0], [0.1, 0, 0], [0.2, 0, 0]);
    const wide: PointRadius = { at: () => 30, largest: 30 };
    assert.equal(pickPoint(cloud, view, project(view, [0.11, 0, 0]).x, 300, wide), 1);
  });

  it('takes the nearest of the points beside the pointer, up to a few pixels away', () => {
    const cloud = cloudOf([0, 0, 0], [0.2, 0, 0]);
    const between = (project(view, [0, 0, 0]).x + project(view, [0.2, 0, 0]).x) / 2;
    const tiny: PointRadius = { at: () => 0.5, largest: 0.5 };
    assert.equal(pickPoint(cloud, view, between - 5, 300, tiny), 0);
    assert.equal(pickPoint(cloud, view, between + 5, 300, tiny), 1);
    assert.equal(pickPoint(cloud, view, 400, 308, tiny), null);
  });

  it('ignores hidden points', () => {
    const cloud = cloudOf([0, 0, 1], [0, 0, 0]);
    cloud.setVisible(bits(0, 1));
    assert.equal(pickPoint(cloud, view, 400, 300, small), 1);
    cloud.setVisible(bits(0, 0));
    assert.equal(pickPoint(cloud, view, 400, 300, small), null);
    cloud.setVisible(null);
    assert.equal(pickPoint(cloud, view, 400, 300, small), 0);
  });

  it('ignores points behind the camera, and at its lens', () => {
    assert.equal(pickPoint(cloudOf([0, 0, 12]), view, 400, 300, small), null);
    assert.equal(pickPoint(cloudOf([0, 0, 9.95]), view, 400, 300, small), null);
    assert.equal(nearestOnScreen(cloudOf([0, 0, 12], [3, 3, 0]), view, 400, 300), 1);
  });

  it('ignores points that have no place', () => {
    const cloud = cloudOf([Number.NaN, 0, 0], [0, 0, 0]);
    assert.equal(pickPoint(cloud, view, 400, 300, small), 1);
  });

  it('finds points where they are seen while they glide', () => {
    const cloud = cloudOf([-2, 0, 0], [0, 2, 0]);
    cloud.setPositions(Float32Array.of(2, 0, 0, 0, -2, 0), 0, 700);
    cloud.advance(200);
    assert.ok(cloud.mix > 0 && cloud.mix < 1);
    const { x, y } = project(view, cloud.place(0));
    assert.equal(pickPoint(cloud, view, x, y, small), 0);
    for (const end of [-2, 2]) {
      const gone = project(view, [end, 0, 0]);
      assert.equal(pickPoint(cloud, view, gone.x, gone.y, small), null);
    }
  });

  it('agrees with projecting every point', () => {
    const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
    const places = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 40 });
    const side = fromTheSide();
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }), (all, x, y) => {
        const gaps = all.map((point) => {
          const at = project(side, point);
          return Math.hypot(at.x - x, at.y - y);
        });
        const picked = nearestOnScreen(cloudOf(...all), side, x, y);
        assert.ok(picked !== null && gaps[picked] <= Math.min(...gaps) + 1e-3);
      }),
    );
  });

  it('finds the same by where the points are on the screen', () => {
    const side = fromTheSide();
    const cloud = new PointCloud();
    cloud.setPositions(
      Float32Array.from({ length: 9000 }, (_, i) => 4 * Math.sin(i * i * 0.7311)),
      0,
      0,
    );
    const points = new ScreenPoints();
    points.refresh(cloud, side);
    const radius: PointRadius = { at: (depth) => 40 / depth, largest: 12 };
    let found = 0;
    for (let x = -5; x < 810; x += 13) {
      for (let y = -5; y < 610; y += 17) {
        const picked = pickPoint(cloud, side, x, y, radius, { points });
        assert.equal(picked, pickPoint(cloud, side, x, y, radius), `${x}, ${y}`);
        if (picked !== null) found++;
      }
    }
    assert.ok(found > 100);
  });

  it('finds the visible point nearest to a place in space', () => {
    const cloud = cloudOf([0, 0, 0], [1, 1, 1], [1, 1, 1.2]);
    assert.equal(nearestInSpace(cloud, [1, 1, 1.15]), 2);
    cloud.setVisible(bits(1, 1, 0));
    assert.equal(nearestInSpace(cloud, [1, 1, 1.15]), 1);
  });
});
