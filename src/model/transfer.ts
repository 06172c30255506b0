import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';
import type { StoredTensors } from './weights';

/** Which variables of a model took weights of another, by name. */
export interface Transfer {
  readonly taken: readonly string[];
  /** Those that stayed as they were: there are no weights of their name and shape. */
  readonly initialised: readonly string[];
}

/** Gives each variable the weights of its name, where these have its shape. */
export function transferWeights({ variables }: Pick<Autoencoder, 'variables'>, weights: StoredTensors): Transfer {
  const taken: string[] = [];
  const initialised: string[] = [];
  for (const [name, variable] of variables) {
    const stored = weights.get(name);
    if (stored === undefined || String(stored.shape) !== String(variable.shape)) {
      initialised.push(name);
      continue;
    }
    tf.tidy(() => variable.assign(tf.tensor(stored.values, variable.shape)));
    taken.push(name);
  }
  return { taken, initialised };
}
