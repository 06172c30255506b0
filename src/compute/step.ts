import * as tf from '@tensorflow/tfjs';
import { gatherRows } from '../graph/native-operations';
import type { Autoencoder } from '../model/autoencoder';
import { numbered } from '../model/classes';
import type { Examples, Objective, Scalars, Update } from '../model/objectives';
import { splitRows } from '../model/rows';
import { drawInGraph, noiseOfParts } from './noise';
import { partSizes } from './parts';

/** The loss of a batch with what follows from it, as tensors. */
export interface Differentiated {
  /** The loss and its terms, [1 + terms], means in nats per example. */
  readonly losses: tf.Tensor1D;
  /** Of the loss, and of what other players minimise, in the order of the variables. */
  readonly gradients: readonly tf.Tensor[];
  readonly updates: readonly Update[];
}

/**
 * What a step needs of a batch. All players' losses are differentiated at once: an opponent's loss has no gradient by others'
 * weights, nor has the model's loss by the opponents', so that each variable gets the gradient of its own player's loss.
 */
export function differentiate(
  objective: Objective,
  parts: () => readonly Examples[],
  scalars: Scalars,
  variables: readonly tf.Variable[],
): Differentiated {
  let losses: tf.Tensor1D | undefined;
  let updates: readonly Update[] = [];
  const { grads, value } = tf.variableGrads(() => {
    const { loss, terms, opponents = [], ...rest } = objective.compute(parts(), scalars);
    losses = tf.keep(tf.stack([loss, ...objective.terms.map((name) => terms[name])]) as tf.Tensor1D);
    updates = (rest.updates ?? []).map(({ variable, value }) => ({ variable, value: tf.keep(value) }));
    return opponents.reduce<tf.Scalar>((sum, opponent) => tf.add(sum, opponent), loss);
  }, [...variables]);
  value.dispose();
  return { losses: losses as tf.Tensor1D, gradients: variables.map(({ name }) => grads[name]), updates };
}

/** Examples by index, each perhaps with its class, and the seed of their noise. */
export interface ChosenExamples {
  readonly examples: tf.Tensor2D;
  readonly indices: tf.Tensor1D;
  readonly seed: tf.Tensor1D;
  /** int32, [indices]. */
  readonly classes?: tf.Tensor1D;
}

/** Examples with noise for `draws` draws of z each, in a part for each core. */
export function examplesInParts(
  model: Autoencoder,
  { examples, indices, seed, classes }: ChosenExamples,
  draws: number,
): Examples[] {
  const sizes = partSizes(indices.size, model.config.architecture, Math.max(1, draws));
  const parts = splitRows(indices, sizes).map((part) => gatherRows(examples, part));
  const noises = noiseOfParts(sizes, drawInGraph(seed));
  const numbers = classes && splitRows(classes, sizes);
  return parts.map((x, i) => ({
    x,
    classes: numbers && numbered(numbers[i], model.classes.length),
    noise: noises[i],
  }));
}
