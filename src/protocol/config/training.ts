import * as v from 'valibot';
import { termNames } from '../terms';
import { count, nonNegative, positive, positiveInteger } from './numbers';

export const Augmentation = v.strictObject({
  flip: v.optional(v.pipe(v.boolean(), v.description('Mirrors images left to right in one of two cases.'))),
  shift: v.optional(v.pipe(count, v.maxValue(64), v.description('Moves images by up to so many pixels each way.'))),
});
export type Augmentation = v.InferOutput<typeof Augmentation>;

export const OptimizerName = v.picklist(['adam', 'adamw', 'adamax', 'sgd', 'rmsprop']);
export type OptimizerName = v.InferOutput<typeof OptimizerName>;

export const Convention = v.picklist(['tensorflow', 'keras', 'pytorch']);
export type Convention = v.InferOutput<typeof Convention>;

export const OptimizerConfig = v.strictObject({
  name: v.optional(
    v.pipe(OptimizerName, v.description('What changes the weights by their gradients; Adam where it is left out.')),
  ),
  convention: v.optional(
    v.pipe(
      Convention,
      v.description(
        "Whose form a step has, which says where epsilon and the step size stand, and what is usual; TensorFlow's where left out.",
      ),
    ),
  ),
  epsilon: v.optional(
    v.pipe(
      positive,
      v.maxValue(1),
      v.description(
        "What keeps a step's divisor above 0: 1e-7 where left out, 1e-8 by the convention of PyTorch, 1e-4 in some papers.",
      ),
    ),
  ),
  weightDecay: v.optional(
    v.pipe(
      nonNegative,
      v.description(
        'Share of the weights, times the step size, that AdamW takes off at each step; with others, what of the weights is added to their gradients (L2).',
      ),
    ),
  ),
  momentum: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.999),
      v.description('Share of the last step that SGD (0.9) and RMSProp (0) take again.'),
    ),
  ),
  beta1: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.9999),
      v.description("Share of the gradients' running mean that a step of Adam keeps, 0.9 where left out."),
    ),
  ),
  beta2: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.999999),
      v.description('The same of the mean of their squares, 0.999 where left out.'),
    ),
  ),
  clipNorm: v.optional(
    v.pipe(positive, v.description('The largest norm of all gradients together; larger ones are scaled down to it.')),
  ),
});
export type OptimizerConfig = v.InferOutput<typeof OptimizerConfig>;

export const PlayerConfig = v.strictObject({
  learningRate: v.optional(
    v.pipe(
      positive,
      v.description('Its own step size, which goes on by the same schedule; that of the model where left out.'),
    ),
  ),
  every: v.optional(
    v.pipe(positiveInteger, v.description('It learns at one of so many steps, 1 where left out: at each.')),
  ),
  optimizer: v.optional(
    v.pipe(OptimizerConfig, v.description('How its weights are changed; as those of the model where left out.')),
  ),
});
export type PlayerConfig = v.InferOutput<typeof PlayerConfig>;

export const PlayersConfig = v.strictObject({
  discriminator: v.optional(
    v.pipe(PlayerConfig, v.description('How discriminators learn that the model is trained against.')),
  ),
});
export type PlayersConfig = v.InferOutput<typeof PlayersConfig>;

export const KeptWeights = v.strictObject({
  epochs: v.optional(
    v.pipe(
      v.picklist(['best', 'powers', 'every']),
      v.description(
        'Whose weights stay on disk: of the best and the newest alone, also after 1, 2, 4, 8 … epochs, or after every so many.',
      ),
    ),
  ),
  every: v.optional(
    v.pipe(positiveInteger, v.description('With 1, or left out, those of every epoch; with 5 those of every fifth.')),
  ),
  precision: v.optional(
    v.pipe(
      v.picklist(['float32', 'float16']),
      v.description(
        'What weights of epochs are rounded to; float16 takes half the room. The best and the newest are kept exactly.',
      ),
    ),
  ),
});
export type KeptWeights = v.InferOutput<typeof KeptWeights>;
export const PlateauConfig = v.strictObject({
  factor: v.optional(
    v.pipe(
      positive,
      v.maxValue(0.99),
      v.description('What a plateau multiplies the step size by, 0.5 where left out.'),
    ),
  ),
  patience: v.optional(
    v.pipe(count, v.description('Epochs without a better monitored value that are waited for, 3 where left out.')),
  ),
});
export type PlateauConfig = v.InferOutput<typeof PlateauConfig>;

export const MilestonesConfig = v.strictObject({
  epochs: v.optional(
    v.pipe(
      v.array(positiveInteger),
      v.maxLength(64),
      v.description('Epochs after which the step size falls, each once.'),
    ),
  ),
  factor: v.optional(
    v.pipe(
      positive,
      v.maxValue(0.99),
      v.description('What a milestone multiplies the step size by, 0.1 where left out.'),
    ),
  ),
});
export type MilestonesConfig = v.InferOutput<typeof MilestonesConfig>;

export const BatchGrowth = v.strictObject({
  every: v.optional(v.pipe(positiveInteger, v.description('Epochs after which batches grow, again and again.'))),
  factor: v.optional(
    v.pipe(
      v.number(),
      v.gtValue(1),
      v.maxValue(100),
      v.description('What the size of batches is multiplied by then, 2 where left out.'),
    ),
  ),
  largest: v.optional(
    v.pipe(positiveInteger, v.description('Examples that a batch has at most; all of an epoch where left out.')),
  ),
});
export type BatchGrowth = v.InferOutput<typeof BatchGrowth>;

export const ValidationConfig = v.strictObject({
  column: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description(
        'A column that says which rows are for training (train), for validation (val, valid, validation, dev) and left out of both (test).',
      ),
    ),
  ),
  stratified: v.optional(
    v.pipe(v.boolean(), v.description('The share that is held out has the labels in the proportions of the whole.')),
  ),
});
export type ValidationConfig = v.InferOutput<typeof ValidationConfig>;

export const TrainingConfig = v.strictObject({
  epochs: v.pipe(
    positiveInteger,
    v.description('Passes over the training data; each may consist of several, by `passes`.'),
  ),
  passes: v.optional(
    v.pipe(
      positiveInteger,
      v.description('Passes over the training data in one epoch, 1 where left out: for small data.'),
    ),
  ),
  augment: v.optional(
    v.pipe(Augmentation, v.description('How images are changed by chance each time that they are trained on.')),
  ),
  batchSize: v.pipe(positiveInteger, v.description('Examples per training step.')),
  batchGrowth: v.optional(
    v.pipe(BatchGrowth, v.description('How batches grow while training goes on, in place of a step size that falls.')),
  ),
  optimizer: v.optional(v.pipe(OptimizerConfig, v.description('How the weights are changed by their gradients.'))),
  players: v.optional(v.pipe(PlayersConfig, v.description('What others than the model have of their own.'))),
  ema: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.99999),
      v.description(
        'Share of a running mean of the weights that a step keeps, such as 0.999: the means are used and stored. Left out or 0: the weights themselves.',
      ),
    ),
  ),
  learningRate: v.pipe(positive, v.description('Step size of the optimiser, at the beginning.')),
  schedule: v.pipe(
    v.picklist(['cosine', 'constant', 'step', 'one-cycle', 'plateau', 'milestones']),
    v.description(
      'How the step size goes on: down to 0 along a cosine, as it is, to a tenth at half and at three quarters, up and down in one cycle, down whenever training has come to a plateau, or down after given epochs.',
    ),
  ),
  plateau: v.optional(v.pipe(PlateauConfig, v.description('When the step size of the schedule plateau falls.'))),
  milestones: v.optional(
    v.pipe(
      MilestonesConfig,
      v.description('When the step size of the schedule milestones falls, whatever all epochs are.'),
    ),
  ),
  warmUpEpochs: v.optional(
    v.pipe(nonNegative, v.description('Epochs over which the step size rises linearly from 0; 0 where left out.')),
  ),
  seed: v.pipe(count, v.maxValue(2 ** 31 - 1), v.description('Same seed, same run.')),
  splitSeed: v.optional(
    v.pipe(
      count,
      v.maxValue(2 ** 31 - 1),
      v.description(
        'Chooses which examples are held out; the seed where left out. A fork holds out those of the run it comes from.',
      ),
    ),
  ),
  validationSplit: v.pipe(
    nonNegative,
    v.maxValue(0.9),
    v.description('Share of the examples held out for validation.'),
  ),
  validation: v.optional(v.pipe(ValidationConfig, v.description('Which examples are held out for validation.'))),
  balance: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(1),
      v.description(
        'How far examples of rare labels are trained on more often: 0 as they are, 1 until all labels come equally often.',
      ),
    ),
  ),
  patience: v.pipe(
    count,
    v.description('Stop after this many epochs without a better monitored value; 0 never stops early.'),
  ),
  monitor: v.optional(
    v.pipe(
      v.picklist(['loss', ...termNames]),
      v.description(
        'What decides which epoch is the best: the loss, or a term of it; of validation where there is one, else of training.',
      ),
    ),
  ),
  keepWeights: v.optional(v.pipe(KeptWeights, v.description('Whether older epochs can be decoded, and forked from.'))),
});
export type TrainingConfig = v.InferOutput<typeof TrainingConfig>;
