import assert from 'node:assert/strict';
import { findClusters, groupPlaces, noCluster } from '../../../webview/density/clusters';
import { contour, contours, levelsOf } from '../../../webview/density/contours';
import { hazeOf } from '../../../webview/density/haze';
import { type DensityField, estimateDensity, type Scatter } from '../../../webview/density/kernel-density';
import { randomBits } from '../../../webview/scene/shuffle';

/** Round heaps of normal points: so many each, around places, of a standard deviation. */
function heaps(
  dims: 2 | 3,
  ...parts: readonly { count: number; at: readonly [number, number, number]; deviation: number }[]
): Scatter {
  const next = randomBits(5);
  const uniform = () => (next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const positions = parts.flatMap(({ count, at, deviation }) =>
    Array.from({ length: count }, () => at.map((x, axis) => (axis < dims ? x + deviation * normal() : 0))),
  );
  return { positions: Float32Array.from(positions.flat()), shown: new Uint8Array(positions.length).fill(1), dims };
}

function fieldOf(scatter: Scatter, places = scatter.dims === 2 ? 128 : 64, factor = 1): DensityField {
  const field = estimateDensity(scatter, { places, factor });
  assert.ok(field);
  return field;
}

function integral({ values, step }: DensityField): number {
  return values.reduce((sum, value) => sum + value, 0) * step[0] * step[1] * step[2];
}

const normal2 = heaps(2, { count: 40_000, at: [3, -1, 0], deviation: 2 });

describe('the density of points', () => {
  it('is of all points together 1, in a plane and in space', () => {
    assert.ok(Math.abs(integral(fieldOf(normal2)) - 1) < 1e-3);
    const space = heaps(
      3,
      { count: 5000, at: [0, 0, 0], deviation: 1 },
      { count: 5000, at: [9, 1, 2], deviation: 0.4 },
    );
    assert.ok(Math.abs(integral(fieldOf(space)) - 1) < 1e-3);
  });

  it('is for normal points that of a normal distribution widened by the kernel, whose width is by Scott’s rule', () => {
    const field = fieldOf(normal2);
    const scott = 2 * 40_000 ** (-1 / 6);
    assert.ok(Math.abs(field.bandwidth[0] / scott - 1) < 0.03, `${field.bandwidth[0]}, ${scott}`);
    const peak = 1 / (2 * Math.PI * (4 + scott ** 2));
    assert.ok(Math.abs(Math.max(...field.values) / peak - 1) < 0.05, `${Math.max(...field.values)}, ${peak}`);
  });

  it('counts no point that is hidden or nowhere, and is not thrown off by one that is far away', () => {
    const { positions, shown } = heaps(2, { count: 4000, at: [0, 0, 0], deviation: 1 });
    const whole = fieldOf({ positions: positions.slice(0, 6000), shown: shown.slice(0, 2000), dims: 2 });
    const half = shown.map((_, i) => (i < 2000 ? 1 : 0));
    const some = Float32Array.from(positions, (x, j) => (j === 3 * 3000 ? Number.NaN : x));
    assert.deepEqual(fieldOf({ positions: some, shown: half, dims: 2 }).values, whole.values);
    const far = Float32Array.from(positions.slice(0, 6000), (x, j) => (j === 0 ? 1e6 : x));
    const widened = fieldOf({ positions: far, shown: shown.slice(0, 2000), dims: 2 });
    assert.ok(widened.step[0] < 1.5 * whole.step[0]);
  });

  it('is there for one point, and for points in one place; without points there is none', () => {
    const one = { positions: Float32Array.of(5, 5, 5), shown: Uint8Array.of(1), dims: 3 } as const;
    assert.ok(Math.abs(integral(fieldOf(one)) - 1) < 1e-3);
    const same = { positions: new Float32Array(300).fill(2), shown: new Uint8Array(100).fill(1), dims: 2 } as const;
    assert.ok(Math.abs(integral(fieldOf(same)) - 1) < 1e-3);
    assert.equal(estimateDensity({ ...one, shown: Uint8Array.of(0) }, { places: 64 }), null);
  });
});

describe('lines around dense regions', () => {
  it('go round the parts of the points that they say: circles, where points are normal', () => {
    const field = fieldOf(normal2);
    const variance = 4 + field.bandwidth[0] * field.bandwidth[1];
    for (const { share, pieces } of contours(field, [0.3, 0.5, 0.9])) {
      const radius = Math.sqrt(-2 * variance * Math.log(1 - share));
      assert.ok(pieces.length > 100);
      let sum = 0;
      for (let i = 0; i < pieces.length; i += 2) {
        const distance = Math.hypot(pieces[i] - 3, pieces[i + 1] + 1);
        assert.ok(Math.abs(distance / radius - 1) < 0.15, `${share}: ${distance}, ${radius}`);
        sum += distance;
      }
      assert.ok(Math.abs((2 * sum) / pieces.length / radius - 1) < 0.03);
      let within = 0;
      for (let i = 0; i < normal2.positions.length; i += 3) {
        if (Math.hypot(normal2.positions[i] - 3, normal2.positions[i + 1] + 1) < radius) within++;
      }
      assert.ok(Math.abs(within / 40_000 - share) < 0.02);
    }
  });

  it('are closed: each end is the beginning of another piece', () => {
    const scatter = heaps(2, { count: 500, at: [0, 0, 0], deviation: 1 }, { count: 500, at: [4, 0, 0], deviation: 1 });
    for (const { pieces } of contours(fieldOf(scatter))) {
      const ends = new Map<string, number>();
      for (let i = 0; i < pieces.length; i += 2) {
        const key = `${pieces[i].toFixed(4)} ${pieces[i + 1].toFixed(4)}`;
        ends.set(key, (ends.get(key) ?? 0) + 1);
      }
      assert.ok(ends.size > 0 && [...ends.values()].every((count) => count % 2 === 0));
    }
  });

  it('part or join at a saddle as its middle says', () => {
    const square = (values: readonly number[]): DensityField => ({
      size: [2, 2, 1],
      origin: [0, 0, 0],
      step: [1, 1, 1],
      bandwidth: [1, 1, 0],
      values: Float32Array.from(values),
      count: 1,
    });
    const lines = (values: readonly number[]) => {
      const found = contour(square(values), 1);
      return Array.from({ length: found.length / 4 }, (_, i) => [...found.slice(4 * i, 4 * i + 4)]);
    };
    // Around the corner at 0, 0 and the opposite one, apart.
    for (const [x, y, u, v] of lines([1.5, 0, 0, 1.5])) assert.ok(x + y < 1 === u + v < 1, `${[x, y, u, v]}`);
    // Joined: the lines cut off the two other corners.
    for (const [x, y, u, v] of lines([3, 0, 0, 3])) assert.ok(x - y < 0 === u - v < 0, `${[x, y, u, v]}`);
    assert.equal(lines([1.5, 0, 0, 1.5]).length, 2);
    assert.equal(lines([3, 0, 0, 3]).length, 2);
  });
});

describe('clusters', () => {
  const four = heaps(
    3,
    { count: 4000, at: [0, 0, 0], deviation: 1 },
    { count: 2000, at: [8, 0, 0], deviation: 0.5 },
    { count: 1000, at: [0, 8, 0], deviation: 1 },
    { count: 500, at: [0, 0, 8], deviation: 0.7 },
  );

  it('are the heaps there are, the largest first, each at its densest place', () => {
    const { clusters, of } = findClusters(four, fieldOf(four, 96, 0.5));
    assert.equal(clusters.length, 4);
    const middles = [
      [0, 0, 0],
      [8, 0, 0],
      [0, 8, 0],
      [0, 0, 8],
    ];
    for (const [i, { place, size }] of clusters.entries()) {
      assert.ok(Math.hypot(...place.map((x, axis) => x - middles[i][axis])) < 0.6, `${place}`);
      assert.ok(Math.abs(size / [4000, 2000, 1000, 500][i] - 1) < 0.02, `${size}`);
    }
    assert.equal(of[10], 0);
    assert.equal(of[4010], 1);
    assert.equal(clusters[1].size, of.filter((cluster) => cluster === 1).length);
  });

  it('are as many as there are: one of one heap, and of none', () => {
    for (const dims of [2, 3] as const) {
      const one = heaps(dims, { count: 20_000, at: [1, 1, 1], deviation: 3 });
      assert.equal(findClusters(one, fieldOf(one, dims === 2 ? 256 : 96, 0.5)).clusters.length, 1);
    }
    const pair = { positions: Float32Array.of(0, 0, 0, 1, 1, 1), shown: Uint8Array.of(1, 1), dims: 2 } as const;
    const few = findClusters(pair, fieldOf(pair));
    assert.equal(few.clusters.length, 0);
    assert.deepEqual([...few.of], [noCluster, noCluster]);
  });

  it('may have any form: a ring around a heap is one', () => {
    const { positions } = heaps(2, { count: 6000, at: [0, 0, 0], deviation: 0.5 });
    const ringed = positions.map((x, j) => {
      const i = Math.floor(j / 3);
      if (i < 3000 || j % 3 === 2) return x;
      const angle = (2 * Math.PI * i) / 3000;
      return 0.4 * x + 6 * (j % 3 === 0 ? Math.cos(angle) : Math.sin(angle));
    });
    const scatter = { positions: ringed, shown: new Uint8Array(6000).fill(1), dims: 2 } as const;
    const { clusters, of } = findClusters(scatter, fieldOf(scatter, 256, 0.5));
    assert.deepEqual(
      clusters.map(({ size }) => Math.round(size / 100)),
      [30, 30],
    );
    assert.equal(new Set(of.slice(0, 3000)).size, 1);
  });

  it('of groups that are given are where each is densest, as far as it is shown', () => {
    const groups = Float32Array.from({ length: 7500 }, (_, i) => (i < 4000 ? 7 : i < 6000 ? -1 : i < 7000 ? 2 : 3));
    const shown = Uint8Array.from(four.shown, (_, i) => (i < 7200 ? 1 : 0));
    const places = groupPlaces({ ...four, shown }, groups, (own) => estimateDensity(own, { places: 40 }));
    assert.deepEqual(
      places.map(({ group, size }) => [group, size]),
      [
        [7, 4000],
        [2, 1000],
        [3, 200],
      ],
    );
    assert.ok(Math.hypot(places[1].place[0], places[1].place[1] - 8, places[1].place[2]) < 0.8, `${places[1].place}`);
  });
});

describe('a haze', () => {
  it('is as dense as the densest way through says, and holds nearly all points', () => {
    const field = fieldOf(heaps(3, { count: 8000, at: [1, 2, 3], deviation: 1 }), 40);
    const { places, weights } = hazeOf(field);
    assert.ok(weights.length > 500 && weights.length < 40 ** 3 / 4, `${weights.length}`);
    const middle = [0, 0, 0];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < places.length; i++) middle[i % 3] += (places[i] * weights[Math.floor(i / 3)]) / total;
    assert.ok(Math.hypot(middle[0] - 1, middle[1] - 2, middle[2] - 3) < 0.1, `${middle}`);
    const columns = new Map<string, number>();
    for (let i = 0; i < weights.length; i++) {
      const key = `${places[3 * i]} ${places[3 * i + 1]}`;
      columns.set(key, (columns.get(key) ?? 0) + weights[i]);
    }
    assert.ok(Math.abs(Math.max(...columns.values()) - 1) < 0.02);
    assert.ok(levelsOf(field, [0.5])[0] > levelsOf(field, [0.9])[0]);
  });
});
