import type { Encoding } from '../dataset';
import { featureGroups, libraryOf } from '../dataset';
import { type Autoencoder, createAutoencoder } from '../model/autoencoder';
import { classNames } from '../protocol/classes';
import type { RunRecord } from '../protocol/run';

/** A run's model, with the weights of its seed. */
export function modelOf({ config, data, encoding }: Pick<RunRecord, 'config' | 'data' | 'encoding'>): Autoencoder {
  const own = encoding as Encoding;
  const surroundings = { objective: config.objective, library: libraryOf(own), classes: classNames(data) };
  return createAutoencoder(config.model, data.shape, data.kind, config.training.seed, featureGroups(own), surroundings);
}
