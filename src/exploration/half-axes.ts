import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { dot, type Layout } from './projection';

export type Basis = Layout['basis'];

/** B diag(sigma), 3 x latent, of a posterior with a diagonal covariance. @param logVars [latent] */
export function byDeviations(basis: Basis, logVars: Float32Array): readonly Float64Array[] {
  return basis.map((axis) => axis.map((value, j) => value * Math.exp(logVars[j] / 2)));
}

/** B L, 3 x latent, of a posterior with the covariance L L^T. @param factor L, row by row. */
export function byFactor(basis: Basis, factor: Float32Array): readonly Float64Array[] {
  return basis.map((axis) => {
    const { length } = axis;
    const shown = new Float64Array(length);
    for (let j = 0; j < length; j++) {
      if (axis[j] === 0) continue;
      for (let k = 0; k < length; k++) shown[k] += axis[j] * factor[j * length + k];
    }
    return shown;
  });
}

/** M of F F^T = M M^T: the eigenvectors as columns, each as long as the root of its eigenvalue, the longest first. @param shown F, 3 x latent */
export function halfAxes(shown: readonly Float64Array[]): readonly number[] {
  const covariance = new Matrix(shown.map((one) => shown.map((other) => dot(one, other))));
  if (!covariance.to1DArray().every(Number.isFinite)) return Array(9).fill(Number.NaN);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  return [0, 1, 2]
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a])
    .flatMap((column) => {
      // Rounding makes 0 a little less than that.
      const length = Math.sqrt(Math.max(0, realEigenvalues[column]));
      return eigenvectorMatrix.getColumn(column).map((value) => length * value);
    });
}
