import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { DataKind, FeatureGroup } from '../protocol/data';
import { checkFit } from '../protocol/requirements';
import { createDecoder } from './decoder';
import { createEncoder, type Posterior } from './encoder';
import { FeatureGroups, likelihoods, type Output } from './likelihoods';
import { Parameters } from './parameters';

export type { Posterior } from './encoder';
export type { Output } from './likelihoods';

/** An encoder and a decoder. What they return belongs to the caller, who disposes it, best by `tf.tidy`. */
export interface Autoencoder {
  readonly config: ModelConfig;
  /** Numbers per example, as the decoder gives them: pixels, columns, or symbols at each place of a text. */
  readonly features: number;
  /** By stable names such as `encoder/dense_0/kernel`, in a fixed order. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /**
   * `x`: [batch, features]; images in the order height, width, channel, within 0..1. Text as it is stored, one code
   * for each place: [batch, length], code / 255 like all bytes.
   */
  encode(x: tf.Tensor2D): Posterior;
  /** `z`: [batch, latent]. */
  decode(z: tf.Tensor2D): Output;
  dispose(): void;
}

/**
 * A model with fresh weights, which `seed` determines alike on every backend.
 * `shape` is that of one example: [height, width, channels], [features], or [length, symbols] of text; `groups` are the
 * categories among a table's features, for the mixed likelihood; `library` is the usual total of an example's counts, for
 * likelihoods of counts.
 * Throws UserError `model.*` if the configuration does not fit the data.
 */
export function createAutoencoder(
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
  seed: number,
  groups: readonly FeatureGroup[] = [],
  library = 1,
): Autoencoder {
  checkFit(config, kind, groups);
  const features = tf.util.sizeFromShape([...shape]);
  const parameters = new Parameters(seed);
  const featureGroups = new FeatureGroups(features, groups);
  const dispose = () => {
    parameters.dispose();
    featureGroups.dispose();
  };
  try {
    const encode = createEncoder(parameters, config, shape);
    const { seen } = likelihoods[config.likelihood];
    return {
      config,
      features,
      encode: seen ? (x) => encode(seen(x, shape)) : encode,
      decode: createDecoder({ parameters, config, shape, kind, groups: featureGroups, library }),
      variables: parameters.variables,
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
