import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import { createDecoder } from './decoder';
import { createEncoder, type Posterior } from './encoder';
import { type Output, outputMean } from './likelihood';
import { Parameters } from './parameters';
import { checkFit } from './requirements';

export type { Posterior } from './encoder';
export type { Output } from './likelihood';

/** An encoder and a decoder. What they return belongs to the caller, who disposes it, best by `tf.tidy`. */
export interface Autoencoder {
  readonly config: ModelConfig;
  /** Numbers per example. */
  readonly features: number;
  /** By stable names such as `encoder/dense_0/kernel`, in a fixed order. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** `x`: [batch, features]; images in the order height, width, channel, within 0..1. */
  encode(x: tf.Tensor2D): Posterior;
  /** `z`: [batch, latent]. */
  decode(z: tf.Tensor2D): Output;
  /** E[x|z], [batch, features]; pixels in 0..1. */
  outputMean(output: Output): tf.Tensor2D;
  dispose(): void;
}

/**
 * A model with fresh weights, which `seed` determines alike on every backend.
 * `shape` is that of one example: [height, width, channels], or [features].
 * Throws UserError `model.*` if the configuration does not fit the data.
 */
export function createAutoencoder(
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
  seed: number,
): Autoencoder {
  checkFit(config, kind);
  const parameters = new Parameters(seed);
  try {
    return {
      config,
      features: tf.util.sizeFromShape([...shape]),
      encode: createEncoder(parameters, config, shape),
      decode: createDecoder(parameters, config, shape, kind),
      outputMean,
      variables: parameters.variables,
      dispose: () => parameters.dispose(),
    };
  } catch (error) {
    parameters.dispose();
    throw error;
  }
}
