import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { LatentFrame, Projection } from '../protocol/trainer';

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

export function centre({ means, latent }: Codes): Float64Array {
  const sum = new Float64Array(latent);
  for (let i = 0; i < means.length; i++) sum[i % latent] += means[i];
  return sum.map((value) => value / (means.length / latent));
}

/** Cov = E[(z - E z)(z - E z)^T], latent x latent. */
export function covariance({ means, latent }: Codes, mean: Float64Array): Matrix {
  const matrix = new Float64Array(latent * latent);
  const row = new Float64Array(latent);
  for (let begin = 0; begin < means.length; begin += latent) {
    for (let j = 0; j < latent; j++) row[j] = means[begin + j] - mean[j];
    for (let j = 0; j < latent; j++) for (let k = j; k < latent; k++) matrix[j * latent + k] += row[j] * row[k];
  }
  const examples = means.length / latent;
  const result = Matrix.zeros(latent, latent);
  for (let j = 0; j < latent; j++) {
    for (let k = j; k < latent; k++) {
      const value = matrix[j * latent + k] / examples;
      result.set(j, k, value);
      result.set(k, j, value);
    }
  }
  return result;
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

/**
 * The three directions of largest variance. The order and signs of principal components are arbitrary: they follow
 * `previous` as closely as they can, so that points glide from epoch to epoch instead of being mirrored.
 */
export function pcaLayout(codes: Codes, previous: Layout | null): Layout {
  const { latent } = codes;
  const origin = centre(codes);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance(codes, origin), {
    assumeSymmetric: true,
  });
  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0) || 1;
  const components = realEigenvalues
    .map((value, column) => ({
      variance: Math.max(value, 0) / total,
      direction: Float64Array.from(eigenvectorMatrix.getColumn(column)),
    }))
    .sort((a, b) => b.variance - a.variance)
    .slice(0, 3);
  while (components.length < 3) components.push({ variance: 0, direction: new Float64Array(latent) });
  const [x, y, z] = previous ? follow(components, previous) : components;
  return {
    origin,
    basis: [x.direction, y.direction, z.direction],
    axes: [x, y, z].map(({ variance }) => ({ variance })),
  };
}

interface Component {
  readonly variance: number;
  readonly direction: Float64Array;
}

/** Gives each axis of `previous` the component most along it, in its direction. */
function follow(components: readonly Component[], previous: Layout): readonly Component[] {
  const left = [...components];
  return previous.basis.map((axis) => {
    const along = left.map(({ direction }) => dot(axis, direction));
    const best = along.reduce((best, value, i) => (Math.abs(value) > Math.abs(along[best]) ? i : best), 0);
    const [component] = left.splice(best, 1);
    return along[best] < 0 ? { ...component, direction: component.direction.map((value) => -value) } : component;
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

export function layoutFor(codes: Codes, projection: Projection, previous: Layout | null): Layout {
  return projection.kind === 'pca' ? pcaLayout(codes, previous) : axesLayout(codes.latent, projection.axes);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
