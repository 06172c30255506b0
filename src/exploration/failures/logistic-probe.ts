import * as tf from '@tensorflow/tfjs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Codes } from '../projection';
import { minimise } from './accelerated-descent';

/** Of the squared weights, on standardised codes, for a sum over examples: C = 1 in scikit-learn's words. */
const penalty = 1;
const tolerance = 1e-4;
const steps = 400;

/** A multinomial logistic regression of labels on codes. */
export interface Probe {
  /** p(y|z) of each code, codes x classes. */
  probabilities(codes: Codes): Float32Array;
}

/**
 * Fits p(y|z) = softmax(W^T s + b), where s is z standardised, by the minimum over W and b of
 * -1/n sum_i log p(y_i|z_i) + 1 / (2 n) ||W||^2.
 * @param labels A class of each code, from 0.
 */
export async function fitProbe(
  codes: Codes,
  labels: ArrayLike<number>,
  classes: number,
  breathe: () => Promise<void>,
): Promise<Probe> {
  const { latent } = codes;
  const rows = codes.means.length / latent;
  const scale = scalingOf(codes);
  const features = tf.tensor2d(withConstant(codes, scale), [rows, latent + 1]);
  const wanted = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes).toFloat() as tf.Tensor2D;
  const decay = penalty / rows;
  const isConstant = (at: number) => at >= latent * classes;
  try {
    const gradient = (at: Float64Array) => {
      const slope = tf.tidy(() => {
        const weights = tf.tensor2d(Float32Array.from(at), [latent + 1, classes]);
        const errors = tf.softmax(tf.matMul(features, weights)).sub(wanted) as tf.Tensor2D;
        return tf.matMul(features, errors, true, false).dataSync();
      });
      return at.map((weight, i) => slope[i] / rows + (isConstant(i) ? 0 : decay * weight));
    };
    const smoothness = 0.5 * largestEigenvalue(features) + decay;
    const found = await minimise({ gradient, smoothness }, new Float64Array((latent + 1) * classes), {
      tolerance,
      steps,
      breathe,
    });
    return {
      probabilities: (of) =>
        tf.tidy(() => {
          const all = tf.tensor2d(withConstant(of, scale), [of.means.length / latent, latent + 1]);
          const weights = tf.tensor2d(Float32Array.from(found), [latent + 1, classes]);
          return tf.softmax(tf.matMul(all, weights)).dataSync<'float32'>();
        }),
    };
  } finally {
    tf.dispose([features, wanted]);
  }
}

interface Scaling {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** A dimension that is always the same stays so. */
function scalingOf({ means, latent }: Codes): Scaling {
  const rows = means.length / latent;
  const mean = new Float64Array(latent);
  const square = new Float64Array(latent);
  for (let i = 0; i < means.length; i++) mean[i % latent] += means[i] / rows;
  for (let i = 0; i < means.length; i++) square[i % latent] += (means[i] - mean[i % latent]) ** 2 / rows;
  return { mean, deviation: square.map((value) => Math.sqrt(value) || 1) };
}

/** Standardised codes with a 1 after each, codes x (latent + 1). */
function withConstant({ means, latent }: Codes, { mean, deviation }: Scaling): Float32Array {
  const rows = means.length / latent;
  const result = new Float32Array(rows * (latent + 1)).fill(1);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < latent; j++) {
      result[row * (latent + 1) + j] = (means[row * latent + j] - mean[j]) / deviation[j];
    }
  }
  return result;
}

/** Of X^T X / n: the Hessian of softmax cross-entropy is at most half of it (Böhning 1992). */
function largestEigenvalue(features: tf.Tensor2D): number {
  const [rows, columns] = features.shape;
  const gram = tf.tidy(() => tf.matMul(features, features, true, false).div(rows).dataSync());
  const matrix = Matrix.from1DArray(columns, columns, gram);
  return Math.max(...new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues);
}
