import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import type { Layer } from '../layers';
import type { Parameters } from '../parameters';

/** Added to the variance, so that what does not vary is divided by something. */
const epsilon = 1e-5;

/** The means over what belongs together, with 1 for each dimension that is averaged. */
type Average = (x: tf.Tensor) => tf.Tensor;

/**
 * n = (x - m) / sqrt(v + epsilon), m and v the mean and the variance over what `average` takes together, with the gradient
 *
 *   dx = (dn - mean(dn) - n mean(n dn)) / sqrt(v + epsilon)
 */
function standardise<T extends tf.Tensor>(x: T, average: Average): T {
  return withGradient<T>(
    [x],
    () => {
      const centred: T = tf.sub(x, average(x));
      const scale = tf.rsqrt(tf.add(average(tf.square(centred)), epsilon));
      const value: T = tf.mul(centred, scale);
      return { value, saved: [value, scale] };
    },
    (dy, [value, scale]) => {
      const along = tf.mul(value, average(tf.mul(value, dy)));
      return [tf.mul(tf.sub(tf.sub(dy, average(dy)), along), scale)];
    },
  );
}

/**
 * Layer normalisation (Ba et al. 2016, arXiv 1607.06450): each row by itself, g n + b, with a gain and a bias for each of its
 * numbers: [rows, width] to [rows, width].
 */
export function layerNorm(parameters: Parameters, name: string, width: number): Layer<tf.Tensor2D, tf.Tensor2D> {
  const scaled = gainAndBias<tf.Tensor2D>(parameters, name, width);
  return (x) => scaled(standardise(x, (x) => tf.mean(x, 1, true)));
}

/**
 * Group normalisation (Wu & He 2018, arXiv 1803.08494): of each image, the channels of each group together over all places,
 * with a gain and a bias for each channel: [batch, height, width, channels] to the same shape. It does not depend on the batch,
 * and so is the same in training and afterwards.
 */
export function groupNorm(
  parameters: Parameters,
  name: string,
  channels: number,
  groups: number,
): Layer<tf.Tensor4D, tf.Tensor4D> {
  const scaled = gainAndBias<tf.Tensor4D>(parameters, name, channels);
  return (x) => scaled(standardise(x, (x) => groupMeans(x as tf.Tensor4D, groups)));
}

/** The mean of each group of channels, for each of its channels: [batch, height, width, channels] to [batch, 1, 1, channels]. */
function groupMeans(x: tf.Tensor4D, groups: number): tf.Tensor {
  const [batch, , , channels] = x.shape;
  const ofChannels = tf.mean(x, [1, 2]);
  if (groups === channels) return tf.reshape(ofChannels, [batch, 1, 1, channels]);
  const width = channels / groups;
  const ofGroups = tf.mean(tf.reshape(ofChannels, [batch, groups, width]), 2, true);
  return tf.reshape(tf.tile(ofGroups, [1, 1, width]), [batch, 1, 1, channels]);
}

/** g x + b, with one of each for every index of the last dimension. */
function gainAndBias<T extends tf.Tensor>(parameters: Parameters, name: string, width: number): Layer<T, T> {
  const gain = parameters.constant<tf.Rank.R1>(`${name}/gain`, [width], 1);
  const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [width], 0);
  return (x) => tf.add(tf.mul(x, gain), bias);
}
