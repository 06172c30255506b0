import * as tf from '@tensorflow/tfjs';
import type { CorruptionConfig } from '../../protocol/config';
import type { Noise } from '../noise';

const stream = 'corruption';

/**
 * What the encoder of a denoising autoencoder gets to see of examples, [batch, features] (Vincent et al. 2008; 2010,
 * section 3.3), while the loss is that of the whole ones:
 * masking sets a share of the numbers to 0, salt and pepper to 0 or 1, each in half of the cases; Gaussian adds noise of a
 * standard deviation.
 */
export function corrupt(x: tf.Tensor2D, noise: Noise, { by = 'masking', amount = 0 }: CorruptionConfig): tf.Tensor2D {
  const features = x.shape[1];
  switch (by) {
    case 'gaussian':
      return tf.add(x, tf.mul(noise.normal(stream, features), amount));
    case 'masking':
      return tf.mul(x, tf.cast(tf.greaterEqual(noise.uniform(stream, features), amount), 'float32'));
    case 'salt-and-pepper': {
      const chance = noise.uniform(stream, features);
      const peppered = tf.mul(x, tf.cast(tf.greaterEqual(chance, amount / 2), 'float32'));
      return tf.maximum(peppered, tf.cast(tf.greaterEqual(chance, 1 - amount / 2), 'float32'));
    }
  }
}
