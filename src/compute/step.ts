import * as tf from '@tensorflow/tfjs';
import { gatherRows, statelessNormal } from '../graph/native-operations';
import type { Autoencoder } from '../model/autoencoder';
import { type Examples, objective } from '../model/objective';
import { splitRows } from '../model/rows';
import { partSizes } from './parts';

/** A batch of examples, by index, and what its loss is computed with. */
export interface Batch {
  readonly examples: tf.Tensor2D;
  /** int32, [batch]. */
  readonly indices: tf.Tensor1D;
  /** Of the noise: int32, [2]. */
  readonly seed: tf.Tensor1D;
  /** Weight of the KL divergence. */
  readonly beta: tf.Scalar;
}

/** The terms of the objective of a batch, [loss, reconstruction, kl], means in nats per example. */
export function batchTerms(model: Autoencoder, batch: Batch, freeBits: number): tf.Tensor1D {
  const { loss, reconstruction, kl } = batchObjective(model, batch, freeBits);
  return tf.stack([loss, reconstruction, kl]) as tf.Tensor1D;
}

/** These, and the gradients of the loss, in the order of the variables. */
export function batchGradients(
  model: Autoencoder,
  batch: Batch,
  freeBits: number,
  variables: readonly tf.Variable[],
): { readonly terms: tf.Tensor1D; readonly gradients: readonly tf.Tensor[] } {
  let terms: tf.Tensor1D | undefined;
  const { grads } = tf.variableGrads(() => {
    const { loss, reconstruction, kl } = batchObjective(model, batch, freeBits);
    terms = tf.stack([loss, reconstruction, kl]) as tf.Tensor1D;
    return loss;
  }, [...variables]);
  return { terms: terms as tf.Tensor1D, gradients: variables.map(({ name }) => grads[name]) };
}

function batchObjective(model: Autoencoder, { examples, indices, seed, beta }: Batch, freeBits: number) {
  return objective(model, examplesInParts(model, { examples, indices, seed }), { beta, freeBits });
}

/** Examples by index, with the noise of `draws` draws of z each, one after another, in a part for each core. */
export function examplesInParts(
  model: Autoencoder,
  { examples, indices, seed }: Pick<Batch, 'examples' | 'indices' | 'seed'>,
  draws = 1,
): Examples[] {
  const sizes = partSizes(indices.size, model.config.architecture, draws);
  const noise = statelessNormal<tf.Rank.R2>([indices.size * draws, model.config.latent], seed);
  const noises = splitRows(
    noise,
    sizes.map((size) => size * draws),
  );
  return splitRows(indices, sizes).map((part, i) => ({ x: gatherRows(examples, part), noise: noises[i] }));
}
