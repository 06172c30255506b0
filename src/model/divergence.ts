import * as tf from '@tensorflow/tfjs';
import { withGradient } from './gradient';

/**
 * KL(q(z|x) || N(0, I)) per example and dimension, [batch, latent], nats (Kingma & Welling 2014, appendix B):
 * -1/2 (1 + logVar - mean^2 - exp(logVar)), with the gradients mean, and (exp(logVar) - 1) / 2.
 */
export function klDivergence(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Tensor2D {
  return withGradient(
    [mean, logVar],
    () => {
      const excess = tf.sub(tf.exp(logVar), 1);
      const value: tf.Tensor2D = tf.mul(tf.add(tf.square(mean), tf.sub(excess, logVar)), 0.5);
      return { value, saved: [mean, excess] };
    },
    (dy, [mean, excess]) => [tf.mul(dy, mean), tf.mul(dy, tf.mul(excess, 0.5))],
  );
}
