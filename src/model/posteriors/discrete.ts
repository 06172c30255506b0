import type * as tf from '@tensorflow/tfjs';
import type { DiscreteCodes, LevelCodes } from '../../protocol/posteriors';
import type { Parameters } from '../parameters';
import type { Prior } from '../priors/prior';
import { uniformPrior } from '../priors/uniform';
import { gumbel } from './gumbel';
import type { Posterior } from './posterior';
import { Codebook, quantised } from './quantised';
import { scalarQuantised } from './scalar-quantised';

/** A latent space of finitely many codes. */
export interface Discrete {
  /** q(z|x) by what the encoder's last layer gives, [batch, latent]. */
  posterior(encoded: tf.Tensor2D): Posterior;
  /** The code that is nearest to each row, [rows, latent]. */
  nearest(z: tf.Tensor2D): tf.Tensor2D;
  /** Uniform over all codes. */
  readonly prior: Prior;
  /** Of vectors that are learned. */
  readonly codebook: Codebook | null;
}

export function createDiscrete(parameters: Parameters, codes: DiscreteCodes): Discrete {
  const codebook = codes.name === 'quantised' ? new Codebook(parameters, codes) : null;
  const { codeOf, ...parts } = partsOf(codes, codebook);
  return { ...parts, prior: uniformPrior(codes, codeOf), codebook };
}

function partsOf(codes: DiscreteCodes, codebook: Codebook | null) {
  if (codebook) return quantised(codebook);
  return codes.name === 'gumbel' ? gumbel(codes) : scalarQuantised(codes as LevelCodes);
}
