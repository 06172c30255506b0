import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import type { FeatureGroups } from './feature-groups';
import type { Output } from './likelihood';
import { linearDecoder } from './linear-path';
import { convolutionalGenerator, denseGenerator } from './network';
import type { Parameters } from './parameters';

/** From codes to the distribution p(x|z) of examples of a shape. `groups` are those of a table's categories. */
export function createDecoder(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
  groups: FeatureGroups,
): (z: tf.Tensor2D) => Output {
  const generator = config.architecture === 'conv' ? convolutionalGenerator : denseGenerator;
  const network = generator(parameters, shape, config);
  const linear = config.linearPath ? linearDecoder(parameters, config.latent, tf.util.sizeFromShape([...shape])) : null;
  const generate: typeof network = linear ? (z) => tf.add(network(z), linear(z)) : network;
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
    case 'categorical': {
      const [, symbols] = shape;
      return (z) => ({ likelihood: 'categorical', logits: generate(z), symbols });
    }
    case 'mixed': {
      if (config.kind === 'ae') {
        const logVariance = Math.log(config.variance);
        return (z) => ({ likelihood: 'mixed', values: generate(z), logVariance, groups });
      }
      const logVariance = logVariancePerFeature(parameters, shape);
      return (z) => ({ likelihood: 'mixed', values: generate(z), logVariance: logVariance(), groups });
    }
  }
}

/** The parameter of `gaussian-learned` for a log-variance above the floor: the inverse of `fromParameter`. */
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
function learnedLogVariance(
  parameters: Parameters,
  shape: readonly number[],
  kind: DataKind,
): () => tf.Scalar | tf.Tensor1D {
  if (kind !== 'images') return logVariancePerFeature(parameters, shape);
  const parameter = parameters.constant<tf.Rank.R0>(logVarianceName, [], Math.log(pixelVariance) / gain);
  return () => fromParameter(parameter);
}

function logVariancePerFeature(parameters: Parameters, shape: readonly number[]): () => tf.Tensor1D {
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
