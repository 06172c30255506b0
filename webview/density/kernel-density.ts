import { robustBounds } from '../scene/bounds';
import type { Vector3 } from '../scene/vector';

/** Points to be looked at as a whole. */
export interface Scatter {
  /** n x 3; in a plane, z says nothing. */
  readonly positions: Float32Array;
  /** n values, 1 for each point that counts. */
  readonly shown: Uint8Array;
  readonly dims: 2 | 3;
}

/** How dense points are, on a grid of places. */
export interface DensityField {
  /** Places along each axis; one along z in a plane. */
  readonly size: Vector3;
  /** The first place, and how far it is from one to the next. */
  readonly origin: Vector3;
  readonly step: Vector3;
  /** Standard deviation of the kernel. */
  readonly bandwidth: Vector3;
  /** Share of the points per unit of area or volume, x first: the integral over all of space is 1, less what lies outside of the grid. */
  readonly values: Float32Array;
  /** Points that were counted. */
  readonly count: number;
}

interface DensityOptions {
  /** Places along the longest way of each axis. */
  readonly places: number;
  /** Of the bandwidth, against that of Scott's rule. */
  readonly factor?: number;
}

/** The kernel ends so many standard deviations from its middle. */
const kernelReach = 4;

/**
 * Gaussian kernel density estimate on a grid: points are shared among the places around them (linear binning; Wand, 1994,
 * "Fast computation of multivariate kernel estimators"), and these are blurred along one axis after another. The bandwidth is by
 * Scott's rule (1992), h_i = sd_i n^(-1 / (d + 4)), and at least one step of the grid. Of outliers far from all others, those
 * outside of `robustBounds` are left out. Null where there is no point.
 */
export function estimateDensity(scatter: Scatter, { places, factor = 1 }: DensityOptions): DensityField | null {
  const { dims } = scatter;
  const points = shownPoints(scatter);
  if (points.length === 0) return null;
  const box = robustBounds(points, [false, false, dims === 2]);
  const { count, deviation } = spread(points, box.min, box.max);
  const size: Vector3 = [places, places, dims === 3 ? places : 1];
  const origin = [0, 0, 0];
  const step = [1, 1, 1];
  const bandwidth = [0, 0, 0];
  for (let axis = 0; axis < dims; axis++) {
    const scott = factor * deviation[axis] * count ** (-1 / (dims + 4));
    // Room for the kernel of the outermost points.
    const extent = box.max[axis] - box.min[axis] + 2 * kernelReach * scott;
    step[axis] = extent / (places - 1 - 2 * kernelReach);
    origin[axis] = (box.min[axis] + box.max[axis]) / 2 - (step[axis] * (places - 1)) / 2;
    bandwidth[axis] = Math.max(scott, step[axis]);
  }
  const values = new Float32Array(size[0] * size[1] * size[2]);
  deposit(points, values, size, origin, step);
  for (let axis = 0; axis < dims; axis++) blur(values, size, axis, bandwidth[axis] / step[axis]);
  const cell = step[0] * step[1] * step[2];
  for (let i = 0; i < values.length; i++) values[i] /= count * cell;
  return { size, origin: vector(origin), step: vector(step), bandwidth: vector(bandwidth), values, count };
}

function vector([x, y, z]: readonly number[]): Vector3 {
  return [x, y, z];
}

/** m x 3: those that are shown and have a place. */
function shownPoints({ positions, shown, dims }: Scatter): Float32Array {
  const points = new Float32Array(positions.length);
  let next = 0;
  for (let i = 0, j = 0; i < shown.length; i++, j += 3) {
    const z = dims === 3 ? positions[j + 2] : 0;
    if (shown[i] === 0 || !Number.isFinite(positions[j] + positions[j + 1] + z)) continue;
    points[next++] = positions[j];
    points[next++] = positions[j + 1];
    points[next++] = z;
  }
  return points.subarray(0, next);
}

/** How many points are in a box, and their standard deviation along each axis. */
function spread(points: Float32Array, min: Vector3, max: Vector3) {
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  let count = 0;
  const middle = [0, 1, 2].map((axis) => (min[axis] + max[axis]) / 2);
  for (let j = 0; j < points.length; j += 3) {
    if (!within(points, j, min, max)) continue;
    count++;
    for (let axis = 0; axis < 3; axis++) {
      const x = points[j + axis] - middle[axis];
      sum[axis] += x;
      squares[axis] += x * x;
    }
  }
  const deviation = sum.map((total, axis) => Math.sqrt(Math.max(0, squares[axis] / count - (total / count) ** 2)));
  return { count, deviation };
}

function within(points: Float32Array, j: number, min: Vector3, max: Vector3): boolean {
  for (let axis = 0; axis < 3; axis++) if (points[j + axis] < min[axis] || points[j + axis] > max[axis]) return false;
  return true;
}

/** Adds each point to the places around it, more to those that are nearer: one in sum. */
function deposit(
  points: Float32Array,
  values: Float32Array,
  [across, down, deep]: Vector3,
  origin: readonly number[],
  step: readonly number[],
): void {
  for (let j = 0; j < points.length; j += 3) {
    const x = (points[j] - origin[0]) / step[0];
    const y = (points[j + 1] - origin[1]) / step[1];
    const z = deep > 1 ? (points[j + 2] - origin[2]) / step[2] : 0;
    const [i, k, l] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    if (i < 0 || i >= across - 1 || k < 0 || k >= down - 1 || l < 0 || (deep > 1 && l >= deep - 1)) continue;
    const [u, v, w] = [x - i, y - k, z - l];
    const at = (l * down + k) * across + i;
    const put = (to: number, share: number) => {
      values[to] += share * (1 - u) * (1 - v);
      values[to + 1] += share * u * (1 - v);
      values[to + across] += share * (1 - u) * v;
      values[to + across + 1] += share * u * v;
    };
    put(at, 1 - w);
    if (w > 0) put(at + across * down, w);
  }
}

/** Along one axis, by a Gaussian of so many steps, in place. */
function blur(values: Float32Array, size: Vector3, axis: number, deviation: number): void {
  const reach = Math.ceil(kernelReach * deviation);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-(((i - reach) / deviation) ** 2) / 2),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const length = size[axis];
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const line = new Float64Array(length + 2 * reach);
  for (let start = 0; start < values.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue;
    let some = false;
    for (let i = 0; i < length; i++) {
      const value = values[start + i * stride];
      line[reach + i] = value;
      if (value !== 0) some = true;
    }
    // Most lines of a volume are empty.
    if (!some) continue;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
      values[start + i * stride] = sum / total;
    }
  }
}

/** The place of a grid nearest to a point, by its number; -1 outside. */
export function placeOf({ size, origin, step }: DensityField, x: number, y: number, z: number): number {
  const i = Math.round((x - origin[0]) / step[0]);
  const k = Math.round((y - origin[1]) / step[1]);
  const l = size[2] > 1 ? Math.round((z - origin[2]) / step[2]) : 0;
  const inside = i >= 0 && i < size[0] && k >= 0 && k < size[1] && l >= 0 && l < size[2];
  return inside ? (l * size[1] + k) * size[0] + i : -1;
}
