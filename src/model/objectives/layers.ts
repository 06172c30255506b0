import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../../protocol/config';
import { ladderOf } from '../../protocol/ladder';
import { layerTerm } from '../../protocol/terms';

/** What each layer of a ladder has of the KL, by name; nothing of other models. @param kl Mean over a batch, [latent]. */
export function layerTerms(config: ModelConfig, kl: tf.Tensor1D): Readonly<Record<string, tf.Scalar>> {
  const sizes = ladderOf(config);
  if (!sizes) return {};
  const layers = tf.split<tf.Tensor1D>(kl, [...sizes]);
  return Object.fromEntries(layers.map((own, layer) => [layerTerm(layer, sizes.length), tf.sum<tf.Scalar>(own)]));
}
