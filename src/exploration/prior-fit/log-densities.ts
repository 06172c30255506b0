import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../model/autoencoder';
import { breathe } from '../../training/breathe';
import { type Encodings, range } from '../../training/encoding';
import { AggregatePosterior } from '../aggregate-posterior';
import { spread } from '../example-set';
import { rowsOf } from '../placement';
import type { Codes } from '../projection';

/** Rows of which the prior's density is computed at once. */
const batch = 4096;
/** Examples that the aggregate posterior is taken over: as many as so many densities allow, within these bounds. */
const components = { most: 2048, least: 256, densities: 1.5e8 };

/** log p(z) of each code, nats. */
export async function logPriorOf(
  { prior }: Pick<Autoencoder, 'prior'>,
  { latent, means }: Codes,
): Promise<Float32Array> {
  const rows = means.length / latent;
  const values = new Float32Array(rows);
  for (let begin = 0; begin < rows; begin += batch) {
    const end = Math.min(begin + batch, rows);
    const part = tf.tidy(() =>
      prior.logDensity(tf.tensor2d(means.slice(begin * latent, end * latent), [end - begin, latent])).dataSync(),
    );
    values.set(part as Float32Array, begin);
    await breathe();
  }
  return values;
}

/**
 * log q(z) of the aggregate posterior at the code of each example, nats, by the posteriors of others alone: those of a sample of them.
 * @param onProgress Hears how many of all are done, from 0 to 1; what it throws ends it.
 */
export async function logAggregateOf(
  encodings: Encodings,
  onProgress: (fraction: number) => void,
): Promise<Float32Array> {
  const { means, logVars, latent } = encodings;
  if (!logVars) throw new Error('A posterior without a spread has no density');
  const examples = means.length / latent;
  const count = Math.max(components.least, Math.min(components.most, Math.floor(components.densities / examples)));
  const some = spread(range(0, examples), count);
  const of = (values: Float32Array) => rowsOf({ latent, means: values }, some).means;
  const posterior = new AggregatePosterior(of(means), of(logVars), latent);
  const values = new Float32Array(examples);
  // Both ascend: the next one of the sample is known.
  let next = 0;
  for (let index = 0; index < examples; index++) {
    const own = some[next] === index && examples > 1 ? next++ : -1;
    values[index] = posterior.logDensity(means.subarray(index * latent, (index + 1) * latent), own);
    onProgress((index + 1) / examples);
    await breathe();
  }
  return values;
}
