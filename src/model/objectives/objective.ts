import type * as tf from '@tensorflow/tfjs';
import type { Classes } from '../classes';
import type { Noise } from '../noise';
import type { Tap } from '../tap';

/** Some examples, [batch, features] as they are stored, and random numbers for them. */
export interface Examples {
  readonly x: tf.Tensor2D;
  /** Of a model that knows classes, as far as these are known. */
  readonly classes?: Classes;
  readonly noise: Noise;
  /** Drops hidden units of rows with so many draws of each example, where that is done. */
  readonly drop?: (draws: number) => Tap;
}

/** Numbers that an objective depends on, by name: weights of terms, which change from step to step. */
export type Scalars = Readonly<Record<string, tf.Scalar | number>>;

/** What training minimises. */
export interface Objective {
  /** What the loss is made of, by name. */
  readonly terms: readonly string[];
  /** The names of its `Scalars`. */
  readonly scalars: readonly string[];
  /** Draws of z for each example. */
  readonly draws: number;
  /** Of a batch, given in `parts` that are computed side by side: one as a rule, and one for each core in a graph. */
  compute(parts: readonly Examples[], scalars: Scalars): Computed;
  /** What examples are judged by, of the same terms, where that is not what is trained: without updates, by hard draws. */
  readonly evaluated?: Objective;
}

/** Scalars, means over the examples of a batch, nats per example (for a plain autoencoder's ||x - x'||^2: as it is). */
export interface Computed {
  /** What the model's own weights minimise. */
  readonly loss: tf.Scalar;
  readonly terms: Readonly<Record<string, tf.Scalar>>;
  /** What other players minimise, each by its own weights alone: no gradient of them reaches the others'. */
  readonly opponents?: readonly tf.Scalar[];
  /** New values of what is not trained by gradients, such as running means. */
  readonly updates?: readonly Update[];
}

export interface Update {
  readonly variable: tf.Variable;
  readonly value: tf.Tensor;
}
