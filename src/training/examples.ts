import type { Dataset } from '../dataset';
import type { TrainingConfig } from '../protocol/config';
import { permutation, random } from '../random';
import { augmentedExamples, augments } from './augmentation';
import { balancedOrder } from './balance';
import { repeatedExamples } from './repeated-examples';
import { labelOf, type Split } from './split';
import { StreamedExamples } from './streamed-examples';

/** Some examples for training steps. */
export interface TakenExamples {
  /** By index: of the data set, or of `rows` where they are given. */
  readonly indices: Int32Array;
  /**
   * The examples themselves where the data set does not hold them, as `Dataset.values` has them. Valid until the next are
   * taken: their memory is used again.
   */
  readonly rows?: Dataset['values'];
  /** Of `rows` that are made of the data set's examples: of which each is made. */
  readonly origins?: Int32Array;
  /** Of `rows` that memory does not hold as the data set's examples: the label of each index, as in `Dataset.labels`. */
  readonly labels?: Float32Array;
}

/** The examples of one epoch, in an order that the seed and the epoch determine. */
export interface EpochExamples {
  /** Those at the places `begin` to `end` of the order. Asked for from front to back, beginning anywhere. */
  take(begin: number, end: number): Promise<TakenExamples>;
  /** Lets go of what was read ahead. */
  close(): Promise<void>;
}

/** All that there is to train on. */
export interface TrainingExamples {
  readonly count: number;
  epoch(epoch: number): EpochExamples;
}

/** The examples of the training part as an epoch of a run takes them: so many times, and changed by chance where it says so. */
export function trainingExamples(
  dataset: Dataset,
  split: Split,
  { seed, passes = 1, augment = {}, balance = 0 }: Pick<TrainingConfig, 'seed' | 'passes' | 'augment' | 'balance'>,
): TrainingExamples {
  const examples = trainingPart(dataset, split, seed, balance);
  const repeated = passes > 1 ? repeatedExamples(examples, passes) : examples;
  return augments(augment) ? augmentedExamples(repeated, dataset, augment, seed) : repeated;
}

/** The examples of the training part, each once an epoch, or as often as the balance of labels has it. */
export function trainingPart(dataset: Dataset, split: Split, seed: number, balance = 0): TrainingExamples {
  const { stream, columns } = dataset;
  if (stream) return new StreamedExamples({ ...dataset, stream }, split.validation, seed, balance);
  const { training } = split;
  const label = balance > 0 ? labelOf(columns) : undefined;
  return inOrder(split, (epoch) =>
    label
      ? balancedOrder(training, label, balance, seed, epoch)
      : permutation(training.length, random(seed, epoch)).map((i) => training[i]),
  );
}

/** @param orderOf The examples of an epoch, by index, in their order. */
function inOrder({ training }: Split, orderOf: (epoch: number) => Int32Array): TrainingExamples {
  return {
    count: training.length,
    epoch(epoch) {
      const order = orderOf(epoch);
      return {
        take: async (begin, end) => ({ indices: order.slice(begin, end) }),
        close: async () => undefined,
      };
    },
  };
}
