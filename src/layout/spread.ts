import type { LayoutParams } from '../protocol/layout';
import { fillNormal, random } from '../random';

type Method = LayoutParams['kind'];

/**
 * The half width of a first layout: UMAP's edges begin to pull at once; t-SNE's points come out of nearly one place (Kobak, Berens
 * 2019), and PaCMAP's of nearly one.
 */
const halfWidths: Readonly<Record<Method, number>> = { umap: 10, tsne: 3e-4, pacmap: 0.01 };
/** The deviation of the noise, as a share of that. */
const noise = 1e-4;

/**
 * Where a descent begins, n x 3: positions scaled to so much at most, with a little noise, which parts duplicates. In two
 * dimensions the third coordinates are 0.
 * @param initial n x 3, of any scale
 */
export function spreadOut(initial: Float32Array, dims: 2 | 3, seed: number, method: Method): Float32Array {
  let largest = 0;
  for (let i = 0; i < initial.length; i++) if (i % 3 < dims) largest = Math.max(largest, Math.abs(initial[i]));
  const halfWidth = halfWidths[method];
  return withNoise(initial, largest > 0 ? halfWidth / largest : 0, noise * halfWidth, dims, seed);
}

/** A layout to go on from, as it is: only duplicates are parted. */
export function goOn(initial: Float32Array, dims: 2 | 3, seed: number): Float32Array {
  return withNoise(initial, 1, noise * halfWidths.umap, dims, seed);
}

function withNoise(initial: Float32Array, scale: number, deviation: number, dims: 2 | 3, seed: number): Float32Array {
  const result = fillNormal(new Float32Array(initial.length), random(seed, 0));
  for (let i = 0; i < result.length; i++) result[i] = i % 3 < dims ? deviation * result[i] + scale * initial[i] : 0;
  return result;
}
