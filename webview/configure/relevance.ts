import { capabilitiesOf } from '../../src/protocol/capabilities';
import { classNames } from '../../src/protocol/classes';
import { isImportanceWeighted, posteriorOf, priorOf, samplesOf } from '../../src/protocol/composition';
import type { ModelConfig, OptimizerName, PosteriorConfig, RunConfig } from '../../src/protocol/config';
import type { DataSummary } from '../../src/protocol/data';
import { hasDiscriminator } from '../../src/protocol/discriminators';
import { type Field, valueAt } from '../../src/protocol/fields';
import { ganOf } from '../../src/protocol/gan';
import { weightsKeeping } from '../../src/protocol/kept-weights';
import { ladderOf } from '../../src/protocol/ladder';
import { likelihoods } from '../../src/protocol/likelihoods';
import { isOfPosterior, ownedSettings } from '../../src/protocol/posterior-misfits';
import { isDiscrete } from '../../src/protocol/posteriors';
import { hasCategories } from '../../src/protocol/presets';
import {
  divides,
  hasBetas,
  hasComponents,
  hasFlows,
  hasMomentum,
  hasWidth,
  mayHaveLinearPath,
} from '../../src/protocol/requirements';
import type { Draft } from './draft';

interface Situation {
  readonly summary: Pick<DataSummary, 'kind' | 'format'> & Partial<Pick<DataSummary, 'columns' | 'label'>>;
  readonly config: RunConfig;
  /** The data are a table, or are named by one, whose columns are listed. */
  readonly hasColumns: boolean;
}

/** For which data and models a setting has a say. What is not listed always has. */
const rules: Readonly<Record<string, (situation: Situation) => boolean>> = {
  // The list of columns says these.
  'data.labels': ({ hasColumns, summary }) => !hasColumns && summary.kind !== 'text' && summary.format !== 'builtin',
  'data.ignore': () => false,
  'data.roles': ({ hasColumns, summary }) => hasColumns && summary.kind !== 'text',
  'data.missing': ({ summary }) => summary.kind === 'table',
  'data.take': ({ hasColumns, summary, config }) =>
    config.data.limit !== undefined && (hasColumns || summary.kind === 'text'),
  'data.array': ({ summary: { format, kind } }) => hasArrays(format, kind),
  'data.imageSize': ({ summary }) => summary.format === 'images',
  'data.colour': ({ summary }) => summary.format === 'images',
  'data.tile': ({ summary }) => summary.format === 'images',
  'data.text.column': ({ summary: { format, kind } }) => format === 'csv' || (isColumnar(format) && kind !== 'vectors'),
  'data.text.mode': ({ summary }) => summary.kind === 'text',
  'data.text.length': ({ summary }) => summary.kind === 'text',
  'data.text.symbols': ({ summary }) => summary.kind === 'text',
  'data.text.vocabulary': ({ summary }) => summary.kind === 'text',
  'model.variance': ({ config: { model } }) => likelihoods[model.likelihood].hasFixedVariance?.(model.kind) ?? false,
  'model.outputBias': ({ config: { model } }) => model.likelihood === 'bernoulli',
  'model.linearPath': ({ summary, config: { model } }) => mayHaveLinearPath(model, summary.kind),
  'model.classes': ({ summary: { columns = [], label } }) => classNames({ columns, label }).length > 0,
  'model.posterior.name': hasPrior,
  'model.posterior.layers': ({ config: { model } }) => hasFlows(posteriorOf(model).name),
  'model.posterior.width': ({ config: { model } }) => hasWidth(posteriorOf(model).name),
  'model.prior.name': (situation) =>
    hasPrior(situation) && !isDiscrete(situation.config.model) && !ladderOf(situation.config.model),
  'model.prior.components': ({ config: { model } }) => hasComponents(priorOf(model).name),
  'model.prior.layers': ({ config: { model } }) => priorOf(model).name === 'realnvp',
  'model.prior.width': ({ config: { model } }) => priorOf(model).name === 'realnvp',
  ...Object.fromEntries(
    ownedSettings.map((setting) => [
      `model.posterior.${setting}`,
      ({ config }: Situation) => hasSetting(setting, config.model),
    ]),
  ),
  ...Object.fromEntries(
    (['width', 'heads', 'symbolDropout', 'temperature'] as const).map((setting) => [
      `model.transformer.${setting}`,
      ({ config }: Situation) => config.model.architecture === 'transformer',
    ]),
  ),
  ...Object.fromEntries(
    (['width', 'symbolDropout', 'temperature'] as const).map((setting) => [
      `model.gru.${setting}`,
      ({ config }: Situation) => config.model.architecture === 'gru',
    ]),
  ),
  // The gates have activations of their own.
  'model.activation': ({ config }) => config.model.architecture !== 'gru',
  'model.embedding.above': hasFeaturesOfCategories,
  'model.embedding.width': (situation) =>
    hasFeaturesOfCategories(situation) && situation.config.model.embedding !== undefined,
  'model.residual.groups': ({ config }) => config.model.architecture === 'residual',
  'training.augment.flip': ({ summary }) => summary.kind === 'images',
  'training.augment.shift': ({ summary }) => summary.kind === 'images',
  'training.optimizer.epsilon': ({ config: { training } }) => divides(training.optimizer?.name ?? 'adam'),
  'training.optimizer.momentum': ({ config: { training } }) => hasMomentum(training.optimizer?.name ?? 'adam'),
  'training.optimizer.beta1': ({ config: { training } }) => hasBetas(training.optimizer?.name ?? 'adam'),
  'training.optimizer.beta2': ({ config: { training } }) => hasBetas(training.optimizer?.name ?? 'adam'),
  ...Object.fromEntries(
    (
      [
        'learningRate',
        'every',
        'optimizer.name',
        'optimizer.convention',
        'optimizer.weightDecay',
        'optimizer.clipNorm',
      ] as const
    ).map((setting) => [`training.players.discriminator.${setting}`, isTrainedAgainst]),
  ),
  'training.players.discriminator.optimizer.epsilon': (situation) =>
    isTrainedAgainst(situation) && divides(nameOfOpponent(situation)),
  'training.players.discriminator.optimizer.momentum': (situation) =>
    isTrainedAgainst(situation) && hasMomentum(nameOfOpponent(situation)),
  'training.players.discriminator.optimizer.beta1': (situation) =>
    isTrainedAgainst(situation) && hasBetas(nameOfOpponent(situation)),
  'training.players.discriminator.optimizer.beta2': (situation) =>
    isTrainedAgainst(situation) && hasBetas(nameOfOpponent(situation)),
  'training.batchGrowth.factor': growsBatches,
  'training.batchGrowth.largest': growsBatches,
  'training.keepWeights.every': ({ config: { training } }) => weightsKeeping(training).epochs === 'every',
  'training.keepWeights.precision': ({ config: { training } }) => weightsKeeping(training).epochs !== 'best',
  'data.validation.labels': ({ config, hasColumns, summary }) =>
    hasValidationData(config) && !hasColumns && summary.kind !== 'text' && summary.format !== 'builtin',
  'data.validation.array': ({ config, summary: { format, kind } }) =>
    hasValidationData(config) && hasArrays(format, kind),
  'training.validationSplit': ({ config }) => !hasValidationData(config),
  'training.splitSeed': ({ config }) => config.training.validationSplit > 0 && !hasValidationData(config),
  'training.milestones.epochs': ({ config: { training } }) => training.schedule === 'milestones',
  'training.milestones.factor': ({ config: { training } }) => training.schedule === 'milestones',
  'training.plateau.factor': ({ config: { training } }) => training.schedule === 'plateau',
  'training.plateau.patience': ({ config: { training } }) => training.schedule === 'plateau',
  'training.monitor': ({ config: { training } }) => training.patience > 0 || training.schedule === 'plateau',
  'training.validation.column': ({ hasColumns, config }) => hasColumns && !hasValidationData(config),
  'training.validation.stratified': (situation) => hasLabels(situation) && !hasValidationData(situation.config),
  'training.balance': hasLabels,
  'objective.beta': hasKl,
  'objective.warmUpEpochs': hasKl,
  'objective.annealing': (situation) => hasKl(situation) && objectiveOf(situation).warmUpEpochs > 0,
  'objective.cycles': (situation) => hasKl(situation) && objectiveOf(situation).annealing === 'cyclical',
  'objective.capacity.nats': hasKl,
  'objective.capacity.epochs': (situation) => Boolean(objectiveOf(situation).capacity?.nats),
  'objective.totalCorrelation.by': (situation) => Boolean(objectiveOf(situation).totalCorrelation?.weight),
  'objective.covariance.of': (situation) => {
    const { offDiagonal, diagonal } = objectiveOf(situation).covariance ?? {};
    return Boolean(offDiagonal || diagonal);
  },
  'objective.mmd.kernel': (situation) => Boolean(objectiveOf(situation).mmd?.weight),
  'objective.gan.weight': ({ summary, config: { model } }) => summary.kind === 'images' && model.kind === 'vae',
  'objective.gan.features': hasGan,
  'objective.gan.pixels': hasGan,
  'objective.sparsity.by': (situation) => Boolean(objectiveOf(situation).sparsity?.weight),
  'objective.sparsity.target': (situation) => objectiveOf(situation).sparsity?.by === 'kl',
  'objective.corruption.amount': isNoText,
  'objective.corruption.by': (situation) => Boolean(objectiveOf(situation).corruption?.amount),
  'objective.binarised': ({ summary, config: { model } }) =>
    summary.kind === 'images' && model.likelihood === 'bernoulli',
  'model.dropout': ({ config: { model } }) => model.hidden.length > 0,
  'objective.contraction.weight': isNoText,
  'objective.classification.weight': ({ config: { model } }) => model.classes === 'inferred',
  'objective.freeBits': ({ config: { model, objective } }) =>
    capabilitiesOf(model).klByDimension && !isImportanceWeighted(objective),
  'objective.samples': hasKl,
  'objective.bound': (situation) => samplesOf(objectiveOf(situation)) > 1,
  'objective.gradient': ({ config: { model, objective } }) =>
    isImportanceWeighted(objective) && posteriorOf(model).name === 'diagonal',
};

/** Is a setting worth showing? One that was changed is, in any case: nothing of a configuration is out of sight. */
export function isRelevant(field: Field, draft: Draft, situation: Situation): boolean {
  const isSaid = valueAt(draft.request, field.path) !== undefined || draft.typed[field.key] !== undefined;
  const isListed = situation.hasColumns && (field.key === 'data.labels' || field.key === 'data.ignore');
  return (isSaid && !isListed) || (rules[field.key]?.(situation) ?? true);
}

function objectiveOf({ config }: Situation): RunConfig['objective'] {
  return config.objective;
}

function growsBatches({ config: { training } }: Situation): boolean {
  return training.batchGrowth?.every !== undefined;
}

function isTrainedAgainst(situation: Situation): boolean {
  return hasDiscriminator(objectiveOf(situation));
}

/** The optimiser of a discriminator. */
function nameOfOpponent({ config: { training } }: Situation): OptimizerName {
  const { name = 'adam' } = training.players?.discriminator?.optimizer ?? training.optimizer ?? {};
  return name;
}

function hasGan(situation: Situation): boolean {
  return ganOf(objectiveOf(situation)) !== null;
}

function hasLabels({ summary: { columns = [] } }: Situation): boolean {
  return columns.some(({ role, type }) => role === 'label' && type === 'category');
}

function hasFeaturesOfCategories({ summary }: Situation): boolean {
  return summary.kind === 'table' && hasCategories(summary);
}

function isNoText({ summary }: Situation): boolean {
  return summary.kind !== 'text';
}

function hasKl({ config }: Situation): boolean {
  return capabilitiesOf(config.model).kl;
}

function hasPrior({ config }: Situation): boolean {
  return capabilitiesOf(config.model).prior;
}

function hasSetting(setting: keyof PosteriorConfig, { posterior, architecture }: ModelConfig): boolean {
  if (setting === 'places' && architecture !== 'conv') return false;
  return isOfPosterior(setting, posterior) && !(setting === 'groups' && posterior?.places);
}

function hasValidationData({ data }: RunConfig): boolean {
  return data.validation?.source !== undefined;
}

/** Formats that hold several arrays. */
const ofArrays: readonly DataSummary['format'][] = ['npz', 'safetensors', 'hdf5', 'zarr'];

/** Whether there are several arrays to choose from. */
function hasArrays(format: DataSummary['format'], kind: DataSummary['kind']): boolean {
  return ofArrays.includes(format) || (kind === 'vectors' && isColumnar(format));
}

function isColumnar(format: DataSummary['format']): boolean {
  return format === 'parquet' || format === 'arrow' || format === 'jsonl';
}
