import type { AdamConstants, AdamSlot, Encoded, Measures, StepSums, Steps, Terms } from '../compute';
import type { Dataset } from '../dataset/dataset';
import type { Autoencoder } from '../model/autoencoder';

/** Takes training steps with one optimiser's state. */
export interface Stepper {
  /** How many steps with batches of a size a call should take, so that others are answered in between. */
  stepsPerCall(batchSize: number): number;
  run(steps: Steps): StepSums;
  dispose(): void;
}

/**
 * What is computed with a model and its data. The weights are the model's own variables, whoever changes them. Indices are
 * of the data set, or of `rows` where these are given: examples like its own, as `Dataset.values` has them.
 */
export interface Computation {
  /** Posteriors of some examples, by index. */
  encode(indices: Int32Array, rows?: Dataset['values']): Encoded;
  /** E[x|z] of codes, n x latent: n x features. */
  decode(codes: Float32Array): Float32Array;
  /** The terms of the objective of one batch, means in nats, by one draw of z for each example. */
  evaluate(indices: Int32Array, seed: readonly [number, number], beta: number, rows?: Dataset['values']): Terms;
  /** How well each of some examples is taken, by index. */
  measure(indices: Int32Array): Measures;
  /** log p(x) of up to `likelihoodBatch.examples` examples of a VAE, nats, from `likelihoodBatch.draws` draws of z each. */
  logLikelihood(indices: Int32Array, seed: readonly [number, number], rows?: Dataset['values']): Float32Array;
  training(slots: readonly AdamSlot[], adam: AdamConstants): Stepper;
  dispose(): void;
}

/** A model ready for use. */
export interface LoadedModel {
  readonly model: Autoencoder;
  readonly computation: Computation;
}
