import { samplesOf } from '../../protocol/composition';
import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { asTrained } from './as-trained';
import { elbo } from './elbo';
import { iwae } from './iwae';
import type { Objective } from './objective';
import { penaltiesOf } from './penalties';

export { reconstructionTerm } from './elbo';
export type { Computed, Examples, Objective, Scalars, Update } from './objective';

/** The objective that a configuration asks for. @param examples How many the data set has. */
export function createObjective(model: Autoencoder, config: ObjectiveConfig, examples: number): Objective {
  const objective =
    samplesOf(config) > 1 ? iwae(model, config) : elbo(model, config, penaltiesOf(model, config, examples));
  return asTrained(objective, model.config.dropout ?? 0, config);
}
