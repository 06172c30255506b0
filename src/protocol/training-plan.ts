import { batchSizeIn, stepsIn, stepsOf } from './batch-sizes';
import type { DataConfig, TrainingConfig } from './config';
import type { DataSummary } from './data';

/** How many steps a training takes at most. */
export interface TrainingPlan {
  /** Examples to train on, and examples held out. */
  readonly training: number;
  readonly validation: number;
  /** In the first epoch, and in the last, where batches may be larger. */
  readonly stepsPerEpoch: number;
  readonly stepsAtLast: number;
  readonly steps: number;
  /** Examples of the largest batch. */
  readonly largestBatch: number;
}

/**
 * The same numbers as `src/training` comes to. Of data that are streamed, those held out are of the sample. How many a column or
 * other data hold out is not known here.
 */
export function planTraining(
  training: Pick<TrainingConfig, 'validationSplit' | 'validation' | 'batchSize' | 'batchGrowth' | 'epochs' | 'passes'>,
  { examples, streamed }: Pick<DataSummary, 'examples' | 'streamed'>,
  data: Pick<DataConfig, 'validation'> = {},
): TrainingPlan {
  const { validationSplit, epochs, passes = 1, validation: { column } = {} } = training;
  const isShare = column === undefined && data.validation?.source === undefined;
  const validation = isShare ? Math.min(Math.round(examples * validationSplit), examples - 1) : 0;
  const trained = (streamed ?? examples) - validation;
  const inEpoch = passes * trained;
  return {
    training: trained,
    validation,
    stepsPerEpoch: stepsIn(0, training, inEpoch),
    stepsAtLast: stepsIn(epochs - 1, training, inEpoch),
    steps: stepsOf(epochs, training, inEpoch),
    largestBatch: Math.min(batchSizeIn(epochs - 1, training, inEpoch), inEpoch),
  };
}
