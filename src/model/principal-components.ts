import * as tf from '@tensorflow/tfjs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { fillNormal, random } from '../random';

/** Of some examples: `components` are orthonormal, the one of largest variance first. */
export interface PrincipalComponents {
  /** [features]. */
  readonly mean: Float32Array;
  /** count x features. */
  readonly components: Float32Array;
  /** The examples' variance along each component. */
  readonly variances: Float64Array;
  /** The mean of the variances along all other directions of the space. */
  readonly rest: number;
}

/** Tells these draws from others. */
const directionsSeed = 0x9ca;

/** Directions looked for beside those wanted, and turns of the iteration: the spectra of images fall slowly. */
const oversampling = 16;
const turns = 4;

/**
 * The leading principal components of `rows`, [examples, features], by a randomised subspace iteration (Halko, Martinsson
 * & Tropp 2011, arXiv 0909.4061, algorithm 4.4): S <- orthonormalise(X X^T S), from directions that the seed draws. Exact
 * where there are hardly more examples than components. There are at most examples - 1.
 */
export function principalComponents(rows: tf.Tensor2D, wanted: number, seed: number): PrincipalComponents {
  const [examples, features] = rows.shape;
  const width = Math.min(wanted + oversampling, examples);
  const count = Math.min(wanted, examples - 1, features);
  const engine = tf.engine();
  engine.startScope();
  try {
    const mean = tf.mean<tf.Tensor1D>(rows, 0);
    const centred: tf.Tensor2D = tf.sub(rows, mean);
    const drawn = fillNormal(new Float32Array(examples * width), random(seed, directionsSeed));
    let space = tf.tensor2d(drawn, [examples, width]);
    for (let turn = 0; turn < turns; turn++) {
      space = orthonormalised(tf.matMul(centred, tf.matMul(centred, space, true)));
    }
    const projected: tf.Tensor2D = tf.matMul(space, centred, true);
    const { values, vectors } = eigen(tf.matMul(projected, projected, false, true));
    const leading = [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, count);
    const variances = Float64Array.from(leading, (place) => Math.max(0, values[place]) / examples);
    const rotation = leading.flatMap((place) => {
      const length = Math.sqrt(Math.max(values[place], Number.MIN_VALUE));
      return vectors.getColumn(place).map((value) => value / length);
    });
    const components = tf.matMul(tf.tensor2d(rotation, [count, width]), projected);
    const [total] = tf.sum(tf.mean(tf.square(centred), 0)).dataSync();
    const explained = variances.reduce((sum, value) => sum + value, 0);
    return {
      mean: Float32Array.from(mean.dataSync()),
      components: Float32Array.from(components.dataSync()),
      variances,
      rest: Math.max(0, total - explained) / Math.max(1, features - count),
    };
  } finally {
    engine.endScope();
  }
}

function eigen(symmetric: tf.Tensor2D): { readonly values: readonly number[]; readonly vectors: Matrix } {
  const [size] = symmetric.shape;
  const matrix = Matrix.from1DArray(size, size, Array.from(symmetric.dataSync()));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return { values: realEigenvalues, vectors: eigenvectorMatrix };
}

/** An orthonormal basis of the space of columns, [rows, columns], by Gram-Schmidt in float64, twice over for exactness. */
function orthonormalised(columns: tf.Tensor2D): tf.Tensor2D {
  const [rows, count] = columns.shape;
  const values = Float64Array.from(columns.dataSync());
  const basis = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => values[i * count + j]),
  );
  for (const [j, vector] of basis.entries()) {
    for (const other of [...basis.slice(0, j), ...basis.slice(0, j)]) subtractAlong(vector, other);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    // What lies in the space of those before it is rounding: it counts for nothing.
    if (length > 0) for (let i = 0; i < rows; i++) vector[i] /= length;
  }
  const joined = Float32Array.from(
    { length: rows * count },
    (_, place) => basis[place % count][Math.floor(place / count)],
  );
  return tf.tensor2d(joined, [rows, count]);
}

function subtractAlong(vector: Float64Array, unit: Float64Array): void {
  let along = 0;
  for (let i = 0; i < vector.length; i++) along += vector[i] * unit[i];
  for (let i = 0; i < vector.length; i++) vector[i] -= along * unit[i];
}
