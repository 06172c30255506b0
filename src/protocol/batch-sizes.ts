import type { TrainingConfig } from './config/training';

export type BatchSizes = Pick<TrainingConfig, 'batchSize' | 'batchGrowth'>;

/**
 * Examples of a step in an epoch, counted from 0. Batches that grow take the place of a step size that falls (Smith et al. 2018,
 * arXiv 1711.00489): what both lessen is the noise of the gradients, which is about rate x examples / size.
 * @param examples Those of an epoch.
 */
export function batchSizeIn(epoch: number, { batchSize, batchGrowth = {} }: BatchSizes, examples: number): number {
  const { every, factor = 2, largest = examples } = batchGrowth;
  if (every === undefined) return batchSize;
  const grown = Math.round(batchSize * factor ** Math.floor(epoch / every));
  return Math.max(batchSize, Math.min(grown, largest, examples));
}

/** Steps of an epoch, counted from 0. The last one may have fewer examples than the others. */
export function stepsIn(epoch: number, sizes: BatchSizes, examples: number): number {
  return Math.ceil(examples / batchSizeIn(epoch, sizes, examples));
}

/** Steps of so many epochs, from the first on. */
export function stepsOf(epochs: number, sizes: BatchSizes, examples: number): number {
  const { every = epochs } = sizes.batchGrowth ?? {};
  const last = stepsIn(epochs - 1, sizes, examples);
  let sum = 0;
  for (let epoch = 0; epoch < epochs; ) {
    const count = stepsIn(epoch, sizes, examples);
    // They only become fewer: once as many as at last, they stay so.
    const alike = count === last ? epochs - epoch : every;
    sum += alike * count;
    epoch += alike;
  }
  return sum;
}
