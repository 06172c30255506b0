import assert from 'node:assert/strict';
import { fairOrder } from '../../../webview/scene/fair-order';
import { drawsInSoftware } from '../../../webview/scene/graphics';
import { project } from '../../../webview/scene/projection';
import { PackedPoints } from '../../../webview/scene/raster/packed-points';
import { Raster, type RasterView } from '../../../webview/scene/raster/raster';
import { hazeAt } from '../../../webview/scene/scene-renderer';
import { fromTheFront } from './scene-builders';

const view = fromTheFront();
const look: RasterView = {
  view,
  mix: 1,
  scale: { reach: 100, smallest: 1, largest: 36 },
  fog: { near: 0, far: 1, strength: 0 },
  background: [0, 0, 0],
  limit: Number.POSITIVE_INFINITY,
};
const red = [250, 10, 20];
const blue = [10, 20, 250];

function packed(places: readonly (readonly number[])[], colours: readonly (readonly number[])[]): PackedPoints {
  const points = new PackedPoints();
  points.setPositions(null, Float32Array.from(places.flat()));
  points.setColours(Uint8Array.from(colours.flatMap((colour) => [...colour, 0])));
  return points;
}

/** What is drawn, and the colour at a place in space as it is seen; null: nothing is there. */
function drawn(draw: (raster: Raster) => void): {
  at(place: readonly [number, number, number]): number[] | null;
  area: number;
} {
  const raster = new Raster();
  raster.resize(view.width, view.height, new ArrayBuffer(4 * view.width * view.height));
  raster.clear();
  draw(raster);
  return {
    at(place) {
      const { x, y } = project(view, place);
      const pixel = raster.pixels[Math.floor(y) * view.width + Math.floor(x)];
      return pixel === 0 ? null : [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
    },
    area: raster.pixels.reduce((sum, pixel) => sum + (pixel === 0 ? 0 : 1), 0),
  };
}

describe('the haze at a depth', () => {
  it('grows from near to far, and is none where all is at one depth', () => {
    const fog = { near: 2, far: 4, strength: 0.5 };
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((depth) => hazeAt(fog, depth)),
      [0, 0, 0.125, 0.5, 0.5],
    );
    assert.equal(hazeAt({ near: 3, far: 3, strength: 0.5 }, 3), 0);
  });
});

describe('points drawn by the processor', () => {
  it('are discs of their size and colour at their places', () => {
    const points = packed([[1, 0.5, 0]], [red]);
    const { at, area } = drawn((raster) => raster.drawPoints(points, look, 1));
    assert.deepEqual(at([1, 0.5, 0]), red);
    assert.equal(at([0, 0, 0]), null);
    // 100 / 10 pixels across.
    assert.ok(Math.abs(area - Math.PI * 25) < 8, `${area}`);
  });

  it('hide what is behind them, in whatever order they come', () => {
    for (const [near, far] of [
      [0, 1],
      [1, 0],
    ]) {
      const places = [near, far].map((order) => (order === 0 ? [0, 0, 2] : [0, 0, -2]));
      const colours = [near, far].map((order) => (order === 0 ? red : blue));
      assert.deepEqual(drawn((raster) => raster.drawPoints(packed(places, colours), look, 1)).at([0, 0, 0]), red);
    }
  });

  it('are not drawn where they are hidden, behind the camera, beside the view or beyond the limit', () => {
    const points = packed(
      [
        [0, 0, 0],
        [0, 0, 12],
        [90, 0, 0],
        [2, 0, 0],
      ],
      [red, red, red, blue],
    );
    points.setShown(Uint8Array.of(0, 1, 1, 1));
    const { at, area } = drawn((raster) => raster.drawPoints(points, look, 1));
    assert.equal(at([0, 0, 0]), null);
    assert.deepEqual(at([2, 0, 0]), blue);
    assert.ok(area < 90);
    assert.equal(drawn((raster) => raster.drawPoints(points, { ...look, limit: 0 }, 1)).area, 0);
  });

  it('are cut off at the edge of the view', () => {
    const edges = [-4.58, 4.58].flatMap((x) => [-3.44, 3.44].map((y) => [x, y, 0]));
    const { area } = drawn((raster) =>
      raster.drawPoints(
        packed(
          edges,
          edges.map(() => red),
        ),
        look,
        1,
      ),
    );
    assert.ok(area > 0 && area < 4 * 78);
  });

  it('fade with depth', () => {
    const fog = { near: 6, far: 14, strength: 0.5 };
    const points = packed(
      [
        [-1, 0, 3.9],
        [1, 0, -3.9],
      ],
      [red, red],
    );
    const { at } = drawn((raster) => raster.drawPoints(points, { ...look, fog }, 1));
    assert.deepEqual(at([-1, 0, 3.9]), red);
    const faded = at([1, 0, -3.9]) as number[];
    assert.ok(faded[0] > 120 && faded[0] < 140, `${faded}`);
  });

  it('are on their way while they glide', () => {
    const points = packed([[0, 0, 0]], [red]);
    points.setPositions(Float32Array.of(-2, 0, 0), Float32Array.of(2, 0, 0));
    const { at } = drawn((raster) => raster.drawPoints(points, { ...look, mix: 0.75 }, 1));
    assert.deepEqual(at([1, 0, 0]), red);
    assert.equal(at([2, 0, 0]), null);
  });

  it('hide diamonds behind them, and are hidden by those before them', () => {
    const scale = { reach: 300, smallest: 8, largest: 36 };
    for (const depth of [-1, 1]) {
      const { at } = drawn((raster) => {
        raster.drawPoints(packed([[0, 0, 0]], [red]), look, 1);
        raster.drawDiamonds(Float32Array.of(0, 0, depth), [200, 200, 200], { ...look, scale }, 1);
      });
      assert.deepEqual(at([0, 0, 0]), depth < 0 ? red : [200, 200, 200]);
    }
  });
});

describe('many points in the order in which they are drawn', () => {
  const count = 30_000;
  /** A dense ball at the origin, and ten points far from it and from each other. */
  const positions = Float32Array.from({ length: 3 * count }, (_, i) =>
    i < 30 ? 8 * Math.sin(1.7 * i + 0.3) : 0.05 * Math.sin(i * i * 0.731),
  );

  it('are each there once, always in the same order', () => {
    const order = fairOrder(positions);
    assert.deepEqual(
      order.toSorted(),
      Uint32Array.from({ length: count }, (_, i) => i),
    );
    assert.deepEqual(fairOrder(positions), order);
  });

  it('begin with those in sparse places', () => {
    const first = new Set(fairOrder(positions).subarray(0, 4000));
    for (let index = 0; index < 10; index++) assert.ok(first.has(index), `${index}`);
  });

  it('end with those that have no place', () => {
    const some = positions.slice();
    some[3 * 700] = Number.NaN;
    assert.equal(fairOrder(some)[count - 1], 700);
  });

  it('keep their colours, and what is hidden', () => {
    const points = new PackedPoints();
    points.setPositions(null, positions);
    points.setColours(Uint8Array.from({ length: 4 * count }, (_, i) => (i >> 2) % 251));
    points.setShown(Uint8Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 0 : 1)));
    const order = fairOrder(positions);
    // An order takes its time to be found: until it is here, evenly spread points stand for all.
    assert.deepEqual([...points.to.subarray(0, 30)], [...positions.subarray(0, 30)]);
    assert.equal(points.tints[7] & 255, 7);
    assert.equal(points.step(count), 1);
    assert.equal(points.step(count / 6), 4);
    points.setOrder(order);
    assert.equal(points.step(count / 6), 1);
    for (const k of [0, 5, 999, count - 1]) {
      assert.equal(points.to[3 * k], positions[3 * order[k]]);
      assert.equal(points.tints[k] & 255, order[k] % 251);
    }
    assert.equal(points.visible?.length, count - count / 3);
    assert.ok(points.visible?.every((k) => order[k] % 3 !== 0));
  });

  it('go from one order to another, while they glide and without the data', () => {
    const points = new PackedPoints();
    const from = positions.map((place) => place - 1);
    points.setPositions(from, positions);
    points.setColours(Uint8Array.from({ length: 4 * count }, (_, i) => (i >> 2) % 251));
    points.setShown(Uint8Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 0 : 1)));
    const fair = fairOrder(positions);
    for (const order of [fair, fair.toReversed(), null, fair]) {
      points.setOrder(order);
      const index = (k: number) => (order ? order[k] : k);
      for (const k of [0, 5, 999, count - 1]) {
        assert.equal(points.to[3 * k + 1], positions[3 * index(k) + 1]);
        assert.equal(points.from[3 * k + 2], from[3 * index(k) + 2]);
        assert.equal(points.tints[k] & 255, index(k) % 251);
      }
      assert.ok(points.visible?.every((k) => index(k) % 3 !== 0));
    }
    points.setPositions(null, from);
    assert.equal(points.from, points.to);
    assert.equal(points.to[3 * 5], from[3 * fair[5]]);
    points.setPositions(null, positions.subarray(0, 30));
    assert.deepEqual([...points.to], [...positions.subarray(0, 30)]);
  });
});

describe('a graphics driver', () => {
  it('is told from a program on the processor by its name', () => {
    for (const name of [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'llvmpipe (LLVM 15.0.7, 256 bits)',
      'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
      'Apple Software Renderer',
    ]) {
      assert.ok(drawsInSoftware(name), name);
    }
    for (const name of [
      'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060, OpenGL 4.5)',
      'Mesa Intel(R) UHD Graphics 620',
      'Apple M2',
      '',
    ]) {
      assert.ok(!drawsInSoftware(name), name);
    }
  });
});
