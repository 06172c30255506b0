import type { RunConfig } from './config';
import type { DataSummary } from './data';
import type { Sentence } from './errors';
import { isSquaredError } from './likelihoods';
import type { EpochMetrics } from './run';

/** With fewer epochs there is no curve. */
const fewestEpochs = 4;

/** The second half of a training that is long enough brings a small part of what it brings altogether. */
const largestLateShare = 0.25;

/**
 * What counts as clearly better, for each feature of an example: a mean squared error that is smaller by half a percent, where
 * the variance is learned; 1.6 nats for an image of MNIST.
 */
const clearNats = 0.002;
/** The same of a plain autoencoder's error, which is in no unit of its own. */
const clearShare = 0.02;

/**
 * Whether a training that has ended was too short, by its learning curve: null, or the sentence that says so. Held-out
 * examples judge where there are any; so a model that has begun to overfit is not sent on. A rate that falls to nothing
 * levels every curve at its end: so halves are compared, and not the last epochs.
 * @param shape Of an example; of text, whose places count, [length, symbols].
 */
export function verdictOn(
  history: readonly EpochMetrics[],
  { model, training, objective }: Pick<RunConfig, 'model' | 'training' | 'objective'>,
  { kind, shape }: Pick<DataSummary, 'kind' | 'shape'>,
): Sentence | null {
  const all = history.map(({ loss, validation }) => validation?.loss ?? loss);
  // While the KL gets its weight, losses are no curve.
  const losses = all.slice(Math.min(Math.ceil(objective.warmUpEpochs), all.length));
  const last = losses.at(-1);
  if (last === undefined || losses.length < fewestEpochs || history.length < training.epochs) return null;
  const [first] = losses;
  const places = kind === 'text' ? shape[0] : shape.reduce((product, size) => product * size, 1);
  const late = losses[Math.floor((losses.length - 1) / 2)] - last;
  const clear = isSquaredError(model) ? clearShare * last : clearNats * places;
  if (late < clear || late < largestLateShare * (first - last)) return null;
  return { code: 'run.underTrained', params: { epochs: 2 * training.epochs } };
}
