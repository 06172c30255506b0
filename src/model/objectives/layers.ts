import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../../protocol/config';
import { ladderOf } from '../../protocol/ladder';

/** What each layer of a ladder has of the KL, by name; nothing of other models. @param kl Mean over a batch, [latent]. */
export function layerTerms(config: ModelConfig, kl: tf.Tensor1D): Readonly<Record<string, tf.Scalar>> {
  const ladder = ladderOf(config);
  if (!ladder) return {};
  const { lower, top } = ladder;
  return { klLower: tf.sum(tf.slice(kl, [0], [lower])), klTop: tf.sum(tf.slice(kl, [lower], [top])) };
}
