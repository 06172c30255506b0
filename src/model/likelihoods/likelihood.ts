import type * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../../protocol/config';
import type { DataKind } from '../../protocol/data';
import type { Parameters } from '../parameters';
import type { FeatureGroups } from './feature-groups';

/** p(x|z) for a batch of codes. */
export interface Output {
  /** -log p(x|z) of each example, [batch], nats: summed over the features. `x` is a batch as it is stored, and a constant. */
  negativeLogLikelihood(x: tf.Tensor2D): tf.Tensor1D;
  /** The same for codes of which each example has so many, one after another, where that is less work than to repeat the examples. */
  negativeLogLikelihoodOfDraws?(x: tf.Tensor2D, draws: number): tf.Tensor1D;
  /**
   * E[x|z], [batch, features]; pixels in 0..1; the probabilities of symbols and categories.
   * @param x The examples that are reconstructed, as they are stored: how many there are of its counts is told by an example,
   * and not by its code. Without them counts are those of the library that the likelihood was made for.
   */
  mean(x?: tf.Tensor2D): tf.Tensor2D;
}

/** What a likelihood is made for. */
export interface Purpose {
  /** Its own weights become some of these. */
  readonly parameters: Parameters;
  readonly config: ModelConfig;
  /** Of one example: [height, width, channels], [features], or [length, symbols] of text. */
  readonly shape: readonly number[];
  readonly kind: DataKind;
  /** The categories among a table's features. */
  readonly groups: FeatureGroups;
  /** The usual total count of an example, where features are counts. */
  readonly library: number;
}

/** A way of reading what a decoder's network gives, unbounded numbers, [batch, outputs x features], as a distribution. */
export interface Likelihood {
  create(purpose: Purpose): (values: tf.Tensor2D) => Output;
  /** What the encoder is given of examples as they are stored, [batch, …], for `shape` of one; as they are where it is left out. */
  seen?(x: tf.Tensor2D, shape: readonly number[]): tf.Tensor2D;
}
