import type { ColumnValues } from '../../../protocol/data';
import { breathe, type Task } from '../../../task';
import type { Generated, Generator } from './generator';
import { digitGlyphs, type Stroke } from './glyphs';
import { Random } from './random';
import { drawLine, type Point } from './raster';

const size = 28;
const partsPerSpan = 6;
/** How far, in the unit box, a point strays from its place in the glyph: one standard deviation. */
const jitter = 0.028;

/**
 * 10,000 handwritten-looking digits of 28 x 28 grey bytes, ink on zero as in MNIST: for each a way to write it, with
 * its pen points jittered, slanted, turned, stretched, and drawn with a pen of random width. The labels follow each
 * other 0, 1, … 9, so that the first examples are a fair sample.
 */
export const digits: Generator = {
  name: 'digits',
  examples: 10_000,
  shape: [size, size, 1],
  columns: [{ name: 'digit', role: 'label', type: 'category', categories: digitGlyphs.map((_, digit) => `${digit}`) }],
  async generate(examples: number, task: Task): Promise<Generated> {
    const pixels = new Uint8Array(examples * size * size);
    const labels: ColumnValues = { ...digits.columns[0], values: new Float32Array(examples) };
    const random = new Random(2);
    for (let i = 0; i < examples; i++) {
      if (i % 1000 === 0) {
        await breathe(task.signal);
        task.onProgress?.(i / examples);
      }
      const digit = i % digitGlyphs.length;
      const glyphs = digitGlyphs[digit];
      labels.values[i] = digit;
      drawDigit(pixels.subarray(i * size * size, (i + 1) * size * size), glyphs[random.below(glyphs.length)], random);
    }
    return { pixels, columns: [labels] };
  },
};

function drawDigit(image: Uint8Array, glyph: readonly Stroke[], random: Random): void {
  const place = writer(random);
  const strokes = glyph.map((stroke) => penPath(stroke, place));
  const all = strokes.flat();
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = random.between(16.5, 19.5) / Math.max(right - left, bottom - top);
  const [centreX, centreY] = [size / 2 + 0.7 * random.normal(), size / 2 + 0.7 * random.normal()];
  const pen = random.between(1.7, 3.3);
  for (const stroke of strokes) {
    const path = stroke.map(
      ([x, y]): Point => [centreX + scale * (x - (left + right) / 2), centreY + scale * (y - (top + bottom) / 2)],
    );
    let width = pen;
    for (let i = 1; i < path.length; i++) {
      width += 0.2 * (pen - width) + 0.06 * random.normal();
      drawLine(image, size, path[i - 1], path[i], width);
    }
  }
}

/** A hand: where it puts a point of the box. The same point of a glyph always comes to the same place. */
function writer(random: Random): (x: number, y: number) => Point {
  const t = 0.07 * random.normal();
  const [cos, sin] = [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  const slant = 0.12 + 0.16 * random.normal();
  const stretch = random.between(0.62, 1);
  const places: { readonly x: number; readonly y: number; readonly place: Point }[] = [];
  return (x, y) => {
    const known = places.find((placed) => placed.x === x && placed.y === y);
    if (known) return known.place;
    const py = y - 0.5 + jitter * random.normal();
    const px = stretch * (x - 0.5 + jitter * random.normal()) - slant * py;
    const place: Point = [cos * px - sin * py, sin * px + cos * py];
    places.push({ x, y, place });
    return place;
  };
}

/** The pen's way through a stroke as a chain of short lines; smooth but for the corners. */
function penPath(stroke: Stroke, place: (x: number, y: number) => Point): Point[] {
  const path: Point[] = [];
  let smooth: Point[] = [];
  stroke.forEach(([x, y, corner], i) => {
    const point = place(x, y);
    smooth.push(point);
    if (i > 0 && (corner || i === stroke.length - 1)) {
      path.push(...splineThrough(smooth));
      smooth = [point];
    }
  });
  return [...path, smooth[smooth.length - 1]];
}

/** Catmull-Rom through the points, without the last. */
function splineThrough(points: readonly Point[]): Point[] {
  const last = points.length - 1;
  const spline: Point[] = [];
  for (let i = 0; i < last; i++) {
    const [ax, ay] = points[Math.max(0, i - 1)];
    const [bx, by] = points[i];
    const [cx, cy] = points[i + 1];
    const [dx, dy] = points[Math.min(last, i + 2)];
    for (let part = 0; part < partsPerSpan; part++) {
      const t = part / partsPerSpan;
      spline.push([catmullRom(ax, bx, cx, dx, t), catmullRom(ay, by, cy, dy, t)]);
    }
  }
  return spline;
}

/** From b at t = 0 to c at 1, with the slopes of a to c and of b to d. */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
}
