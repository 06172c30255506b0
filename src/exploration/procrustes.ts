import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { rowsOf } from './placement';
import { type Codes, centre } from './projection';

/** How codes a, rows x p, are brought onto codes b of the same examples, rows x q: a becomes (a - from) R + to. */
export interface Procrustes {
  /** R, p x q: orthogonal where p = q (a rotation or a reflection), else with orthonormal rows or columns. */
  readonly rotation: Matrix;
  /** By which factor a would be stretched besides, where it may be: tr D / ||A||^2. It is no part of R. */
  readonly scale: number;
  /** Means of a and of b, over the rows that are compared. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** How alike the two then are, from 0 to 1: tr D / (||A|| ||B||), the m of Jackson 1995; 1 - m^2 is the disparity. */
  readonly correlation: number;
}

/**
 * The orthogonal map that brings one set of codes nearest to another, min ||A R - B||_F over centred A and B: R = U V^T
 * with A^T B = U D V^T (Schönemann 1966). Of spaces with different dimensions the smaller one is taken to have zeros in
 * those that it lacks (Gower and Dijksterhuis 2004). Rows with a value that is no number, as of a model that diverged,
 * are left out; where nothing is in common, R leaves every dimension as it is.
 * @throws RangeError where a and b have different numbers of rows.
 */
export function procrustes(a: Codes, b: Codes): Procrustes {
  const rows = finiteRows(a, b);
  const [one, other] = [a, b].map((codes) => rowsOf(codes, rows));
  const [from, to] = [one, other].map((codes) => (rows.length > 0 ? centre(codes) : new Float64Array(codes.latent)));
  const [p, q] = [a.latent, b.latent];
  // Of plain arrays: a matrix's own access checks every index.
  const cross = Array.from({ length: p }, () => new Float64Array(q));
  let [sizeOfA, sizeOfB] = [0, 0];
  for (let row = 0; row < rows.length; row++) {
    for (let k = 0; k < q; k++) sizeOfB += (other.means[row * q + k] - to[k]) ** 2;
    for (let j = 0; j < p; j++) {
      const value = one.means[row * p + j] - from[j];
      sizeOfA += value ** 2;
      for (let k = 0; k < q; k++) cross[j][k] += value * (other.means[row * q + k] - to[k]);
    }
  }
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(new Matrix(cross), {
    autoTranspose: true,
  });
  const common = diagonal.reduce((sum, value) => sum + value, 0);
  return {
    rotation: common > 0 ? leftSingularVectors.mmul(rightSingularVectors.transpose()) : Matrix.eye(p, q),
    scale: common > 0 ? common / sizeOfA : 1,
    from,
    to,
    correlation: common > 0 ? common / Math.sqrt(sizeOfA * sizeOfB) : 0,
  };
}

function finiteRows(a: Codes, b: Codes): Int32Array {
  const count = a.means.length / a.latent;
  if (b.means.length / b.latent !== count) throw new RangeError('Codes of different examples cannot be aligned');
  const isKnown = ({ means, latent }: Codes, row: number) =>
    means.subarray(row * latent, (row + 1) * latent).every(Number.isFinite);
  return Int32Array.from({ length: count }, (_, row) => row).filter((row) => isKnown(a, row) && isKnown(b, row));
}
