import { randomBits } from './shuffle';

const bins = 96;
/** Height of the strip where the points are densest, as a share of its length. */
const height = 0.28;

/**
 * Spreads points that have only an x along y, as wide as they are dense there, so that they can be seen and pointed
 * at (a sina plot). Returns n x 3 positions; every point keeps its share of the width from call to call.
 */
export function spreadStrip(positions: Float32Array): Float32Array {
  const spread = positions.slice();
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < positions.length; i += 3) {
    if (positions[i] < low) low = positions[i];
    if (positions[i] > high) high = positions[i];
  }
  if (!(high > low)) return spread;
  const binOf = (x: number) => Math.min(bins - 1, Math.max(0, Math.floor(((x - low) / (high - low)) * bins)));
  const density = new Float64Array(bins);
  for (let i = 0; i < positions.length; i += 3) {
    if (Number.isFinite(positions[i])) density[binOf(positions[i])]++;
  }
  const smooth = density.map((_, i) => {
    let sum = 0;
    for (let j = -3; j <= 3; j++) sum += (4 - Math.abs(j)) * (density[i + j] ?? 0);
    return sum;
  });
  const densest = Math.max(...smooth);
  const next = randomBits(1);
  for (let i = 0; i < positions.length; i += 3) {
    const share = next() / 2 ** 32 - 0.5;
    if (!Number.isFinite(positions[i])) continue;
    spread[i + 1] = share * (smooth[binOf(positions[i])] / densest) * height * (high - low);
  }
  return spread;
}
