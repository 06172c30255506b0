import * as tf from '@tensorflow/tfjs';
import type { Parameters } from './parameters';

/** The names of its parameters. */
export const linearPath = {
  encoder: 'encoder/linear/kernel',
  decoder: 'decoder/linear/kernel',
  mean: 'decoder/linear/bias',
} as const;

/** What pixels are taken from before they are weighed: the middle of their range. */
export const pixelMiddle = 0.5;

/**
 * The factors of the path's kernels. Adam moves every weight by about its rate at first, whatever the weight does: a sum over
 * thousands of features would move by thousands of rates. With the square root of what is summed, it moves no more than
 * that of any layer.
 */
export function scalesOf(features: number, latent: number): { readonly encoder: number; readonly decoder: number } {
  return { encoder: 1 / Math.sqrt(features), decoder: 1 / Math.sqrt(latent) };
}

/** What the path adds to the posterior's mean: s (x - 1/2) V, [batch, latent]. It begins at 0. */
export function linearEncoder(
  parameters: Parameters,
  latent: number,
  features: number,
): (x: tf.Tensor2D) => tf.Tensor2D {
  const kernel = parameters.constant<tf.Rank.R2>(linearPath.encoder, [features, latent], 0);
  const { encoder: scale } = scalesOf(features, latent);
  return (x) => tf.mul(tf.matMul(tf.sub<tf.Tensor2D>(x, pixelMiddle), kernel), scale);
}

/** What the path adds to the decoder's mean: s z W + b, [batch, features]. It begins at 0. */
export function linearDecoder(
  parameters: Parameters,
  latent: number,
  features: number,
): (z: tf.Tensor2D) => tf.Tensor2D {
  const kernel = parameters.constant<tf.Rank.R2>(linearPath.decoder, [latent, features], 0);
  const bias = parameters.constant<tf.Rank.R1>(linearPath.mean, [features], 0);
  const { decoder: scale } = scalesOf(features, latent);
  return (z) => tf.add(tf.mul(tf.matMul(z, kernel), scale), bias);
}
