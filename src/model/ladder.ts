import * as tf from '@tensorflow/tfjs';
import { posteriorOf } from '../protocol/composition';
import type { ModelConfig } from '../protocol/config';
import { type LadderSizes, ladderOf } from '../protocol/ladder';
import { keepWithin } from './gradient';
import { dense } from './layers';
import { logVarLimit } from './log-var-limit';
import type { Parameters } from './parameters';
import type { Gaussian } from './posteriors/gaussian';

/**
 * The generative part of a ladder (Sønderby et al. 2016, arXiv 1602.02282): z2 from N(0, I), and z1 from
 *
 *   p(z1|z2) = N(m(z2), diag(exp(l(z2))))
 *
 * A code has z1 by how far it is from where z2 has it: e = (z1 - m(z2)) exp(-l(z2) / 2), which is the same model in other
 * coordinates. Under the prior a code [e, z2] is then a draw from N(0, I), and each of its numbers has the same unit.
 */
export interface Ladder extends LadderSizes {
  /** p(z1|z2), for z2 in rows. */
  conditional(top: tf.Tensor2D): Gaussian;
  /** z1 of codes [e, z2]: [rows, lower + top] to [rows, lower]. */
  lowerOf(codes: tf.Tensor2D): tf.Tensor2D;
}

/** Null for a model whose code has one layer. */
export function createLadder(parameters: Parameters, config: ModelConfig): Ladder | null {
  const sizes = ladderOf(config);
  if (!sizes) return null;
  const { lower, top } = sizes;
  const { width } = posteriorOf(config);
  // Of no tap: encoder and decoder compute it both, and have to come to the same.
  const hidden = dense(parameters, 'decoder/top/hidden', top, width, config.activation);
  const mean = dense(parameters, 'decoder/top/mean', width, lower, 'linear');
  const logVar = dense(parameters, 'decoder/top/log_var', width, lower, 'linear');
  const conditional = (top: tf.Tensor2D): Gaussian => {
    const h = hidden(top);
    return { mean: mean(h), logVar: keepWithin(logVar(h), -logVarLimit, logVarLimit) };
  };
  return {
    ...sizes,
    conditional,
    lowerOf(codes) {
      const [e, z2] = tf.split<tf.Tensor2D>(codes, [lower, top], 1);
      const { mean, logVar } = conditional(z2);
      return tf.add(mean, tf.mul(tf.exp(tf.mul(logVar, 0.5)), e));
    },
  };
}
