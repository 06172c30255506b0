import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { LatentFrame } from '../protocol/trainer';

type Vector3 = readonly [number, number, number];

/** Codes of all examples at one epoch, examples x latent. */
export interface Codes {
  readonly latent: number;
  readonly means: Float32Array;
}

/** An affine map of the latent space to 3-D with orthonormal (or zero) rows: p = basis (z - origin). */
export interface Layout {
  readonly origin: Float64Array;
  /** 3 rows of `latent` numbers. */
  readonly basis: readonly [Float64Array, Float64Array, Float64Array];
  readonly axes: LatentFrame['axes'];
}

/** The mean of codes. Of those that are no finite numbers none has a say in it: one alone would leave none a place. */
export function centre({ means, latent }: Codes): Float64Array {
  const sum = new Float64Array(latent);
  let examples = 0;
  for (let begin = 0; begin < means.length; begin += latent) {
    if (!isFiniteRow(means, begin, latent)) continue;
    for (let j = 0; j < latent; j++) sum[j] += means[begin + j];
    examples++;
  }
  return sum.map((value) => value / (examples || 1));
}

/** Cov = E[(z - E z)(z - E z)^T], latent x latent, over all codes that are finite. */
export function covariance({ means, latent }: Codes, mean: Float64Array): Matrix {
  const matrix = new Float64Array(latent * latent);
  const row = new Float64Array(latent);
  let examples = 0;
  for (let begin = 0; begin < means.length; begin += latent) {
    if (!isFiniteRow(means, begin, latent)) continue;
    for (let j = 0; j < latent; j++) row[j] = means[begin + j] - mean[j];
    for (let j = 0; j < latent; j++) for (let k = j; k < latent; k++) matrix[j * latent + k] += row[j] * row[k];
    examples++;
  }
  const result = Matrix.zeros(latent, latent);
  for (let j = 0; j < latent; j++) {
    for (let k = j; k < latent; k++) {
      const value = matrix[j * latent + k] / (examples || 1);
      result.set(j, k, value);
      result.set(k, j, value);
    }
  }
  return result;
}

function isFiniteRow(values: Float32Array, begin: number, length: number): boolean {
  for (let at = begin; at < begin + length; at++) if (!Number.isFinite(values[at])) return false;
  return true;
}

/** Three latent axes as they are; -1 leaves an axis of the view empty. */
export function axesLayout(latent: number, axes: readonly number[]): Layout {
  const unit = (axis: number) => Float64Array.from({ length: latent }, (_, j) => (j === axis ? 1 : 0));
  const shown = axes.map((axis) => (axis >= 0 && axis < latent ? axis : -1));
  return {
    origin: new Float64Array(latent),
    basis: [unit(shown[0]), unit(shown[1]), unit(shown[2])],
    axes: shown.map((axis) => (axis < 0 ? {} : { latent: axis })),
  };
}

/** Turns of the subspace iteration from one epoch's components towards the next one's. */
const followingTurns = 4;

/**
 * The three directions of largest variance, or, from those of `previous`, directions on the way there. Components of
 * similar variance are arbitrary within their plane, and their order changes: taken afresh each epoch, the points would
 * be mirrored and thrown about, where so they glide.
 */
export function pcaLayout(codes: Codes, previous: Layout | null): Layout {
  const origin = centre(codes);
  const spread = covariance(codes, origin);
  const [x, y, z] = previous ? followComponents(previous.basis, spread) : principalComponents(spread);
  const basis = [x, y, z] as const;
  return { origin, basis, axes: shares(basis, spread) };
}

/** The share of the variance of codes along each axis. */
export function varianceShares(basis: Layout['basis'], codes: Codes): readonly { readonly variance: number }[] {
  return shares(basis, covariance(codes, centre(codes)));
}

/** The share of the variance along each axis. */
export function shares(basis: Layout['basis'], spread: Matrix): readonly { readonly variance: number }[] {
  const total = spread.trace() || 1;
  return basis.map((axis) => ({ variance: dot(axis, multiply(spread, axis)) / total }));
}

/** The three leading eigenvectors of a covariance, the first first; of fewer dimensions, zeros in the place of those that lack. */
export function principalComponents(spread: Matrix): readonly Float64Array[] {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(spread, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, column) => column).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const component = (place: number) =>
    place < order.length ? Float64Array.from(eigenvectorMatrix.getColumn(order[place])) : new Float64Array(spread.rows);
  return [component(0), component(1), component(2)];
}

/**
 * Subspace iteration, S <- orthonormalise(C S) from S = B, turns the space of the axes towards that of the leading
 * eigenvectors of C. Of all bases of that space the one nearest to B is taken: U V^T S, with B S^T = U D V^T (Procrustes).
 */
export function followComponents(basis: readonly Float64Array[], spread: Matrix): readonly Float64Array[] {
  let space: readonly Float64Array[] = basis;
  for (let turn = 0; turn < followingTurns; turn++) {
    const done: Float64Array[] = [];
    for (const axis of space) done.push(orthonormalise(multiply(spread, axis), done, axis));
    space = done;
  }
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(
    new Matrix(basis.map((axis) => space.map((other) => dot(axis, other)))),
  );
  const rotation = leftSingularVectors.mmul(rightSingularVectors.transpose());
  return basis.map((own, row) =>
    own.map((_, i) => space.reduce((sum, axis, column) => sum + rotation.get(row, column) * axis[i], 0)),
  );
}

/** The part of `vector` that is orthogonal to `others`, with length 1 (Gram-Schmidt); `otherwise` if there is none. */
export function orthonormalise(
  vector: Float64Array,
  others: readonly Float64Array[],
  otherwise: Float64Array,
): Float64Array {
  const rest = Float64Array.from(vector);
  for (const other of others) {
    const along = dot(rest, other);
    for (let i = 0; i < rest.length; i++) rest[i] -= along * other[i];
  }
  const length = Math.sqrt(dot(rest, rest));
  return length > 1e-12 * Math.sqrt(dot(vector, vector)) && length > 0
    ? rest.map((value) => value / length)
    : otherwise;
}

export function multiply(matrix: Matrix, vector: Float64Array): Float64Array {
  return vector.map((_, row) => {
    let sum = 0;
    for (let column = 0; column < vector.length; column++) sum += matrix.get(row, column) * vector[column];
    return sum;
  });
}

/** examples x 3: p = basis (z - origin). */
export function project(codes: Codes, { origin, basis }: Layout): Float32Array {
  const { means, latent } = codes;
  const examples = means.length / latent;
  const offsets = basis.map((axis) => dot(axis, origin));
  const positions = new Float32Array(examples * 3);
  for (let i = 0; i < examples; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const direction = basis[axis];
      let sum = -offsets[axis];
      for (let j = 0; j < latent; j++) sum += direction[j] * means[i * latent + j];
      positions[i * 3 + axis] = sum;
    }
  }
  return positions;
}

/** The code closest to `base` that is shown at `position`: z = base + basis^T (p - basis (base - origin)). */
export function unproject(position: Vector3, { origin, basis }: Layout, base: ArrayLike<number>): Float32Array {
  const z = Float32Array.from(base);
  basis.forEach((axis, i) => {
    let shown = 0;
    for (let j = 0; j < axis.length; j++) shown += axis[j] * (base[j] - origin[j]);
    for (let j = 0; j < axis.length; j++) z[j] += axis[j] * (position[i] - shown);
  });
  return z;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
