import * as tf from '@tensorflow/tfjs';
import type { ModelConfig, ObjectiveConfig } from '../protocol/config';
import type { DataKind, FeatureGroup } from '../protocol/data';
import { isAdversarial } from '../protocol/discriminators';
import { UserError } from '../protocol/errors';
import { ganOf } from '../protocol/gan';
import { discreteCodes } from '../protocol/posteriors';
import { plainObjective } from '../protocol/presets';
import { checkFit } from '../protocol/requirements';
import { type Classes, filledIn } from './classes';
import { type Classifier, createClassifier } from './classifier';
import type { Conditions } from './conditions';
import { createDecoder } from './decoder';
import { createDiscriminator, type Discriminator } from './discriminator';
import { createEncoder } from './encoder';
import type { Generation } from './generation';
import { createImageDiscriminator, type ImageDiscriminator } from './image-discriminator';
import { createLadder } from './ladder';
import { FeatureGroups, likelihoods, type Output } from './likelihoods';
import { Parameters, type Player, type Variables } from './parameters';
import { createDiscrete, type Discrete } from './posteriors/discrete';
import type { Posterior } from './posteriors/posterior';
import { createPrior } from './priors';
import type { Prior } from './priors/prior';
import type { InputRange } from './priors/vamp';

export type { Output } from './likelihoods';

/** What a model depends on beside its configuration and data. */
export interface ModelSurroundings {
  /** What the objective needs of its own belongs to the model. */
  readonly objective?: ObjectiveConfig;
  /** The usual total of an example's counts, for likelihoods of counts. */
  readonly library?: number;
  /** The names of the classes of the data, for a model that knows them. */
  readonly classes?: readonly string[];
}

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
   * q(z|x), or q(z|x, y).
   */
  encode(x: tf.Tensor2D, conditions?: Conditions): Posterior;
  /** The names of the classes that it knows; none as a rule. */
  readonly classes: readonly string[];
  /** Of a model that infers classes: the logits of q(y|x), [batch, classes]. */
  readonly classify?: Classifier;
  /** The classes of examples, [batch, classes], for which those that are not known are inferred where the model can: the most probable. */
  classesOf(x: tf.Tensor2D, known: Classes): Classes;
  /** Which the objective sets against the encoder. */
  readonly discriminator?: Discriminator;
  /** Which the objective sets against the decoder. */
  readonly imageDiscriminator?: ImageDiscriminator;
  /** p(z). */
  readonly prior: Prior;
  /** Of a latent space of finitely many codes: which they are. */
  readonly discrete: Discrete | null;
  /** What the decoder is asked in place of any z, [rows, latent]: the nearest code where there are codes, else z itself. */
  nearestCode(z: tf.Tensor2D): tf.Tensor2D;
  /** `z`: [batch, latent]; p(x|z), or p(x|z, y). */
  decode(z: tf.Tensor2D, conditions?: Conditions): Output;
  /** Of a decoder that writes symbol by symbol: what `decode` gives as its mean, step by step. */
  readonly generation?: Generation;
  /** Another one like it, with fresh weights. */
  twin(): Autoencoder;
  dispose(): void;
}

/**
 * A model with fresh weights, which `seed` determines alike on every backend.
 * `shape` is that of one example: [height, width, channels], [features], or [length, symbols] of text; `groups` are the
 * categories among a table's features, for the mixed likelihood.
 * Throws UserError `model.*` if the configuration does not fit the data.
 */
export function createAutoencoder(
  config: ModelConfig,
  shape: readonly number[],
  kind: DataKind,
  seed: number,
  groups: readonly FeatureGroup[] = [],
  surroundings: ModelSurroundings = {},
): Autoencoder {
  const { objective = plainObjective, library = 1, classes = [] } = surroundings;
  checkFit(config, kind, groups, { shape });
  if (config.classes && classes.length === 0) throw new UserError('model.classes-need-labels');
  const features = tf.util.sizeFromShape([...shape]);
  const parameters = new Parameters(seed, config.initialisation);
  const featureGroups = new FeatureGroups(features, groups);
  const dispose = () => {
    parameters.dispose();
    featureGroups.dispose();
  };
  try {
    const codes = discreteCodes(config, shape);
    const discrete = codes && createDiscrete(parameters, codes);
    const known = config.classes ? classes : [];
    const ladder = createLadder(parameters, config);
    const encode = createEncoder(parameters, config, shape, { discrete, ladder }, groups, known.length);
    const purpose = { parameters, config, shape, kind, groups: featureGroups, library };
    const { decode, generation } = createDecoder(purpose, ladder, known.length);
    const classifier =
      config.classes === 'inferred' ? createClassifier(parameters, config, shape, groups, known.length) : undefined;
    const discriminator = isAdversarial(objective) ? createDiscriminator(parameters, config.latent) : undefined;
    const imageDiscriminator = ganOf(objective) ? createImageDiscriminator(parameters, config, shape) : undefined;
    const { seen = (x: tf.Tensor2D) => x } = likelihoods[config.likelihood];
    const classify: Classifier | undefined = classifier && ((x, tap) => classifier(seen(x, shape), tap));
    return {
      config,
      features,
      classes: known,
      encode: (x, conditions) => encode(seen(x, shape), conditions),
      classify,
      classesOf: (x, own) => (classify && own ? filledIn(own, classify(x)) : own),
      decode,
      generation,
      discriminator,
      imageDiscriminator,
      prior: discrete?.prior ?? createPrior(parameters, config, { features, range: inputRange(kind) }, encode),
      discrete,
      nearestCode: (z) => discrete?.nearest(z) ?? z,
      variables: parameters.variables,
      players: parameters.players,
      state: parameters.state,
      twin: () => createAutoencoder(config, shape, kind, seed, groups, surroundings),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** What an encoder's inputs are like: pixels, and the probabilities of symbols; numbers of tables have the variance 1. */
export function inputRange(kind: DataKind): InputRange {
  return kind === 'images' || kind === 'text' ? { low: 0, high: 1 } : null;
}
