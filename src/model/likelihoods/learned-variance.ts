import * as tf from '@tensorflow/tfjs';
import type { Purpose } from './likelihood';

/** The parameter for a log-variance above the floor: the inverse of `fromParameter`. */
export function toParameter(logVariance: number): number {
  const above = Math.max(1e-3, logVariance - leastLogVariance);
  return (Math.log(Math.expm1(above)) + leastLogVariance) / gain;
}

/** A learned variance stays above e^-12, so that features which the model gets exactly right keep a finite density. */
const leastLogVariance = -12;

/** The log-variance per unit of its parameter: Adam takes hundreds of steps from 1 to 0.01, and not thousands. */
const gain = 10;

/** The variance of pixels before anything is learned, about that of natural images; numbers in tables have 1. */
const pixelVariance = 0.1;

export const logVarianceName = 'decoder/log_variance';

/**
 * The log-variance of a Gaussian likelihood that learns it (sigma-VAE, Rybkin et al. 2021, arXiv 2006.13202): one scalar
 * for the pixels of images, [features] for tables and vectors.
 */
export function learnedLogVariance(purpose: Purpose): () => tf.Scalar | tf.Tensor1D {
  if (purpose.kind !== 'images') return logVariancePerFeature(purpose);
  const parameter = purpose.parameters.constant<tf.Rank.R0>(logVarianceName, [], Math.log(pixelVariance) / gain);
  return () => fromParameter(parameter);
}

export function logVariancePerFeature({ parameters, shape }: Purpose): () => tf.Tensor1D {
  const parameter = parameters.constant<tf.Rank.R1>(logVarianceName, [tf.util.sizeFromShape([...shape])], 0);
  return () => fromParameter<tf.Tensor1D>(parameter);
}

function fromParameter<T extends tf.Tensor>(parameter: T): T {
  return softFloor(tf.mul<T>(parameter, gain), leastLogVariance);
}

/** x where it is far above the floor, and the floor far below it: floor + softplus(x - floor). */
function softFloor<T extends tf.Tensor>(x: T, floor: number): T {
  return tf.add(tf.softplus(tf.sub<T>(x, floor)), floor);
}
