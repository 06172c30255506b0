import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import type { Output } from './likelihood';
import { convolutionalGenerator, denseGenerator } from './network';
import type { Parameters } from './parameters';

/** From codes to the distribution p(x|z) of examples of a shape. */
export function createDecoder(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
): (z: tf.Tensor2D) => Output {
  const generator = config.architecture === 'conv' ? convolutionalGenerator : denseGenerator;
  const generate = generator(parameters, shape, config);
  switch (config.likelihood) {
    case 'bernoulli':
      return (z) => ({ likelihood: 'bernoulli', logits: generate(z) });
    case 'gaussian': {
      const logVariance = Math.log(config.variance);
      return (z) => ({ likelihood: 'gaussian', mean: generate(z), logVariance });
    }
    case 'gaussian-learned': {
      const logVariance = learnedLogVariance(parameters, shape, kind);
      return (z) => ({ likelihood: 'gaussian', mean: generate(z), logVariance: logVariance() });
    }
  }
}

/** A learned variance stays above e^-12, so that features which the model gets exactly right keep a finite density. */
const leastLogVariance = -12;

/** The log-variance per unit of its parameter: Adam takes hundreds of steps from 1 to 0.01, and not thousands. */
const gain = 10;

/** The variance of pixels before anything is learned, about that of natural images; numbers in tables have 1. */
const pixelVariance = 0.1;

/**
 * The log-variance of a Gaussian likelihood that learns it (sigma-VAE, Rybkin et al. 2021, arXiv 2006.13202): one scalar
 * for the pixels of images, [features] for tables and vectors.
 */
function learnedLogVariance(
  parameters: Parameters,
  shape: readonly number[],
  kind: DataKind,
): () => tf.Scalar | tf.Tensor1D {
  const name = 'decoder/log_variance';
  const parameter =
    kind === 'images'
      ? parameters.constant<tf.Rank.R0>(name, [], Math.log(pixelVariance) / gain)
      : parameters.constant<tf.Rank.R1>(name, [tf.util.sizeFromShape([...shape])], 0);
  return () => softFloor(tf.mul<tf.Scalar | tf.Tensor1D>(parameter, gain), leastLogVariance);
}

/** x where it is far above the floor, and the floor far below it: floor + softplus(x - floor). */
function softFloor<T extends tf.Tensor>(x: T, floor: number): T {
  return tf.add(tf.softplus(tf.sub<T>(x, floor)), floor);
}
