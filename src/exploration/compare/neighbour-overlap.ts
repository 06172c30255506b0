import type { Neighbours } from '../../layout/neighbours';

/** A mean over examples, and its standard error. */
export interface MeanOverlap {
  readonly value: number;
  readonly error: number;
}

/**
 * Of each example the share of its k nearest neighbours under one model that are also among those under another: 1 where the
 * neighbourhood is the same, about k / (n - 1) by chance. NaN where no neighbour is at a finite distance.
 */
export function neighbourOverlap(one: Neighbours, other: Neighbours): Float32Array {
  const { k } = one;
  const shares = new Float32Array(one.indices.length / k);
  for (let point = 0; point < shares.length; point++) {
    const nearest = one.indices.subarray(point * k, (point + 1) * k).filter(isThere);
    const others = new Set(other.indices.subarray(point * k, (point + 1) * k).filter(isThere));
    shares[point] = others.size > 0 ? nearest.filter((index) => others.has(index)).length / k : Number.NaN;
  }
  return shares;
}

/** Null where nothing is known of any. */
export function meanOverlap(shares: Float32Array): MeanOverlap | null {
  const known = shares.filter((share) => !Number.isNaN(share));
  if (known.length === 0) return null;
  const value = known.reduce((sum, share) => sum + share, 0) / known.length;
  const squares = known.reduce((sum, share) => sum + (share - value) ** 2, 0);
  return { value, error: known.length > 1 ? Math.sqrt(squares / (known.length - 1) / known.length) : Number.NaN };
}

function isThere(index: number): boolean {
  return index >= 0;
}
