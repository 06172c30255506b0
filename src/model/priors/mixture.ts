import * as tf from '@tensorflow/tfjs';
import { logSumExp } from '../log-sum-exp';
import { logTwoPi } from '../log-two-pi';
import type { Noise } from '../noise';
import type { Parameters } from '../parameters';
import { divergenceAtDraws, type Prior, priorStream } from './prior';

/** Of a variance of 1: the components begin as the draws from N(0, I) would lie. */
const meanLimit = Math.sqrt(3);

/** Gaussians with diagonal covariances. */
export interface Components {
  /** [components, latent]. */
  readonly means: tf.Tensor2D;
  readonly logVars: tf.Tensor2D;
  /** [components]; their exponentials have the sum 1. */
  readonly logWeights: tf.Tensor1D;
}

/** sum_k w_k N(m_k, diag(exp(l_k))) with learned weights, means and log-variances. */
export function mixturePrior(parameters: Parameters, latent: number, components: number): Prior {
  const means = parameters.uniform<tf.Rank.R2>('prior/means', [components, latent], meanLimit);
  const logVars = parameters.constant<tf.Rank.R2>('prior/log_variances', [components, latent], 0);
  const logits = parameters.constant<tf.Rank.R1>('prior/logits', [components], 0);
  return mixtureOf(() => {
    const logWeights = tf.sub<tf.Tensor1D>(logits, logSumExp(logits, 0));
    return { means, logVars, logWeights };
  });
}

/** The prior that has these components. */
export function mixtureOf(components: () => Components): Prior {
  const prepared = (): Prior => {
    const own = components();
    const logDensity = mixtureLogDensity(own);
    return {
      logDensity,
      divergence: (_, draw) => divergenceAtDraws(draw, { logDensity }),
      prepared: () => prepared(),
      draw: (noise) => drawMixture(own, noise),
    };
  };
  return {
    logDensity: (z) => prepared().logDensity(z),
    divergence: (posterior, draw) => prepared().divergence(posterior, draw),
    prepared,
    draw: (noise) => prepared().draw(noise),
  };
}

/**
 * log sum_k w_k N(z; m_k, diag(exp(l_k))) of each row. The exponents -1/2 sum_j ((z_j - m_kj)^2 exp(-l_kj) + l_kj + log 2 pi) are
 * multiplied out, so that those of all rows and components are two products of matrices.
 */
function mixtureLogDensity({ means, logVars, logWeights }: Components): (z: tf.Tensor2D) => tf.Tensor1D {
  const precisions = tf.exp(tf.neg(logVars));
  const scaled = tf.mul(means, precisions);
  const sums: tf.Tensor1D = tf.sum(tf.add(tf.add(tf.mul(means, scaled), logVars), logTwoPi), 1);
  const constants = tf.sub(logWeights, tf.mul(sums, 0.5));
  return (z) => {
    const squares = tf.matMul(tf.square(z), precisions, false, true);
    const exponents = tf.sub<tf.Tensor2D>(tf.matMul(z, scaled, false, true), tf.mul(squares, 0.5));
    return logSumExp(tf.add(exponents, constants), 1) as tf.Tensor1D;
  };
}

/** A component is drawn by where a uniform number lies among the sums of the weights up to each of them. */
function drawMixture({ means, logVars, logWeights }: Components, noise: Noise): tf.Tensor2D {
  const [components, latent] = means.shape;
  const upTo = tf.matMul(tf.reshape(tf.exp(logWeights), [1, components]), triangle(components));
  const place = noise.uniform(priorStream, 1);
  // Beyond the last sum, which rounding may leave below 1, lies the last component.
  const isBeyond = tf.cast(tf.greaterEqual(place, tf.slice(upTo, [0, 0], [1, components - 1])), 'float32');
  const rows = place.shape[0];
  const chosen: tf.Tensor2D = tf.sub(
    tf.concat([tf.ones([rows, 1]), isBeyond], 1),
    tf.concat([isBeyond, tf.zeros([rows, 1])], 1),
  );
  const deviations = tf.exp(tf.mul(tf.matMul(chosen, logVars), 0.5));
  return tf.add(tf.matMul(chosen, means), tf.mul(deviations, noise.normal(priorStream, latent)));
}

/** 1 on and above the diagonal, else 0. */
function triangle(size: number): tf.Tensor2D {
  const values = Float32Array.from({ length: size * size }, (_, i) => (i % size >= Math.floor(i / size) ? 1 : 0));
  return tf.tensor2d(values, [size, size]);
}
