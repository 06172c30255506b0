import * as tf from '@tensorflow/tfjs';
import type { ModelConfig, ObjectiveConfig } from '../protocol/config';
import type { DataKind, FeatureGroup } from '../protocol/data';
import { plainObjective } from '../protocol/presets';
import { checkFit, isAdversarial } from '../protocol/requirements';
import { oneHot } from './categorical';
import { createDecoder } from './decoder';
import { createDiscriminator, type Discriminator } from './discriminator';
import { createEncoder } from './encoder';
import { FeatureGroups } from './feature-groups';
import { type Output, outputMean } from './likelihood';
import { Parameters, type Player, type Variables } from './parameters';
import type { Posterior } from './posteriors/posterior';
import type { Prior } from './priors/prior';
import { standardPrior } from './priors/standard';

export type { Output } from './likelihood';

/** An encoder and a decoder. What they return belongs to the caller, who disposes it, best by `tf.tidy`. */
export interface Autoencoder {
  readonly config: ModelConfig;
  /** Numbers per example, as the decoder gives them: pixels, columns, or symbols at each place of a text. */
  readonly features: number;
  /** By stable names such as `encoder/dense_0/kernel`, in a fixed order. */
  readonly variables: Variables;
  /** Those of them that are trained, by whom: the model itself first. */
  readonly players: ReadonlyMap<Player, Variables>;
  /** Those that no gradient changes. */
  readonly state: readonly tf.Variable[];
  /**
   * `x`: [batch, features]; images in the order height, width, channel, within 0..1. Text as it is stored, one code
   * for each place: [batch, length], code / 255 like all bytes.
   */
  encode(x: tf.Tensor2D): Posterior;
  /** Which the objective sets against the encoder. */
  readonly discriminator?: Discriminator;
  /** p(z). */
  readonly prior: Prior;
  /** `z`: [batch, latent]. */
  decode(z: tf.Tensor2D): Output;
  /** E[x|z], [batch, features]; pixels in 0..1; the probabilities of symbols and categories. */
  outputMean(output: Output): tf.Tensor2D;
  dispose(): void;
}

/**
 * A model with fresh weights, which `seed` determines alike on every backend.
 * `shape` is that of one example: [height, width, channels], [features], or [length, symbols] of text; `groups` are the
 * categories among a table's features, for the mixed likelihood. What the objective needs of its own belongs to the model.
 * Throws UserError `model.*` if the configuration does not fit the data.
 */
export function createAutoencoder(
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
  seed: number,
  groups: readonly FeatureGroup[] = [],
  objective: ObjectiveConfig = plainObjective,
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
    const decode = createDecoder(parameters, config, shape, kind, featureGroups);
    const discriminator = isAdversarial(objective) ? createDiscriminator(parameters, config.latent) : undefined;
    return {
      config,
      features,
      encode: kind === 'text' ? (x) => encode(oneHot(x, shape[1])) : encode,
      decode,
      discriminator,
      outputMean,
      prior: standardPrior,
      variables: parameters.variables,
      players: parameters.players,
      state: parameters.state,
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
