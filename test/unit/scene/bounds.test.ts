import assert from 'node:assert/strict';
import { centre, interpolateBox, radius, robustBounds } from '../../../webview/scene/bounds';
import { backWalls, labelEdges } from '../../../webview/scene/box-walls';
import { firstDirection, framing, straightOn } from '../../../webview/scene/framing';
import { project, viewpoint } from '../../../webview/scene/projection';
import { randomBits } from '../../../webview/scene/shuffle';
import { spreadStrip } from '../../../webview/scene/strip';
import type { Vector3 } from '../../../webview/scene/vector';
import { near } from './scene-builders';

const solid = [false, false, false];

/** n points, uniform in a box of half the given edges around the origin. */
function uniform(count: number, edges: Vector3): Float32Array {
  const next = randomBits(3);
  return Float32Array.from({ length: 3 * count }, (_, i) => (next() / 2 ** 32 - 0.5) * edges[i % 3]);
}

describe('the box around the points', () => {
  it('holds them all where none is far off', () => {
    const points = uniform(2000, [4, 2, 6]);
    const { min, max } = robustBounds(points, solid);
    for (let i = 0; i < points.length; i++) assert.ok(points[i] >= min[i % 3] && points[i] <= max[i % 3]);
    assert.ok(max[0] - min[0] < 4.8 && max[1] - min[1] < 2.8 && max[2] - min[2] < 7.2);
  });

  it('is not blown up by outliers', () => {
    const points = uniform(2000, [4, 4, 4]);
    points.set([1e6, -1e6, 500], 3 * 77);
    assert.ok(radius(robustBounds(points, solid)) < 8);
  });

  it('ignores points without a place', () => {
    const points = uniform(100, [2, 2, 2]);
    points.set([Number.NaN, Number.POSITIVE_INFINITY, 0], 30);
    assert.ok(radius(robustBounds(points, solid)) < 3);
  });

  it('has some size for no points, one point, and points in one place', () => {
    for (const points of [[], [5, 5, 5], [1, 1, 1, 1, 1, 1], [Number.NaN, 0, 0]]) {
      const size = radius(robustBounds(Float32Array.from(points), solid));
      assert.ok(Number.isFinite(size) && size > 0, `${points}: ${size}`);
    }
    assert.ok(near(centre(robustBounds(Float32Array.of(5, 6, 7), solid)), [5, 6, 7]));
  });

  it('widens an axis along which nothing varies, but not one that is absent', () => {
    const points = uniform(500, [10, 4, 0]);
    assert.ok(robustBounds(points, solid).max[2] > 0.5);
    const flat = robustBounds(points, [false, false, true]);
    assert.deepEqual([flat.min[2], flat.max[2]], [0, 0]);
  });

  it('mixes into another', () => {
    const box = interpolateBox({ min: [0, 0, 0], max: [2, 2, 2] }, { min: [-2, 0, 0], max: [4, 2, 2] }, 0.5);
    assert.deepEqual(box, { min: [-1, 0, 0], max: [3, 2, 2] });
  });
});

describe('framing', () => {
  const box = { min: [-3, -1, -2], max: [1, 2, 2] } as const;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((bits): Vector3 => {
    const pick = (axis: number) => ((bits >> axis) & 1 ? box.max : box.min)[axis];
    return [pick(0), pick(1), pick(2)];
  });

  it('shows the whole box, on wide and narrow views', () => {
    for (const [width, height] of [
      [1200, 600],
      [600, 600],
      [300, 900],
    ]) {
      const { position, target } = framing(box, firstDirection, false, width / height);
      const view = viewpoint(position, target, { width, height, near: 0.01 });
      for (const corner of corners) {
        const { x, y, depth } = project(view, corner);
        assert.ok(depth > 0 && x > 0 && x < width && y > 0 && y < height, `${corner} is at ${x}, ${y}`);
      }
    }
  });

  it('fills a flat view with a flat box', () => {
    const flat = { min: [-3, -1, 0], max: [1, 2, 0] } as const;
    const { position, target } = framing(flat, straightOn, true, 800 / 600);
    const view = viewpoint(position, target, { width: 800, height: 600, near: 0.01 });
    const low = project(view, flat.min);
    const high = project(view, flat.max);
    assert.ok(low.x > 0 && high.x < 800 && high.y > 0 && low.y < 600);
    assert.ok(high.x - low.x > 0.75 * 800 || low.y - high.y > 0.75 * 600);
  });
});

describe('the walls of the box', () => {
  const box = { min: [-1, -1, -1], max: [1, 1, 1] } as const;

  it('are those behind the points, and fade where they are seen edge-on', () => {
    const walls = backWalls(box, [3, 0, -4]);
    assert.deepEqual(
      walls.map(({ axis, side }) => [axis, side]),
      [
        [0, 0],
        [1, 0],
        [2, 1],
      ],
    );
    assert.equal(walls[1].strength, 0);
    assert.ok(walls[2].strength > 0.9);
  });

  it('carry labels along edges that touch exactly one of them', () => {
    for (const eye of [
      [3, 2, 4],
      [-3, 2, 4],
      [3, -2, -4],
      [-3, 2, -4],
    ] as const) {
      const walls = backWalls(box, eye);
      const view = viewpoint(eye, [0, 0, 0], { width: 800, height: 600, near: 0.1 });
      for (const { axis, from, to } of labelEdges(box, walls, view.right)) {
        assert.equal(to[axis] - from[axis], 2);
        const touched = walls.filter((wall) => wall.axis !== axis && from[wall.axis] === (wall.side ? 1 : -1));
        assert.equal(touched.length, 1, `axis ${axis} from ${eye}`);
      }
    }
  });

  it('have the upright axis at the left', () => {
    for (const eye of [
      [3, 2, 4],
      [-3, 2, 4],
      [3, 2, -4],
      [-3, 2, -4],
    ] as const) {
      const view = viewpoint(eye, [0, 0, 0], { width: 800, height: 600, near: 0.1 });
      const upright = labelEdges(box, backWalls(box, eye), view.right)[1];
      const edges = [-1, 1].flatMap((x) => [-1, 1].map((z) => project(view, [x, -1, z]).x));
      assert.ok(Math.abs(project(view, upright.from).x - Math.min(...edges)) < 1e-9, `from ${eye}`);
    }
  });
});

describe('points on a line', () => {
  it('spread along y as they are dense, and keep x and z', () => {
    const line = new Float32Array(3 * 3000);
    const next = randomBits(5);
    const random = () => next() / 2 ** 32;
    for (let i = 0; i < line.length; i += 3) line[i] = i < 8000 ? random() * 0.5 : 2 + random() * 4;
    const spread = spreadStrip(line);
    const widest = (low: number, high: number) => {
      let most = 0;
      for (let i = 0; i < line.length; i += 3) {
        if (line[i] >= low && line[i] < high) most = Math.max(most, Math.abs(spread[i + 1]));
      }
      return most;
    };
    assert.ok(widest(0.1, 0.4) > 5 * widest(3, 5));
    for (let i = 0; i < line.length; i += 3) assert.deepEqual([spread[i], spread[i + 2]], [line[i], line[i + 2]]);
    assert.deepEqual(spreadStrip(line), spread);
  });

  it('stay where they are if they are all in one place', () => {
    assert.deepEqual([...spreadStrip(Float32Array.of(1, 0, 0, 1, 0, 0))], [1, 0, 0, 1, 0, 0]);
  });
});
