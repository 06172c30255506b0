import { interpolate, length, subtract, type Vector3 } from './vector';

/** A box along the axes. */
export interface Box {
  readonly min: Vector3;
  readonly max: Vector3;
}

/** So many values tell the quantiles well enough. */
const sampled = 4096;
/** What lies outside these quantiles may be an outlier. */
const tail = 0.005;
/** How far, in spans between the quantiles, the box reaches beyond them for the points that are there. */
const reach = 0.35;
/** A box thinner than this share of its longest edge is widened to it. */
const thinnest = 0.2;
const margin = 0.04;

const unitBox: Box = { min: [-1, -1, -1], max: [1, 1, 1] };

/**
 * A box around n x 3 positions that a few outliers don't blow up: between the minimum and the maximum, but at most
 * `reach` beyond the outer quantiles. Flat axes (all values equal) stay flat only where `flat` says so.
 */
export function robustBounds(positions: Float32Array, flat: readonly boolean[]): Box {
  const ranges = [0, 1, 2].map((axis) => (flat[axis] ? null : axisRange(positions, axis)));
  const longest = Math.max(0, ...ranges.map((range) => (range ? range[1] - range[0] : 0)));
  if (longest === 0 && ranges.every((range) => range === null || !Number.isFinite(range[0]))) {
    return {
      min: flatten(unitBox.min, flat),
      max: flatten(unitBox.max, flat),
    };
  }
  const span = longest || 2;
  const edges = ranges.map((range): readonly [number, number] => {
    if (!range) return [0, 0];
    const middle = (range[0] + range[1]) / 2;
    const half = Math.max(range[1] - range[0], span * thinnest) / 2 + span * margin;
    return [middle - half, middle + half];
  });
  return {
    min: [edges[0][0], edges[1][0], edges[2][0]],
    max: [edges[0][1], edges[1][1], edges[2][1]],
  };
}

function flatten(corner: Vector3, flat: readonly boolean[]): Vector3 {
  return [flat[0] ? 0 : corner[0], flat[1] ? 0 : corner[1], flat[2] ? 0 : corner[2]];
}

/** Null where no value is finite. */
function axisRange(positions: Float32Array, axis: number): readonly [number, number] | null {
  const count = positions.length / 3;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = axis; i < positions.length; i += 3) {
    const value = positions[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  const stride = Math.max(1, Math.floor(count / sampled));
  const sample = new Float32Array(Math.ceil(count / stride));
  let kept = 0;
  for (let i = 0; i < count; i += stride) {
    const value = positions[3 * i + axis];
    if (Number.isFinite(value)) sample[kept++] = value;
  }
  if (kept === 0) return [low, high];
  const sorted = sample.subarray(0, kept).sort();
  const lower = sorted[Math.floor(tail * (kept - 1))];
  const upper = sorted[Math.ceil((1 - tail) * (kept - 1))];
  const beyond = (upper - lower) * reach;
  return upper > lower ? [Math.max(low, lower - beyond), Math.min(high, upper + beyond)] : [low, high];
}

export function centre({ min, max }: Box): Vector3 {
  return interpolate(min, max, 0.5);
}

/** Radius of the sphere around the box. */
export function radius({ min, max }: Box): number {
  return length(subtract(max, min)) / 2;
}

export function interpolateBox(a: Box, b: Box, t: number): Box {
  return { min: interpolate(a.min, b.min, t), max: interpolate(a.max, b.max, t) };
}
