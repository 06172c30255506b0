import { capabilitiesOf } from './capabilities';
import type { ModelConfig, ObjectiveConfig, OptimizerName, RunConfig, TrainingConfig } from './config';
import type { DataKind } from './data';
import { type SentenceParams, UserError } from './errors';
import { likelihoodMisfit, likelihoods } from './likelihoods';
import { type KnownExamples, type PosteriorMisfit, posteriorMisfits } from './posterior-misfits';
import type { SentenceCode } from './sentences';

/** Where a model is at odds with itself or with the data, and the sentence for it. */
export interface Misfit {
  readonly setting: keyof ModelConfig | PosteriorMisfit['setting'];
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
  if (config.architecture === 'conv') {
    if (kind !== 'images' && kind !== 'text') refuse('architecture', 'model.conv-needs-places');
    else if (config.hidden.length === 0) refuse('hidden', 'model.conv-needs-filters');
  }
  const misfit = likelihoodMisfit(config.likelihood, {
    data: kind,
    model: config.kind,
    hasCategories: categories.length > 0,
  });
  if (misfit) refuse('likelihood', misfit);
  if (config.linearPath && !mayHaveLinearPath(config, kind)) refuse('linearPath', 'model.linear-needs-pixels');
  return [...found, ...posteriorMisfits(config, known)];
}

export function mayHaveLinearPath({ likelihood }: Pick<ModelConfig, 'likelihood'>, kind: DataKind): boolean {
  return kind === 'images' && likelihoods[likelihood].isLinear === true;
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
  { augment = {}, optimizer = {} }: Pick<TrainingConfig, 'augment' | 'optimizer'>,
  kind: DataKind,
): readonly TrainingMisfit[] {
  const found: TrainingMisfit[] = [];
  if (kind !== 'images') {
    if (augment.flip) found.push({ key: 'training.augment.flip', code: 'training.augment-needs-images' });
    else if (augment.shift) found.push({ key: 'training.augment.shift', code: 'training.augment-needs-images' });
  }
  const { name = 'adam', weightDecay, momentum } = optimizer;
  if (weightDecay !== undefined && !decays(name))
    found.push({ key: 'training.optimizer.weightDecay', code: 'training.decay-needs-adamw' });
  if (momentum !== undefined && !hasMomentum(name))
    found.push({ key: 'training.optimizer.momentum', code: 'training.momentum-needs-sgd' });
  return found;
}

/** Whether an optimiser takes a share of the weights off. */
export function decays(name: OptimizerName): boolean {
  return name === 'adamw';
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
  return found;
}

/** What is said of codes that may be any numbers, and are near those of N(0, I). */
function codeMisfits(
  { totalCorrelation, covariance, mmd, adversarial, sparsity, contraction, capacity }: ObjectiveConfig,
  model: ModelConfig,
): readonly ObjectiveMisfit[] {
  if (model.posterior?.name === undefined) return [];
  const code = 'objective.codes-are-discrete';
  const used = {
    'totalCorrelation.weight': totalCorrelation?.weight,
    'covariance.offDiagonal': covariance?.offDiagonal,
    'covariance.diagonal': covariance?.diagonal,
    'mmd.weight': mmd?.weight,
    'adversarial.weight': adversarial?.weight,
    'sparsity.weight': sparsity?.weight,
    'contraction.weight': contraction?.weight,
    'capacity.nats': capabilitiesOf(model).kl ? 0 : capacity?.nats,
  };
  return Object.entries(used).flatMap(([key, value]) => (value ? [{ key: `objective.${key}`, code }] : []));
}

/** Throws UserError `training.*` or `objective.*` where training is at odds with itself, the model or the kind of data. */
export function checkTraining(
  { training, objective, model }: Pick<RunConfig, 'model' | 'objective' | 'training'>,
  kind: DataKind,
): void {
  const [misfit] = [...trainingMisfits(training, kind), ...objectiveMisfits(objective, model, kind)];
  if (misfit) throw new UserError(misfit.code);
}

/** Whether a discriminator of codes is trained against the model. */
export function isAdversarial({ totalCorrelation, adversarial }: ObjectiveConfig): boolean {
  return Boolean(adversarial?.weight || (totalCorrelation?.weight && totalCorrelation.by === 'discriminator'));
}
