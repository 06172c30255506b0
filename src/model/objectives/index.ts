import { isImportanceWeighted } from '../../protocol/composition';
import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { asTrained } from './as-trained';
import { elbo } from './elbo';
import { iwae } from './iwae';
import type { Objective } from './objective';
import { penaltiesOf } from './penalties';
import { semiSupervised } from './semi-supervised';

export { reconstructionTerm } from './elbo';
export type { Computed, Examples, Objective, Scalars, Update } from './objective';

/**
 * The objective that a configuration asks for.
 * @param examples How many the data set has.
 * @param labelled Share of them whose class is known.
 */
export function createObjective(
  model: Autoencoder,
  config: ObjectiveConfig,
  examples: number,
  labelled = 1,
): Objective {
  return asTrained(plainly(model, config, examples, labelled), model.config.dropout ?? 0, config);
}

function plainly(model: Autoencoder, config: ObjectiveConfig, examples: number, labelled: number): Objective {
  if (model.classify) return semiSupervised(model, config, labelled);
  return isImportanceWeighted(config) ? iwae(model, config) : elbo(model, config, penaltiesOf(model, config, examples));
}
