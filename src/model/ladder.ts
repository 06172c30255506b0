import * as tf from '@tensorflow/tfjs';
import { posteriorOf } from '../protocol/composition';
import type { ModelConfig } from '../protocol/config';
import { ladderOf, layerName } from '../protocol/ladder';
import { keepWithin } from './gradient';
import { dense } from './layers';
import { logVarLimit } from './log-var-limit';
import type { Parameters } from './parameters';
import { type Gaussian, reparameterised } from './posteriors/gaussian';

/**
 * The generative part of a ladder of L layers (Sønderby et al. 2016, arXiv 1602.02282): zL from N(0, I), and each below from the one above,
 *
 *   p(zk|zk+1) = N(m(zk+1), diag(exp(l(zk+1))))
 *
 * A code has zk by how far it is from where zk+1 has it: ek = (zk - m(zk+1)) exp(-l(zk+1) / 2), which is the same model in other
 * coordinates. Under the prior a code [e1, ..., zL] is then a draw from N(0, I), and each of its numbers has the same unit.
 */
export interface Ladder {
  /** Dimensions of each layer, the lowest first. */
  readonly sizes: readonly number[];
  /** p(zk|zk+1) of the layer of this index, the lowest is 0, for zk+1 in rows. */
  conditional(layer: number, above: tf.Tensor2D): Gaussian;
  /** z1 of codes [e1, ..., zL]: [rows, latent] to [rows, sizes[0]]. */
  lowestOf(codes: tf.Tensor2D): tf.Tensor2D;
}

/** Null for a model whose code has one layer. */
export function createLadder(parameters: Parameters, config: ModelConfig): Ladder | null {
  const sizes = ladderOf(config);
  if (!sizes) return null;
  const { width } = posteriorOf(config);
  const conditionals = sizes.slice(1).map((above, layer) => {
    const name = `decoder/${layerName(layer + 1, sizes.length)}`;
    // Of no tap: encoder and decoder compute it both, and have to come to the same.
    const hidden = dense(parameters, `${name}/hidden`, above, width, config.activation);
    const mean = dense(parameters, `${name}/mean`, width, sizes[layer], 'linear');
    const logVar = dense(parameters, `${name}/log_var`, width, sizes[layer], 'linear');
    return (z: tf.Tensor2D): Gaussian => {
      const h = hidden(z);
      return { mean: mean(h), logVar: keepWithin(logVar(h), -logVarLimit, logVarLimit) };
    };
  });
  const conditional = (layer: number, above: tf.Tensor2D) => conditionals[layer](above);
  return {
    sizes,
    conditional,
    lowestOf: (codes) =>
      tf
        .split<tf.Tensor2D>(codes, [...sizes], 1)
        .reduceRight((above, e, layer) => reparameterised(conditional(layer, above), e)),
  };
}
