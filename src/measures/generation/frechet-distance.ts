import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Estimate } from '../estimate';
import { jackknife } from '../jackknife';
import { countOf, type Points, pointsAt } from '../points';

/**
 * The Frechet distance, squared, of the Gaussians that fit two samples (Dowson & Landau 1982; of features of images Heusel et al. 2017,
 * arXiv 1706.08500, equation 6, where features are of one certain network, which these are not: it is not to be called FID):
 *
 *   |m - m'|^2 + tr(S + S' - 2 (S^(1/2) S' S^(1/2))^(1/2))
 *
 * with means m and covariances S (of n - 1). In the squared unit of the features. Never below 0, and biased upwards, by about p^2 / n of
 * p features at equal n: to be read beside that of the data from other data. Roots by eigen-decompositions of symmetric matrices, whose
 * eigenvalues below 0 are rounding. Costs n p^2 + p^3.
 * @throws RangeError of fewer than two points
 */
export function frechetDistance(a: Points, b: Points): number {
  const [one, other] = [gaussianOf(a), gaussianOf(b)];
  const root = squareRoot(one.covariance);
  const { realEigenvalues } = symmetricEigen(root.mmul(other.covariance).mmul(root));
  const common = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const apart = one.mean.reduce((sum, value, j) => sum + (value - other.mean[j]) ** 2, 0);
  return Math.max(0, apart + one.covariance.trace() + other.covariance.trace() - 2 * common);
}

/** Of equally many of both, with its error by the jackknife of pairs of them. */
export function frechetEstimate(a: Points, b: Points): Estimate {
  const n = Math.min(countOf(a), countOf(b));
  const [distance] = jackknife(n, (rows) => [frechetDistance(pointsAt(a, rows), pointsAt(b, rows))]);
  return distance;
}

interface Gaussian {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

function gaussianOf({ values, dims }: Points): Gaussian {
  const n = values.length / dims;
  if (n < 2) throw new RangeError(`${n} points have no covariance`);
  const mean = new Float64Array(dims);
  for (let i = 0; i < values.length; i++) mean[i % dims] += values[i] / n;
  const sums = new Float64Array(dims * dims);
  const row = new Float64Array(dims);
  for (let begin = 0; begin < values.length; begin += dims) {
    for (let j = 0; j < dims; j++) row[j] = values[begin + j] - mean[j];
    for (let j = 0; j < dims; j++) for (let k = j; k < dims; k++) sums[j * dims + k] += row[j] * row[k];
  }
  const covariance = Matrix.zeros(dims, dims);
  for (let j = 0; j < dims; j++) {
    for (let k = j; k < dims; k++) {
      const value = sums[j * dims + k] / (n - 1);
      covariance.set(j, k, value);
      covariance.set(k, j, value);
    }
  }
  return { mean, covariance };
}

function symmetricEigen(matrix: Matrix): EigenvalueDecomposition {
  // Of products it is symmetric but for rounding.
  const symmetric = Matrix.add(matrix, matrix.transpose()).mul(0.5);
  return new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
}

/** V sqrt(D) V^T of V D V^T. */
function squareRoot(matrix: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = symmetricEigen(matrix);
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}
