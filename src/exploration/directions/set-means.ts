import { rowsOf } from '../placement';
import { type Codes, centre } from '../projection';

/** Those of some examples whose code is all numbers. */
export function finiteOf({ means, latent }: Codes, indices: Int32Array): Int32Array {
  return indices.filter((index) => {
    for (let at = index * latent; at < (index + 1) * latent; at++) if (!Number.isFinite(means[at])) return false;
    return true;
  });
}

/** The mean of the codes of some examples, [latent]. */
export function meanOf(codes: Codes, indices: Int32Array): Float64Array {
  return centre(rowsOf(codes, indices));
}

export function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, j) => value - b[j]);
}

export function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
