import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { elbo } from './elbo';
import type { Objective } from './objective';

export { reconstructionTerm } from './elbo';
export type { Computed, Examples, Objective, Scalars, Update } from './objective';

/** The objective that a configuration asks for. */
export function createObjective(model: Autoencoder, config: ObjectiveConfig): Objective {
  return elbo(model, config);
}
