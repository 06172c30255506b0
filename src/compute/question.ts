import type * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import type { Examples } from '../model/objectives';

/** What a question is answered with: tensors, of which some may be absent for some models. */
export type Answer = Readonly<Record<string, tf.Tensor | null>>;

/** The numbers of these tensors. */
export type Values<A extends Answer> = {
  readonly [name in keyof A]: Float32Array | (null extends A[name] ? null : never);
};

/** What a question is about: examples, or codes as if they were. */
export interface Rows extends Examples {
  /** Of pairs: the code of each example, [batch, latent]. */
  readonly z?: tf.Tensor2D;
}

/**
 * A question about a model, declared once: as native graphs or operation by operation, it is computed by the same code.
 * Rows are examples, [batch, features], each with its noise; or codes, [batch, latent], without; or pairs of both.
 */
export interface Question<A extends Answer> {
  /** In errors. */
  readonly name: string;
  readonly about: 'examples' | 'codes' | 'pairs';
  /** Draws of z for each example; 0: none. */
  readonly draws: number;
  /** Sizes of batches that there are graphs for; smaller ones are filled up. Null: those that are asked about, of any size. */
  readonly batchSizes: readonly number[] | null;
  /** Numbers that the answer depends on, by name. */
  readonly numbers: readonly string[];
  /** @param parts The rows, in parts that are computed side by side: one as a rule, one for each core in a graph. */
  answer(model: Autoencoder, parts: readonly Rows[], numbers: Readonly<Record<string, tf.Scalar>>): A;
}

/** What a question is put about. */
export interface Subject {
  /** Examples by index, of the data set or of `rows`: examples like its own, as `Dataset.values` has them. */
  readonly indices?: Int32Array;
  readonly rows?: Dataset['values'];
  /** n x latent; beside indices: the code of each example. */
  readonly codes?: Float32Array;
  /** Of a model that knows classes: that of each example or code, by its number; -1: not known. */
  readonly classes?: Int32Array;
  /** Determines the noise. */
  readonly seed?: readonly [number, number];
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Where no noise is drawn. */
export const noSeed = [0, 0] as const;
