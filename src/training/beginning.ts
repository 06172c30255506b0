import * as tf from '@tensorflow/tfjs';
import { asInputs } from '../compute';
import type { Dataset } from '../dataset/dataset';
import type { Autoencoder } from '../model/autoencoder';
import { beginAtPrincipalComponents } from '../model/linear-beginning';
import type { TrainingConfig } from '../protocol/config';
import { permutation, random } from '../random';
import { augmentRows, augments } from './augmentation';
import type { Split } from './split';

/** Tells these draws from others. */
const beginningSeed = 0xbe61;

/** Numbers in the sample: 64 MB as inputs. */
const sampleNumbers = 16e6;

/** Few images are taken several times where each time changes them. */
const mostTimes = 4;

/** Lets a model with a linear path begin at the principal components of a sample of the training part, changed as in training. */
export function beginFromData(
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
