import { capabilitiesOf } from '../protocol/capabilities';
import type { Autoencoder } from './autoencoder';
import { learnedLogVarianceOf, logVarianceName } from './likelihoods';

/**
 * log v_j of p(x_j|z) = N(mean_j, v_j), [features], as it is set or learned, the same for all z; null of another distribution. Of tables with
 * categories those of these features mean nothing.
 */
export function decoderLogVariances({ config, features, variables }: Autoencoder): Float32Array | null {
  const learned = variables.get(logVarianceName);
  if (learned) {
    const logVariances = learned.dataSync<'float32'>().map(learnedLogVarianceOf);
    return logVariances.length === features ? logVariances : new Float32Array(features).fill(logVariances[0]);
  }
  const isSet = config.likelihood === 'gaussian' && capabilitiesOf(config).density;
  return isSet ? new Float32Array(features).fill(Math.log(config.variance)) : null;
}
