import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { elbo } from './elbo';
import type { Objective } from './objective';
import { penaltiesOf } from './penalties';

export { reconstructionTerm } from './elbo';
export type { Computed, Examples, Objective, Scalars, Update } from './objective';

/** The objective that a configuration asks for. @param examples How many the data set has. */
export function createObjective(model: Autoencoder, config: ObjectiveConfig, examples: number): Objective {
  return elbo(model, config, penaltiesOf(model, config, examples));
}
