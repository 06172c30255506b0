import * as tf from '@tensorflow/tfjs';
import { gatherRows, statelessNormal } from '../graph/native-operations';
import type { Autoencoder } from '../model/autoencoder';
import { type Examples, objective, termNames } from '../model/objective';
import { splitRows } from '../model/rows';
import { capabilitiesOf } from '../protocol/capabilities';
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

/**
 * The loss of a batch and its terms, [1 + terms], means in nats per example; and the gradients of the loss, in the order
 * of the variables.
 */
export function batchGradients(
  model: Autoencoder,
  { beta, ...batch }: Batch,
  freeBits: number,
  variables: readonly tf.Variable[],
): { readonly losses: tf.Tensor1D; readonly gradients: readonly tf.Tensor[] } {
  let losses: tf.Tensor1D | undefined;
  const { grads } = tf.variableGrads(() => {
    const { loss, terms } = objective(model, examplesInParts(model, batch, 1), { beta, freeBits });
    losses = tf.stack([loss, ...termNames.map((name) => terms[name])]) as tf.Tensor1D;
    return loss;
  }, [...variables]);
  return { losses: losses as tf.Tensor1D, gradients: variables.map(({ name }) => grads[name]) };
}

/** Examples by index, with the noise of `draws` draws of z each, one after another, in a part for each core. */
export function examplesInParts(
  model: Autoencoder,
  { examples, indices, seed }: Pick<Batch, 'examples' | 'indices' | 'seed'>,
  draws: number,
): Examples[] {
  const { architecture, latent } = model.config;
  const sizes = partSizes(indices.size, architecture, Math.max(1, draws));
  const parts = splitRows(indices, sizes).map((part) => gatherRows(examples, part));
  if (draws === 0 || !capabilitiesOf(model.config).spread) return parts.map((x) => ({ x, noise: null }));
  const noise = statelessNormal<tf.Rank.R2>([indices.size * draws, latent], seed);
  const noises = splitRows(
    noise,
    sizes.map((size) => size * draws),
  );
  return parts.map((x, i) => ({ x, noise: noises[i] }));
}
