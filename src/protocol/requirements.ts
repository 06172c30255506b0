import { capabilitiesOf } from './capabilities';
import { classNames } from './classes';
import {
  hasKlByDimension,
  isImportanceWeighted,
  type PosteriorName,
  type PriorName,
  posteriorOf,
  priorOf,
  samplesOf,
} from './composition';
import type {
  EmbeddingConfig,
  ModelConfig,
  ObjectiveConfig,
  OptimizerConfig,
  OptimizerName,
  RunConfig,
  TrainingConfig,
} from './config';
import type { DataKind } from './data';
import { type SentenceParams, UserError } from './errors';
import { ganOf } from './gan';
import { likelihoodMisfit, likelihoods } from './likelihoods';
import { type NetworkMisfit, networkMisfits } from './network-misfits';
import { type KnownExamples, type PosteriorMisfit, posteriorMisfits } from './posterior-misfits';
import { isDiscrete } from './posteriors';
import type { SentenceCode } from './sentences';

/** Where a model is at odds with itself or with the data, and the sentence for it. */
export interface Misfit {
  readonly setting:
    | keyof ModelConfig
    | `embedding.${keyof EmbeddingConfig}`
    | `${'posterior' | 'prior'}.${'name' | 'components' | 'layers' | 'width'}`
    | NetworkMisfit['setting']
    | PosteriorMisfit['setting'];
  readonly code: Extract<SentenceCode, `model.${string}`>;
  readonly params?: SentenceParams;
}

/**
 * All that is at odds with the configuration itself or with the kind of data.
 * @param categories The columns of categories among a table's features.
 * @param known What else is known of the data.
 */
export function misfits(
  config: ModelConfig,
  kind: DataKind,
  categories: readonly unknown[],
  known: KnownExamples = {},
): readonly Misfit[] {
  const found: Misfit[] = [];
  const refuse = (setting: Misfit['setting'], code: Misfit['code']) => found.push({ setting, code });
  if (config.architecture === 'conv' || config.architecture === 'residual') {
    if (kind !== 'images' && kind !== 'text') refuse('architecture', 'model.conv-needs-places');
    else if (config.hidden.length === 0) refuse('hidden', 'model.conv-needs-filters');
  }
  found.push(...networkMisfits(config, kind));
  const misfit = likelihoodMisfit(config.likelihood, {
    data: kind,
    model: config.kind,
    hasCategories: categories.length > 0,
  });
  if (misfit) refuse('likelihood', misfit);
  if (categories.length === 0) found.push(...embeddingMisfits(config));
  if (config.linearPath && !mayHaveLinearPath(config, kind)) refuse('linearPath', 'model.linear-needs-pixels');
  if (config.outputBias === 'mean' && config.likelihood !== 'bernoulli')
    refuse('outputBias', 'model.mean-needs-bernoulli');
  return [...found, ...latentMisfits(config), ...classMisfits(config, known), ...posteriorMisfits(config, known)];
}

/** What is said of columns of categories where there are none. */
function embeddingMisfits({ embedding = {} }: ModelConfig): readonly Misfit[] {
  const settings = Object.keys(embedding) as (keyof EmbeddingConfig)[];
  return settings.map((own) => ({ setting: `embedding.${own}`, code: 'model.embedding-needs-categories' }));
}

/** Where the classes that a model is to know are at odds with it, or with the data. */
function classMisfits(config: ModelConfig, { columns, label }: KnownExamples): readonly Misfit[] {
  if (!config.classes) return [];
  const found: Misfit[] = [];
  const refuse = (code: Misfit['code']) => found.push({ setting: 'classes', code });
  if (columns && classNames({ columns, label }).length === 0) refuse('model.classes-need-labels');
  if (priorOf(config).name === 'vamp') refuse('model.vamp-needs-no-classes');
  if (config.classes === 'inferred' && (config.kind === 'ae' || isDiscrete(config))) refuse('model.inferred-needs-vae');
  return found;
}

export function mayHaveLinearPath({ likelihood }: Pick<ModelConfig, 'likelihood'>, kind: DataKind): boolean {
  return kind === 'images' && likelihoods[likelihood].isLinear === true;
}

/** Where the distributions of codes are at odds with the kind of model, with each other, or with themselves. */
function latentMisfits(config: ModelConfig): readonly Misfit[] {
  const found: Misfit[] = [];
  const { posterior = {}, prior = {} } = config;
  const [{ name: q }, { name: p }] = [posteriorOf(config), priorOf(config)];
  if (config.kind === 'ae') {
    if (q !== 'diagonal') found.push({ setting: 'posterior.name', code: 'model.posterior-needs-vae' });
    if (p !== 'standard') found.push({ setting: 'prior.name', code: 'model.prior-needs-vae' });
    return found;
  }
  if (p === 'vamp' && q !== 'diagonal' && q !== 'ladder')
    found.push({ setting: 'prior.name', code: 'model.vamp-needs-diagonal' });
  if (posterior.layers !== undefined && !hasFlows(q))
    found.push({ setting: 'posterior.layers', code: 'model.layers-need-flow' });
  if (posterior.width !== undefined && !hasWidth(q))
    found.push({ setting: 'posterior.width', code: 'model.width-needs-iaf' });
  if (prior.components !== undefined && !hasComponents(p))
    found.push({ setting: 'prior.components', code: 'model.components-need-mixture' });
  for (const own of ['layers', 'width'] as const) {
    if (prior[own] !== undefined && p !== 'realnvp')
      found.push({ setting: `prior.${own}`, code: 'model.layers-need-realnvp' });
  }
  return found;
}

/** Whether a posterior goes through flows. */
export function hasFlows(posterior: PosteriorName): boolean {
  return posterior === 'planar' || posterior === 'iaf';
}

/** Whether a posterior has a hidden layer of its own. */
export function hasWidth(posterior: PosteriorName): boolean {
  return posterior === 'iaf' || posterior === 'ladder';
}

/** Whether a prior is a mixture. */
export function hasComponents(prior: PriorName): boolean {
  return prior === 'mixture' || prior === 'vamp';
}

/** Throws UserError `model.*` where a configuration is at odds with itself or with the kind of data. */
export function checkFit(
  config: ModelConfig,
  kind: DataKind,
  categories: readonly unknown[],
  known: KnownExamples = {},
): void {
  const [misfit] = misfits(config, kind, categories, known);
  if (misfit) throw new UserError(misfit.code, misfit.params);
}

/** Where the training is at odds with itself or with the data: the setting, by its path, and the sentence for it. */
export interface TrainingMisfit {
  readonly key: string;
  readonly code: Extract<SentenceCode, `training.${string}`>;
}

export function trainingMisfits(
  {
    augment = {},
    optimizer,
    players = {},
    keepWeights = {},
    batchSize,
    batchGrowth = {},
  }: Pick<TrainingConfig, 'augment' | 'optimizer' | 'players' | 'keepWeights' | 'batchGrowth'> &
    Partial<Pick<TrainingConfig, 'batchSize'>>,
  kind: DataKind,
): readonly TrainingMisfit[] {
  const found: TrainingMisfit[] = [];
  if (kind !== 'images') {
    if (augment.flip) found.push({ key: 'training.augment.flip', code: 'training.augment-needs-images' });
    else if (augment.shift) found.push({ key: 'training.augment.shift', code: 'training.augment-needs-images' });
  }
  found.push(...optimizerMisfits('training.optimizer', optimizer));
  found.push(...optimizerMisfits('training.players.discriminator.optimizer', players.discriminator?.optimizer));
  const { every: growing, factor, largest } = batchGrowth;
  if (growing === undefined) {
    if (factor !== undefined) found.push({ key: 'training.batchGrowth.factor', code: 'training.growth-needs-every' });
    if (largest !== undefined) found.push({ key: 'training.batchGrowth.largest', code: 'training.growth-needs-every' });
  } else if (largest !== undefined && batchSize !== undefined && largest < batchSize)
    found.push({ key: 'training.batchGrowth.largest', code: 'training.growth-is-none' });
  const { epochs: kept = 'best', every, precision } = keepWeights;
  if (every !== undefined && kept !== 'every')
    found.push({ key: 'training.keepWeights.every', code: 'training.every-needs-epochs' });
  if (precision === 'float16' && kept === 'best')
    found.push({ key: 'training.keepWeights.precision', code: 'training.precision-needs-epochs' });
  return found;
}

/** @param place Where the settings are. */
function optimizerMisfits(
  place: string,
  { name = 'adam', epsilon, momentum, beta1, beta2 }: OptimizerConfig = {},
): readonly TrainingMisfit[] {
  const found: TrainingMisfit[] = [];
  if (epsilon !== undefined && !divides(name))
    found.push({ key: `${place}.epsilon`, code: 'training.epsilon-needs-adam' });
  if (momentum !== undefined && !hasMomentum(name))
    found.push({ key: `${place}.momentum`, code: 'training.momentum-needs-sgd' });
  if (!hasBetas(name)) {
    for (const [setting, value] of Object.entries({ beta1, beta2 }))
      if (value !== undefined) found.push({ key: `${place}.${setting}`, code: 'training.betas-need-adam' });
  }
  return found;
}

/** Whether an optimiser has the running means of Adam. */
export function hasBetas(name: OptimizerName): boolean {
  return name === 'adam' || name === 'adamw' || name === 'adamax';
}

/** Whether an optimiser divides by what gradients are like, and so needs what keeps that above 0. */
export function divides(name: OptimizerName): boolean {
  return name !== 'sgd';
}

/** Whether an optimiser has a momentum that can be set. */
export function hasMomentum(name: OptimizerName): boolean {
  return name === 'sgd' || name === 'rmsprop';
}

/** Where the objective is at odds with the model or the data: the setting, by its path, and the sentence for it. */
export interface ObjectiveMisfit {
  readonly key: string;
  readonly code: Extract<SentenceCode, `objective.${string}`>;
}

export function objectiveMisfits(
  objective: ObjectiveConfig,
  model: ModelConfig,
  kind: DataKind,
): readonly ObjectiveMisfit[] {
  const { totalCorrelation, sparsity, corruption, capacity } = objective;
  const found: ObjectiveMisfit[] = [];
  if (model.kind === 'ae') {
    if (totalCorrelation?.weight && totalCorrelation.by !== 'discriminator')
      found.push({ key: 'objective.totalCorrelation.weight', code: 'objective.correlation-needs-vae' });
    if (capacity?.nats) found.push({ key: 'objective.capacity.nats', code: 'objective.capacity-needs-vae' });
  }
  found.push(...codeMisfits(objective, model));
  if (sparsity?.weight && sparsity.by === 'kl' && model.kind === 'vae')
    found.push({ key: 'objective.sparsity.by', code: 'objective.sparsity-needs-ae' });
  if (corruption?.amount) {
    const { by, amount } = corruption;
    if (kind === 'text') found.push({ key: 'objective.corruption.amount', code: 'objective.corruption-needs-numbers' });
    else if (by === 'salt-and-pepper' && kind !== 'images')
      found.push({ key: 'objective.corruption.by', code: 'objective.salt-needs-images' });
    else if (by !== 'gaussian' && amount > 1)
      found.push({ key: 'objective.corruption.amount', code: 'objective.corruption-beyond-all' });
  }
  if (objective.binarised) {
    if (kind !== 'images') found.push({ key: 'objective.binarised', code: 'objective.binarised-needs-images' });
    else if (model.likelihood !== 'bernoulli')
      found.push({ key: 'objective.binarised', code: 'objective.binarised-needs-bernoulli' });
  }
  found.push(...ganMisfits(objective, model, kind));
  return [...found, ...classificationMisfits(objective, model), ...drawMisfits(objective, model)];
}

/** Where a discriminator of images has none, or nothing to compare them with. */
function ganMisfits(objective: ObjectiveConfig, model: ModelConfig, kind: DataKind): readonly ObjectiveMisfit[] {
  const gan = ganOf(objective);
  if (!gan) return [];
  const refuse = (code: ObjectiveMisfit['code']) => [{ key: 'objective.gan.weight', code }];
  if (kind !== 'images') return refuse('objective.gan-needs-images');
  if (model.kind === 'ae') return refuse('objective.gan-needs-vae');
  if (objective.binarised) return refuse('objective.gan-needs-shades');
  return gan.features + gan.pixels > 0 ? [] : refuse('objective.gan-needs-error');
}

/** The bound of M2 has nothing added but the classification, which no other has. */
function classificationMisfits(objective: ObjectiveConfig, { classes }: ModelConfig): readonly ObjectiveMisfit[] {
  if (classes !== 'inferred') {
    return objective.classification?.weight
      ? [{ key: 'objective.classification.weight', code: 'objective.classification-needs-inferred' }]
      : [];
  }
  const others = [...addedTo(objective), ...(samplesOf(objective) > 1 ? ['samples'] : [])];
  return others.map((setting) => ({ key: `objective.${setting}`, code: 'objective.inferred-stands-alone' }));
}

/** Where the draws of z, or the KL, are not those that an objective asks for. */
function drawMisfits(objective: ObjectiveConfig, model: ModelConfig): readonly ObjectiveMisfit[] {
  const found: ObjectiveMisfit[] = [];
  const refuse = (setting: string, code: ObjectiveMisfit['code']) => found.push({ key: `objective.${setting}`, code });
  const { gradient, freeBits, totalCorrelation, covariance, mmd, adversarial } = objective;
  const samples = samplesOf(objective);
  const isDiagonal = posteriorOf(model).name === 'diagonal';
  if (model.kind === 'ae') {
    if (samples > 1) refuse('samples', 'objective.samples-need-vae');
    return found;
  }
  if (freeBits > 0) {
    if (isImportanceWeighted(objective)) refuse('freeBits', 'objective.free-bits-need-one-draw');
    else if (!hasKlByDimension(model)) refuse('freeBits', 'objective.free-bits-need-dimensions');
  }
  if (gradient === 'doubly-reparameterised') {
    if (!isImportanceWeighted(objective)) refuse('gradient', 'objective.gradient-needs-samples');
    else if (!isDiagonal) refuse('gradient', 'objective.gradient-needs-diagonal');
  }
  if (samples > 1) {
    const [added] = addedTo(objective);
    if (added) refuse(added, 'objective.added-needs-one-draw');
  }
  if (!isDiagonal && totalCorrelation?.weight && totalCorrelation.by !== 'discriminator')
    refuse('totalCorrelation.by', 'objective.correlation-needs-diagonal');
  if (!isDiagonal && (covariance?.offDiagonal || covariance?.diagonal) && covariance.of === 'samples')
    refuse('covariance.of', 'objective.covariance-needs-diagonal');
  if (priorOf(model).name !== 'standard') {
    if (mmd?.weight) refuse('mmd.weight', 'objective.discrepancy-needs-standard');
    if (adversarial?.weight) refuse('adversarial.weight', 'objective.discrepancy-needs-standard');
  }
  return found;
}

/** The settings of what an objective adds to the ELBO, or changes of it, for one draw of z. */
function addedTo(objective: ObjectiveConfig): readonly string[] {
  const { capacity, totalCorrelation, covariance, mmd, adversarial, gan, sparsity, contraction, corruption } =
    objective;
  const added: readonly (readonly [setting: string, amount: number | undefined])[] = [
    ['capacity.nats', capacity?.nats],
    ['totalCorrelation.weight', totalCorrelation?.weight],
    ['covariance.offDiagonal', covariance?.offDiagonal],
    ['covariance.diagonal', covariance?.diagonal],
    ['mmd.weight', mmd?.weight],
    ['adversarial.weight', adversarial?.weight],
    ['gan.weight', gan?.weight],
    ['sparsity.weight', sparsity?.weight],
    ['contraction.weight', contraction?.weight],
    ['corruption.amount', corruption?.amount],
  ];
  return added.filter(([, amount]) => amount).map(([setting]) => setting);
}

/** What is said of codes that may be any numbers, and are near those of N(0, I). */
function codeMisfits(objective: ObjectiveConfig, model: ModelConfig): readonly ObjectiveMisfit[] {
  if (!isDiscrete(model)) return [];
  const code = 'objective.codes-are-discrete';
  const { nats } = objective.capacity ?? {};
  const others = addedTo({ ...objective, capacity: {}, corruption: {} });
  const several = samplesOf(objective) > 1 ? ['samples'] : [];
  const used = [...others, ...several, ...(nats && !capabilitiesOf(model).kl ? ['capacity.nats'] : [])];
  return used.map((setting) => ({ key: `objective.${setting}`, code }));
}

/** Throws UserError `training.*` or `objective.*` where training is at odds with itself, the model or the kind of data. */
export function checkTraining(
  { training, objective, model }: Pick<RunConfig, 'model' | 'objective' | 'training'>,
  kind: DataKind,
): void {
  const [misfit] = [...trainingMisfits(training, kind), ...objectiveMisfits(objective, model, kind)];
  if (misfit) throw new UserError(misfit.code);
}
