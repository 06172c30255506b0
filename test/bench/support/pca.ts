import * as tf from '@tensorflow/tfjs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { fillNormal, random } from '../../../src/random';

/** An orthonormal basis, components x features, and the mean. */
export interface Pca {
  readonly mean: Float64Array;
  readonly basis: readonly Float64Array[];
}

const oversampling = 16;
const turns = 10;
const blockRows = 1000;

/**
 * The leading principal components of bytes / 255, by subspace iteration on the covariance, S <- orthonormalise(C S), over
 * all examples: products in float32, sums over blocks, bases and eigenvalues in float64.
 */
export function fitPca(bytes: Uint8Array, features: number, components: number): Pca {
  const examples = bytes.length / features;
  const mean = new Float64Array(features);
  for (let i = 0; i < bytes.length; i++) mean[i % features] += bytes[i] / 255 / examples;
  const width = Math.min(components + oversampling, examples - 1, features);
  let space = orthonormalise(
    Array.from({ length: width }, (_, k) => Float64Array.from(fillNormal(new Float32Array(features), random(5, k)))),
  );
  for (let turn = 0; turn < turns; turn++) space = orthonormalise(timesCovariance(bytes, mean, space));
  const images = timesCovariance(bytes, mean, space);
  const small = new Matrix(space.map((row) => images.map((image) => dot(row, image))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(small, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const basis = order.slice(0, components).map((column) => {
    const vector = new Float64Array(features);
    for (const [k, row] of space.entries()) addTimes(vector, row, eigenvectorMatrix.get(k, column));
    return vector;
  });
  return { mean, basis };
}

/** The mean squared error of the projections of bytes / 255. */
export function pcaError({ mean, basis }: Pca, bytes: Uint8Array): number {
  const features = mean.length;
  let error = 0;
  for (let begin = 0; begin < bytes.length; begin += features) {
    const offset = mean.map((value, j) => bytes[begin + j] / 255 - value);
    // The basis is orthonormal: |x - P x|^2 = |x|^2 - |P x|^2.
    error += dot(offset, offset) - basis.reduce((sum, vector) => sum + dot(offset, vector) ** 2, 0);
  }
  return error / bytes.length;
}

function timesCovariance(bytes: Uint8Array, mean: Float64Array, space: readonly Float64Array[]): Float64Array[] {
  const features = mean.length;
  const examples = bytes.length / features;
  const sums = space.map(() => new Float64Array(features));
  const joined = new Float32Array(space.length * features);
  for (const [k, row] of space.entries()) joined.set(row, k * features);
  const columns = tf.tensor2d(joined, [space.length, features]);
  const centre = tf.tensor1d(Float32Array.from(mean));
  for (let begin = 0; begin < examples; begin += blockRows) {
    const block = bytes.subarray(begin * features, (begin + blockRows) * features);
    const product = tf.tidy(() => {
      const rows = tf.sub<tf.Tensor2D>(
        tf.div(tf.tensor2d(Float32Array.from(block), [block.length / features, features]), 255),
        centre,
      );
      return tf.matMul(tf.matMul(columns, rows, false, true), rows);
    });
    const values = product.dataSync();
    product.dispose();
    for (const [k, sum] of sums.entries()) {
      for (let j = 0; j < features; j++) sum[j] += values[k * features + j] / examples;
    }
  }
  tf.dispose([columns, centre]);
  return sums;
}

/** Gram-Schmidt, twice over. */
function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const other of [...done, ...done]) addTimes(rest, other, -dot(rest, other));
    const length = Math.sqrt(dot(rest, rest));
    if (length > 0) done.push(rest.map((value) => value / length));
  }
  return done;
}

function addTimes(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] += factor * other[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
