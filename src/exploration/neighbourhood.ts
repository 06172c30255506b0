import type { Neighbours } from '../layout/neighbours';

/**
 * The mean distance (Euclidean, in the latent space) of each point to its nearest ones: small where points are dense. NaN for
 * one that has none.
 */
export function meanDistances({ k, indices, distances }: Neighbours): Float32Array {
  return overNeighbours(indices.length / k, k, indices, (at) => distances[at]);
}

/**
 * The share of each point's nearest ones whose label is another than its own. Of points without a label, and of those whose
 * nearest ones have none, it is NaN; nearest ones without a label do not count.
 */
export function disagreement({ k, indices }: Neighbours, labels: ArrayLike<number>): Float32Array {
  const differs = (at: number, point: number) => {
    const [own, other] = [labels[point], labels[indices[at]]];
    return hasLabel(own) && hasLabel(other) ? Number(own !== other) : Number.NaN;
  };
  return overNeighbours(indices.length / k, k, indices, differs);
}

function hasLabel(code: number): boolean {
  return code >= 0;
}

/** The mean of what is said of each neighbour that is there; NaN says nothing. */
function overNeighbours(
  points: number,
  k: number,
  indices: Int32Array,
  value: (at: number, point: number) => number,
): Float32Array {
  const result = new Float32Array(points);
  for (let point = 0, at = 0; point < points; point++) {
    let [sum, count] = [0, 0];
    for (let end = at + k; at < end; at++) {
      if (indices[at] < 0) continue;
      const said = value(at, point);
      if (Number.isNaN(said)) continue;
      sum += said;
      count++;
    }
    result[point] = count > 0 ? sum / count : Number.NaN;
  }
  return result;
}
