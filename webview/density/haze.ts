import { levelsOf } from './contours';
import type { DensityField } from './kernel-density';

/** A density in space as soft balls, to be seen through. */
export interface Haze {
  /** m x 3. */
  readonly places: Float32Array;
  /** m shares: what a ray straight through the middle of a ball meets, against one through the densest place of all. */
  readonly weights: Float32Array;
  /** Standard deviation of each ball. */
  readonly radius: number;
}

/** The part of all points that is within the haze: beyond, there is nearly nothing. */
const held = 0.99;

/** A ball for each place of the grid that has any density to speak of. */
export function hazeOf(field: DensityField): Haze {
  const { values, size, origin, step } = field;
  const [least] = levelsOf(field, [held]);
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] >= least && values[i] > 0) kept.push(i);
  const places = new Float32Array(3 * kept.length);
  const weights = new Float32Array(kept.length);
  const densest = densestColumn(field);
  kept.forEach((i, n) => {
    places[3 * n] = origin[0] + (i % size[0]) * step[0];
    places[3 * n + 1] = origin[1] + (Math.floor(i / size[0]) % size[1]) * step[1];
    places[3 * n + 2] = origin[2] + Math.floor(i / (size[0] * size[1])) * step[2];
    weights[n] = values[i] / densest;
  });
  return { places, weights, radius: Math.cbrt(step[0] * step[1] * step[2]) * 0.8 };
}

/** The largest sum along the third axis. */
function densestColumn({ values, size }: DensityField): number {
  const columns = new Float64Array(size[0] * size[1]);
  for (let i = 0; i < values.length; i++) columns[i % columns.length] += values[i];
  return columns.reduce((most, sum) => Math.max(most, sum), 0);
}
