import type { ColumnValues } from '../../../protocol/data';
import { breathe, type Task } from '../../../task';
import type { Generated, Generator } from './generator';
import { Random } from './random';
import { fillPolygon, type Point } from './raster';

const size = 32;
const scales = [0.5, 2 / 3, 5 / 6, 1];
const orientations = 10;
const steps = 10;
/** Distance, in pixels, from the edge to the outermost centres: the largest shape just fits. */
const margin = 8;
const curveParts = 24;

const square: readonly Point[] = [
  [-5, -5],
  [5, -5],
  [5, 5],
  [-5, 5],
];
/** Points of a circle by the rational parametrisation ((1 - t^2) / (1 + t^2), 2t / (1 + t^2)), a quarter at a time. */
const ellipse: readonly Point[] = Array.from({ length: 4 * curveParts }, (_, i) => {
  const t = (i % curveParts) / curveParts;
  let [x, y] = [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  for (let quarter = Math.floor(i / curveParts); quarter > 0; quarter--) [x, y] = [-y, x];
  return [7 * x, 3.6 * y];
});
const rightOfHeart: readonly Point[] = [
  ...bezier([0, -3.2], [1.2, -6.8], [7.6, -6.6], [6.8, -1.4]),
  ...bezier([6.8, -1.4], [6.3, 1.8], [2.4, 4], [0, 6.8]),
];
const heart: readonly Point[] = [
  ...rightOfHeart,
  [0, 6.8],
  ...rightOfHeart
    .slice(1)
    .reverse()
    .map(([x, y]): Point => [-x, y]),
];

const outlines = { square, ellipse, heart };
const names = Object.keys(outlines) as (keyof typeof outlines)[];
/** cos and sin of 36 degrees, from square roots alone. */
const turn: Point = [(1 + Math.sqrt(5)) / 4, Math.sqrt(10 - 2 * Math.sqrt(5)) / 4];

/**
 * After dSprites (Matthey et al. 2017): every combination of shape, scale, orientation, x and y, once, in a shuffled
 * order, so that the first examples are a fair sample. 12,000 images of 32 x 32 grey bytes. The true factors are kept
 * as columns: scale from 0.5 to 1, orientation in degrees from 0 to 324, x and y from 0 to 1.
 *
 * As in dSprites, orientation is a factor that the picture does not always tell: a square looks the same after every
 * 90 degrees and an ellipse after every 180, so that each of their pictures here occurs twice (orientations 180
 * degrees apart). Only the heart shows its orientation fully.
 */
export const shapes: Generator = {
  name: 'shapes',
  examples: names.length * scales.length * orientations * steps * steps,
  shape: [size, size, 1],
  columns: [
    { name: 'shape', role: 'label', type: 'category', categories: names },
    ...['scale', 'orientation', 'x', 'y'].map((name) => ({ name, role: 'factor', type: 'numeric' }) as const),
  ],
  async generate(examples: number, task: Task): Promise<Generated> {
    const pixels = new Uint8Array(examples * size * size);
    const columns: ColumnValues[] = shapes.columns.map((column) => ({ ...column, values: new Float32Array(examples) }));
    const order = new Random(1).order(shapes.examples);
    const rotated = rotations();
    for (let i = 0; i < examples; i++) {
      if (i % 1000 === 0) {
        await breathe(task.signal);
        task.onProgress?.(i / examples);
      }
      let rest = order[i];
      const next = (count: number) => {
        const value = rest % count;
        rest = (rest - value) / count;
        return value;
      };
      const [y, x, orientation, scale, shape] = [
        next(steps),
        next(steps),
        next(orientations),
        next(scales.length),
        rest,
      ];
      const [left, top] = [x, y].map((step) => margin + ((size - 2 * margin) * step) / (steps - 1));
      const outline = rotated[shape][orientation].map(
        ([px, py]): Point => [left + scales[scale] * px, top + scales[scale] * py],
      );
      fillPolygon(pixels.subarray(i * size * size, (i + 1) * size * size), size, outline);
      const factors = [shape, scales[scale], (360 / orientations) * orientation, x / (steps - 1), y / (steps - 1)];
      factors.forEach((factor, column) => {
        columns[column].values[i] = factor;
      });
    }
    return { pixels, columns };
  },
};

/** Every outline in every orientation. */
function rotations(): Point[][][] {
  return names.map((name) => {
    let [cos, sin] = [1, 0];
    return Array.from({ length: orientations }, () => {
      const outline = outlines[name].map(([x, y]): Point => [cos * x - sin * y, sin * x + cos * y]);
      [cos, sin] = [cos * turn[0] - sin * turn[1], sin * turn[0] + cos * turn[1]];
      return outline;
    });
  });
}

/** (1-t)^3 a + 3 (1-t)^2 t b + 3 (1-t) t^2 c + t^3 d, without its last point. */
function bezier(a: Point, b: Point, c: Point, d: Point): Point[] {
  return Array.from({ length: curveParts }, (_, i) => {
    const t = i / curveParts;
    const s = 1 - t;
    const mix = (axis: 0 | 1) =>
      s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
    return [mix(0), mix(1)];
  });
}
