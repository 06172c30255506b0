import * as tf from '@tensorflow/tfjs';
import { asInputs, gatherBatch } from '../compute';
import type { Dataset } from '../dataset';
import { type Autoencoder, inputRange } from '../model/autoencoder';
import { likelihoods } from '../model/likelihoods';
import { beginAtPrincipalComponents } from '../model/linear-beginning';
import { beginAt } from '../model/priors/vamp';
import { priorOf } from '../protocol/composition';
import type { TrainingConfig } from '../protocol/config';
import { permutation, random } from '../random';
import { augmentRows, augments } from './augmentation';
import { beginAtMeans } from './output-beginning';
import type { Split } from './split';

/** Tells these draws from others. */
const beginningSeed = 0xbe61;

/** Numbers in the sample: 64 MB as inputs. */
const sampleNumbers = 16e6;

/** Few images are taken several times where each time changes them. */
const mostTimes = 4;

/** Tells the examples of pseudo-inputs from others. */
const pseudoInputSeed = 0x7a3b;

/** Lets those weights that begin with the data do so, from the training part. */
export function beginFromData(
  model: Autoencoder,
  dataset: Dataset,
  split: Split,
  config: Pick<TrainingConfig, 'seed' | 'augment'>,
): void {
  if (model.config.outputBias === 'mean') beginAtMeans(model, dataset, split);
  if (model.config.linearPath) beginAtComponents(model, dataset, split, config);
  if (priorOf(model.config).name === 'vamp') beginAtExamples(model, dataset, split, config.seed);
}

/** Pseudo-inputs begin as examples, each another one as long as there are so many. */
function beginAtExamples(model: Autoencoder, dataset: Dataset, { training }: Split, seed: number): void {
  const { kind, shape } = dataset.summary;
  const order = permutation(training.length, random(seed, pseudoInputSeed)).map((place) => training[place]);
  const indices = Int32Array.from({ length: priorOf(model.config).components }, (_, i) => order[i % order.length]);
  tf.tidy(() => {
    const x = gatherBatch(dataset, indices);
    const { seen } = likelihoods[model.config.likelihood];
    beginAt(model.variables, seen ? seen(x, shape) : x, inputRange(kind));
  });
}

/** A linear path begins at the principal components of a sample, changed as in training. */
function beginAtComponents(
  model: Autoencoder,
  { summary, values }: Dataset,
  { training }: Split,
  { seed, augment = {} }: Pick<TrainingConfig, 'seed' | 'augment'>,
): void {
  const most = Math.max(2, Math.floor(sampleNumbers / model.features));
  const order = permutation(training.length, random(seed, beginningSeed)).map((place) => training[place]);
  const count = Math.min(most, training.length * (augments(augment) ? mostTimes : 1));
  const indices = Int32Array.from({ length: count }, (_, i) => order[i % order.length]);
  const rows = augmentRows(values, indices, summary.shape, augment, (i) => random(seed, beginningSeed, i));
  const x = tf.tensor2d(asInputs(rows), [count, model.features]);
  try {
    beginAtPrincipalComponents(model, x, seed);
  } finally {
    x.dispose();
  }
}
