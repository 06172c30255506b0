import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PointCloud } from '../../../webview/scene/point-cloud';
import { project } from '../../../webview/scene/projection';
import { ScreenPoints } from '../../../webview/scene/screen-points';
import { boxRegion, polygonRegion, type Region, strokeRegion } from '../../../webview/scene/tools/region';
import { bits, cloudOf, fromTheFront, fromTheSide } from './scene-builders';

const at = (x: number, y: number) => ({ x, y });
const has = (region: Region, x: number, y: number) =>
  x >= region.left && x <= region.right && y >= region.top && y <= region.bottom && region.contains(x, y);

describe('a region of the screen', () => {
  it('is a box between any two opposite corners', () => {
    const box = boxRegion(at(30, 10), at(10, 40));
    assert.ok(has(box, 10, 10) && has(box, 20, 39));
    assert.ok(!has(box, 9, 20) && !has(box, 20, 41));
  });

  it('is what a lasso encloses, also where it is not convex', () => {
    const horseshoe = polygonRegion([
      at(0, 0),
      at(100, 0),
      at(100, 100),
      at(80, 100),
      at(80, 20),
      at(20, 20),
      at(20, 100),
      at(0, 100),
    ]);
    assert.ok(has(horseshoe, 10, 50) && has(horseshoe, 90, 50) && has(horseshoe, 50, 10));
    assert.ok(!has(horseshoe, 50, 50) && !has(horseshoe, 101, 50));
  });

  it('is not what a lasso goes round twice', () => {
    const star = polygonRegion(
      [0, 2, 4, 1, 3].map((i) => {
        const turn = (i * 2 * Math.PI) / 5;
        return at(50 + 40 * Math.sin(turn), 50 - 40 * Math.cos(turn));
      }),
    );
    assert.ok(!has(star, 50, 50));
    assert.ok(has(star, 50, 20));
  });

  it('of a lasso with no area is empty', () => {
    for (const corners of [[], [at(5, 5)], [at(5, 5), at(9, 9)]]) assert.ok(!has(polygonRegion(corners), 5, 5));
  });

  it('is what a brush covers, round at its ends', () => {
    const stroke = strokeRegion([at(20, 20), at(60, 20)], 10);
    assert.ok(has(stroke, 40, 29) && has(stroke, 11, 20) && has(stroke, 69, 20));
    assert.ok(!has(stroke, 40, 31) && !has(stroke, 12, 12));
    assert.ok(has(strokeRegion([at(5, 5)], 3), 5, 7));
  });

  it('of a lasso agrees with a ray cast against every edge', () => {
    const coordinate = fc.integer({ min: 0, max: 60 });
    const corners = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(corners, coordinate, coordinate, (places, column, row) => {
        const [x, y] = [column + 0.37, row + 0.41];
        let crossings = 0;
        for (const [i, a] of places.entries()) {
          const b = places[(i + 1) % places.length];
          const crosses = Math.min(a.y, b.y) <= y && y < Math.max(a.y, b.y);
          if (crosses && a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y) > x) crossings++;
        }
        assert.equal(has(polygonRegion(places), x, y), crossings % 2 === 1);
      }),
    );
  });
});

describe('a region of the screen, all alike around a place,', () => {
  it('says so of no place whose neighbourhood its edge crosses', () => {
    const coordinate = fc.integer({ min: 0, max: 120 });
    const corners = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(corners, coordinate, coordinate, fc.constantFrom(3, 8), (places, x, y, reach) => {
        for (const region of [polygonRegion(places), strokeRegion(places, 6), boxRegion(places[0], places[1])]) {
          if (!region.uniform(x, y, reach)) continue;
          const middle = has(region, x, y);
          for (let turn = 0; turn < 12; turn++) {
            const [dx, dy] = [0.95 * reach * Math.cos(turn), 0.95 * reach * Math.sin(turn)];
            assert.equal(has(region, x + dx, y + dy), middle);
          }
        }
      }),
    );
  });
});

describe('the points on the screen', () => {
  const view = fromTheFront();
  const everywhere = boxRegion(at(0, 0), at(view.width, view.height));
  const selected = (cloud: PointCloud, region: Region) => {
    const points = new ScreenPoints();
    points.refresh(cloud, view);
    return [...points.within(region).indices()];
  };

  it('are those in a region, however deep they lie', () => {
    const cloud = cloudOf([0, 0, 3], [0, 0, -3], [2, 0, 0]);
    assert.deepEqual(selected(cloud, boxRegion(at(390, 290), at(410, 310))), [0, 1]);
  });

  it('are only those that are shown, have a place, and lie before the camera', () => {
    const cloud = cloudOf([0, 0, 0], [0, 0, 0], [Number.NaN, 0, 0], [0, 0, 12], [0.1, 0, 0]);
    cloud.setVisible(bits(1, 0, 1, 1, 1));
    assert.deepEqual(selected(cloud, everywhere), [0, 4]);
    assert.deepEqual(selected(new PointCloud(), everywhere), []);
  });

  it('in a region are those that a test of each would find', () => {
    const side = fromTheSide();
    const scattered = Float32Array.from({ length: 9000 }, (_, i) => 4 * Math.sin(i * i * 0.7311));
    const cloud = new PointCloud();
    cloud.setPositions(scattered, 0, 0);
    const points = new ScreenPoints();
    points.refresh(cloud, side);
    const round = Array.from({ length: 60 }, (_, i) => {
      const reach = 200 + 60 * Math.sin(i);
      return at(420 + reach * Math.cos(i / 9.55), 290 + reach * Math.sin(i / 9.55));
    });
    for (const region of [polygonRegion(round), strokeRegion(round, 30), boxRegion(at(-50, 100), at(500, 900))]) {
      const expected = Array.from({ length: 3000 }, (_, index) => index).filter((index) => {
        const { x, y, depth } = project(side, cloud.place(index));
        const seen = depth >= side.near && x >= 0 && x <= side.width && y >= 0 && y <= side.height;
        return seen && has(region, Math.fround(x), Math.fround(y));
      });
      assert.ok(expected.length > 100 && expected.length < 2500);
      assert.deepEqual([...points.within(region).indices()], expected);
    }
  });

  it('are computed anew when points, what is shown, or the camera changed, and only then', () => {
    const cloud = cloudOf([0, 0, 0], [1, 0, 0]);
    const points = new ScreenPoints();
    assert.ok(!points.current(cloud, view));
    points.refresh(cloud, view);
    assert.ok(points.current(cloud, fromTheFront()));
    assert.ok(!points.current(cloud, fromTheSide()));
    cloud.setVisible(bits(0, 1));
    assert.ok(!points.current(cloud, view));
    points.refresh(cloud, view);
    assert.deepEqual([...points.within(everywhere).indices()], [1]);
    cloud.setPositions(Float32Array.of(1, 1, 1, 2, 2, 2), 0, 700);
    assert.ok(!points.current(cloud, view));
    points.refresh(cloud, view);
    cloud.advance(300);
    assert.ok(!points.current(cloud, view));
  });

  it('near a place are all that are there', () => {
    const coordinate = fc.double({ min: -6, max: 6, noNaN: true });
    const places = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 40 });
    const side = fromTheSide();
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }), (all, x, y) => {
        const points = new ScreenPoints();
        points.refresh(cloudOf(...all), side);
        const found = new Set<number>();
        points.near(x, y, 30, (index) => found.add(index));
        for (const [index, place] of all.entries()) {
          const seen = project(side, place);
          const isNear = Math.abs(seen.x - x) < 29.9 && Math.abs(seen.y - y) < 29.9;
          if (seen.depth > side.near && isNear) assert.ok(found.has(index), `${index}`);
        }
      }),
    );
  });
});
