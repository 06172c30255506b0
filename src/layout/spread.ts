import { fillNormal, random } from '../random';

/** The half width of a first layout, and the deviation of its noise. */
const halfWidth = 10;
const noise = 1e-3;

/**
 * Where a descent begins, n x 3: positions scaled to 10 at most, with a little noise, which parts duplicates. In two
 * dimensions the third coordinates are 0.
 * @param initial n x 3, of any scale
 */
export function spreadOut(initial: Float32Array, dims: 2 | 3, seed: number): Float32Array {
  let largest = 0;
  for (let i = 0; i < initial.length; i++) if (i % 3 < dims) largest = Math.max(largest, Math.abs(initial[i]));
  return withNoise(initial, largest > 0 ? halfWidth / largest : 0, dims, seed);
}

/** A layout to go on from, as it is: only duplicates are parted. */
export function goOn(initial: Float32Array, dims: 2 | 3, seed: number): Float32Array {
  return withNoise(initial, 1, dims, seed);
}

function withNoise(initial: Float32Array, scale: number, dims: 2 | 3, seed: number): Float32Array {
  const result = fillNormal(new Float32Array(initial.length), random(seed, 0));
  for (let i = 0; i < result.length; i++) result[i] = i % 3 < dims ? noise * result[i] + scale * initial[i] : 0;
  return result;
}
