import * as tf from '@tensorflow/tfjs';
import { learnedLog } from './learned-log';
import type { Purpose } from './likelihood';
import { logOf, parameterOf } from './positive';

/** A learned variance stays above e^-12, so that features which the model gets exactly right keep a finite density. */
const leastLogVariance = -12;

/** The variance of pixels before anything is learned, about that of natural images; numbers in tables have 1. */
const pixelVariance = 0.1;

export const logVarianceName = 'decoder/log_variance';

/** The parameter of `gaussian-learned` for a log-variance above the floor. */
export function toParameter(logVariance: number): number {
  return parameterOf(logVariance, leastLogVariance);
}

/** The log-variance that the parameter stands for. */
export function learnedLogVarianceOf(parameter: number): number {
  return logOf(parameter, leastLogVariance);
}

/**
 * The log-variance of a Gaussian likelihood that learns it (sigma-VAE, Rybkin et al. 2021, arXiv 2006.13202): one scalar
 * for the pixels of images, [features] for tables and vectors.
 */
export function learnedLogVariance(purpose: Purpose): () => tf.Scalar | tf.Tensor1D {
  if (purpose.kind !== 'images') return logVariancePerFeature(purpose);
  const range = { initial: Math.log(pixelVariance), least: leastLogVariance };
  return learnedLog<tf.Rank.R0>(purpose.parameters, logVarianceName, [], range);
}

export function logVariancePerFeature({ parameters, shape }: Purpose): () => tf.Tensor1D {
  const features = tf.util.sizeFromShape([...shape]);
  return learnedLog<tf.Rank.R1>(parameters, logVarianceName, [features], { initial: 0, least: leastLogVariance });
}
