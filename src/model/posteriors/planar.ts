import * as tf from '@tensorflow/tfjs';
import { dense } from '../layers';
import type { Parameters } from '../parameters';
import { repeatRows } from '../rows';
import type { Flow } from './flow';

/** So that a w of zeros does not divide by 0. */
const leastNorm = 1e-6;

/**
 * Planar flows (Rezende & Mohamed 2015, arXiv 1505.05770, section 4.1), of which the encoder gives the parameters for each
 * example: f(z) = z + u' tanh(w^T z + b), log |det| = log |1 + (1 - tanh^2(w^T z + b)) w^T u'|. So that f can be inverted
 * (appendix A.1) u' = u + (m(w^T u) - w^T u) w / |w|^2 with m(a) = -1 + softplus(a), whereby w^T u' > -1.
 * @param width Of the last hidden layer, from which u, w and b are computed.
 */
export function planarFlows(
  parameters: Parameters,
  width: number,
  latent: number,
  layers: number,
): (hidden: tf.Tensor2D) => Flow[] {
  const heads = Array.from({ length: layers }, (_, i) => {
    const name = `encoder/planar_${i}`;
    return {
      u: dense(parameters, `${name}/u`, width, latent, 'linear'),
      w: dense(parameters, `${name}/w`, width, latent, 'linear'),
      b: dense(parameters, `${name}/b`, width, 1, 'linear'),
    };
  });
  return (hidden) => heads.map(({ u, w, b }) => planarFlow(u(hidden), w(hidden), b(hidden)));
}

/** Exported for tests. `u`, `w`: [batch, latent]; `b`: [batch, 1]. */
export function planarFlow(u: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor2D): Flow {
  const along = tf.sum<tf.Tensor2D>(tf.mul(w, u), 1, true);
  const allowed: tf.Tensor2D = tf.sub(tf.softplus(along), 1);
  const squares = tf.add(tf.sum<tf.Tensor2D>(tf.square(w), 1, true), leastNorm);
  const invertible: tf.Tensor2D = tf.add(u, tf.mul(tf.div(tf.sub(allowed, along), squares), w));
  const stretch: tf.Tensor2D = tf.sum(tf.mul(w, invertible), 1, true);
  return {
    apply(z, draws) {
      const [ofU, ofW, ofB, ofStretch] = [invertible, w, b, stretch].map((own) => repeatRows(own, draws));
      const bend = tf.tanh(tf.add(tf.sum<tf.Tensor2D>(tf.mul(ofW, z), 1, true), ofB));
      const slope = tf.sub(1, tf.square(bend));
      const logDeterminant: tf.Tensor1D = tf.reshape(tf.log(tf.add(tf.mul(slope, ofStretch), 1)), [-1]);
      return { z: tf.add(z, tf.mul(ofU, bend)), logDeterminant };
    },
  };
}
