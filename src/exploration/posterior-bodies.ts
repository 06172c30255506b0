import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { LoadedModel } from '../compute';
import { inBatches } from '../training/encoding';
import { dot, type Layout } from './projection';

type Basis = Layout['basis'];

/**
 * The half axes of the posteriors of some examples as a projection shows them, examples x 9, as `PosteriorBodies` has them.
 * @param places Of the examples, among the values of the data set.
 */
export async function bodiesOf(
  { model, computation }: LoadedModel,
  places: Int32Array,
  basis: Basis,
): Promise<Float32Array> {
  const axes = new Float32Array(9 * places.length);
  const { latent } = model.config;
  const isFull = model.config.posterior?.name === 'full-covariance';
  await inBatches(places.length, (begin, end) => {
    const some = places.subarray(begin, end);
    const spreads = isFull ? computation.choleskyFactors(some) : computation.encode(some).logVars;
    if (!spreads) throw new Error('This posterior has no spread');
    const width = isFull ? latent * latent : latent;
    for (let row = 0; row < some.length; row++) {
      const own = spreads.subarray(row * width, (row + 1) * width);
      const shown = isFull ? byFactor(basis, own) : byDeviations(basis, own);
      axes.set(halfAxes(shown), 9 * (begin + row));
    }
  });
  return axes;
}

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
