import type { Neighbours } from './neighbours';

/** A symmetric weighted graph, the edges of each vertex one after another (CSR): both directions of each edge are there. */
export interface Graph {
  /** n + 1: where the edges of a vertex begin. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array;
}

/**
 * The graph in which each point is joined to its neighbours, and to those whose neighbour it is.
 * @param own n x k: what each neighbour weighs for a point.
 * @param mixed The weight of an edge, by those of its two ends; 0 for the end that is no neighbour of the other. Symmetric.
 */
export function symmetrised(
  { k, indices }: Neighbours,
  own: Float32Array,
  mixed: (weight: number, back: number) => number,
): Graph {
  const n = indices.length / k;
  const counts = new Int32Array(n + 1);
  for (const index of indices) counts[index + 1]++;
  for (let row = 0; row < n; row++) counts[row + 1] += counts[row];
  // The same edges by where they lead: the rows of the transpose.
  const sources = new Int32Array(indices.length);
  const backs = new Float32Array(indices.length);
  const next = counts.slice();
  for (let row = 0, at = 0; row < n; row++) {
    for (let i = 0; i < k; i++, at++) {
      const place = next[indices[at]]++;
      sources[place] = row;
      backs[place] = own[at];
    }
  }
  const offsets = new Int32Array(n + 1);
  const targets = new Int32Array(2 * indices.length);
  const weights = new Float32Array(2 * indices.length);
  const placeOf = new Int32Array(n).fill(-1);
  let count = 0;
  for (let row = 0; row < n; row++) {
    const first = count;
    for (let at = row * k; at < (row + 1) * k; at++) {
      placeOf[indices[at]] = count;
      targets[count] = indices[at];
      weights[count++] = own[at];
    }
    // Those of one's own whose other end has this point among its neighbours, too, are mixed; the rest stand alone.
    const isMixed = new Uint8Array(k);
    for (let at = counts[row]; at < counts[row + 1]; at++) {
      const place = placeOf[sources[at]];
      const back = backs[at];
      if (place >= first) {
        weights[place] = mixed(weights[place], back);
        isMixed[place - first] = 1;
      } else {
        targets[count] = sources[at];
        weights[count++] = mixed(0, back);
      }
    }
    for (let i = 0; i < k; i++) if (isMixed[i] === 0) weights[first + i] = mixed(weights[first + i], 0);
    for (let i = first; i < count; i++) placeOf[targets[i]] = -1;
    offsets[row + 1] = count;
  }
  return { offsets, targets: targets.slice(0, count), weights: weights.slice(0, count) };
}
