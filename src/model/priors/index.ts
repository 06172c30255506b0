import type * as tf from '@tensorflow/tfjs';
import { priorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import type { Parameters } from '../parameters';
import type { Posterior } from '../posteriors/posterior';
import { mixturePrior } from './mixture';
import type { Prior } from './prior';
import { realnvpPrior } from './realnvp';
import { standardPrior } from './standard';
import { type InputRange, vampPrior } from './vamp';

/** The prior that a configuration asks for. @param encode Of inputs as the network takes them. */
export function createPrior(
  parameters: Parameters,
  config: ModelConfig,
  inputs: { readonly features: number; readonly range: InputRange },
  encode: (x: tf.Tensor2D) => Posterior,
): Prior {
  const { latent } = config;
  const { name, components, layers, width } = priorOf(config);
  switch (name) {
    case 'standard':
      return standardPrior(latent);
    case 'mixture':
      return mixturePrior(parameters, latent, components);
    case 'vamp':
      return vampPrior(parameters, { components, ...inputs }, encode);
    case 'realnvp':
      return realnvpPrior(parameters, { latent, layers, units: width });
  }
}
