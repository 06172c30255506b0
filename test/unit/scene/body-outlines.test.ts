import assert from 'node:assert/strict';
import { bodyOutlines } from '../../../webview/scene/bodies/body-outlines';
import { project } from '../../../webview/scene/projection';
import type { Vector3 } from '../../../webview/scene/vector';
import { bits, cloudOf, fromTheSide } from './scene-builders';

const view = fromTheSide();
const bodiesAt = (places: readonly Vector3[], axes: readonly number[]) => ({
  indices: Int32Array.from(places.keys()),
  centres: Float32Array.from(places.flat()),
  axes: Float32Array.from(places.flatMap(() => axes)),
});
const piecesOf = (...of: Parameters<typeof bodyOutlines>) =>
  bodyOutlines(...of).flatMap((shape) => (shape.kind === 'lines' ? [...shape.pieces] : []));

describe('the outline of a body', () => {
  it('goes round all that is seen of a small ellipsoid, and no further', () => {
    const centre: Vector3 = [0.4, 0.2, -0.3];
    const axes = [0.06, 0.02, 0, -0.01, 0.03, 0.01, 0.002, -0.006, 0.02];
    const outline = piecesOf(view, bodiesAt([centre], axes), cloudOf(centre), 10);
    const middle = project(view, centre);
    const reachTowards = (x: number, y: number) => {
      let [of, own] = [0, 0];
      for (let i = 0; i < outline.length; i += 2) {
        of = Math.max(of, (outline[i] - middle.x) * x + (outline[i + 1] - middle.y) * y);
      }
      // Points of the surface, by brute force.
      for (let a = 0; a < 60; a++) {
        for (let b = 0; b <= 30; b++) {
          const [phi, theta] = [(a * Math.PI) / 30, (b * Math.PI) / 30];
          const u = [Math.cos(phi) * Math.sin(theta), Math.sin(phi) * Math.sin(theta), Math.cos(theta)];
          const at = [0, 1, 2].map(
            (row) => centre[row] + u.reduce((sum, v, column) => sum + axes[3 * column + row] * v, 0),
          );
          const seen = project(view, at as unknown as Vector3);
          own = Math.max(own, (seen.x - middle.x) * x + (seen.y - middle.y) * y);
        }
      }
      return { of, own };
    };
    for (let i = 0; i < 12; i++) {
      const { of, own } = reachTowards(Math.cos((i * Math.PI) / 6), Math.sin((i * Math.PI) / 6));
      assert.ok(own > 2 && Math.abs(of / own - 1) < 0.05, `${of} against ${own}`);
    }
  });

  it('is not there of points that are hidden, nowhere or behind the camera', () => {
    const places: Vector3[] = [
      [0, 0, 0],
      [0.1, 0, 0],
      [Number.NaN, 0, 0],
      [60, 40, 70],
    ];
    const cloud = cloudOf(...places);
    const bodies = bodiesAt(places, [0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1]);
    const one = piecesOf(view, bodiesAt(places.slice(0, 1), [0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1]), cloud, 10).length;
    assert.equal(piecesOf(view, bodies, cloud, 10).length, 2 * one);
    cloud.setVisible(bits(0, 1, 1, 1));
    assert.equal(piecesOf(view, bodies, cloud, 10).length, one);
  });

  it('is drawn of so many at most, evenly spread', () => {
    const places = Array.from({ length: 100 }, (_, i): Vector3 => [0.01 * i, 0, 0]);
    const cloud = cloudOf(...places);
    const bodies = bodiesAt(places, [0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1]);
    const each = piecesOf(view, bodiesAt(places.slice(0, 1), [0.1, 0, 0, 0, 0.1, 0, 0, 0, 0.1]), cloud, 1).length;
    const drawn = piecesOf(view, bodies, cloud, 10);
    assert.equal(drawn.length, 10 * each);
    const last = project(view, places[90]);
    const near = drawn.slice(9 * each);
    const middle = near.filter((_, i) => i % 4 === 0).reduce((a, b) => a + b) / (near.length / 4);
    assert.ok(Math.abs(middle - last.x) < 1);
  });
});
