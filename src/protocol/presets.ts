import { familyOf } from '../families';
import { capabilitiesOf } from './capabilities';
import type { ModelConfig, ObjectiveConfig, PresetName, RunConfig, RunRequest, TrainingConfig } from './config';

import type { ColumnInfo, DataSummary } from './data';
import { ladderOf } from './ladder';
import { isDiscrete } from './posteriors';
import { mayHaveLinearPath } from './requirements';

interface Preset {
  readonly model: Partial<ModelConfig>;
  readonly objective?: Partial<ObjectiveConfig>;
  readonly training?: Partial<TrainingConfig>;
  /** Where there are too few examples for so many in the preset's epochs, training is longer. */
  readonly leastSteps: number;
  /** Whether images of few enough pixels get a linear path beside the network. */
  readonly linearPath?: true;
}

/** Enough for every preset to leave mush behind, and for few examples not to be learned by heart. */
const usualSteps = 2000;

/**
 * `classic`: 784-256-32, as tutorials have it. `explore`: three latent dimensions, seen whole. `conv`: for images. `photos`: for
 * images in colour, from the best linear model of them on. `text`: for text, whose codes stay empty unless the KL comes in late.
 * `writing`: for text that is written symbol by symbol, whose codes stay empty unless some of the KL is free.
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  classic: {
    model: { architecture: 'dense', hidden: [256], latent: 32 },
    training: { batchSize: 16 },
    leastSteps: usualSteps,
  },
  explore: {
    model: { architecture: 'dense', hidden: [256, 128], latent: 3 },
    training: { epochs: 20 },
    leastSteps: usualSteps,
  },
  conv: {
    model: { architecture: 'conv', hidden: [32, 64], latent: 16 },
    training: { learningRate: 1e-3 },
    leastSteps: usualSteps,
  },
  photos: {
    model: { architecture: 'conv', hidden: [16, 32, 64], latent: 64 },
    training: { augment: { flip: true } },
    leastSteps: usualSteps,
    linearPath: true,
  },
  text: {
    model: { architecture: 'conv', hidden: [128, 256], latent: 64 },
    objective: { warmUpEpochs: 5 },
    training: { epochs: 15, batchSize: 64 },
    leastSteps: usualSteps,
  },
  writing: {
    model: { architecture: 'transformer', hidden: [256, 256], latent: 32, transformer: { symbolDropout: 0.3 } },
    objective: { warmUpEpochs: 5, freeBits: 0.25 },
    training: { epochs: 15, batchSize: 64 },
    leastSteps: usualSteps,
  },
};

/** The ELBO, as it is. */
export const plainObjective: ObjectiveConfig = { beta: 1, warmUpEpochs: 0, freeBits: 0 };

const training: TrainingConfig = {
  epochs: 10,
  batchSize: 32,
  learningRate: 2e-3,
  schedule: 'cosine',
  seed: 1,
  validationSplit: 0.1,
  patience: 0,
};

/** The presets that fit data, the one to take by default first. */
export function presetsFor(data: ModelledData): readonly PresetName[] {
  switch (data.kind) {
    case 'images':
      return isInColour(data) ? ['photos', 'explore', 'classic', 'conv'] : ['explore', 'classic', 'conv', 'photos'];
    case 'text':
      return ['text', 'writing', 'explore', 'classic'];
    default:
      return ['explore', 'classic'];
  }
}

/**
 * What of the data decides about a model: their kind, the shape of images, and whether categories are among a table's
 * features; and about the length of its training: how many examples there are. Without these a preset is as it stands.
 */
export interface ModelledData
  extends Pick<DataSummary, 'kind'>,
    Partial<Pick<DataSummary, 'shape' | 'examples' | 'streamed' | 'heldOut'>> {
  readonly columns?: readonly Pick<ColumnInfo, 'role' | 'type'>[];
}

/**
 * The likelihood that fits the data: grey pixels are Bernoulli, those of photos Gaussian, text categorical, numbers Gaussian, and a table's categories
 * categorical beside them. A plain autoencoder has the squared error, on text the cross-entropy.
 */
function likelihoodFor(data: ModelledData, model: ModelConfig['kind'], preset: Preset): ModelConfig['likelihood'] {
  const { kind } = data;
  if (kind === 'text') return 'categorical';
  if (!capabilitiesOf({ kind: model }).density) return 'gaussian';
  if (kind === 'images') return isInColour(data) || preset.linearPath ? 'gaussian-learned' : 'bernoulli';
  return hasCategories(data) ? 'mixed' : 'gaussian-learned';
}

/** Are there categories among the features? */
export function hasCategories({ columns = [] }: ModelledData): boolean {
  return columns.some(({ role, type }) => role === 'feature' && type === 'category');
}

function isInColour({ kind, shape = [] }: ModelledData): boolean {
  return kind === 'images' && shape[2] === 3;
}

/** The path's weights grow with the pixels and the latent dimensions: so many are a fifth of a gigabyte in training. */
const mostPathWeights = 16e6;

function fitsLinearPath(data: ModelledData, model: ModelConfig): boolean {
  if (isDiscrete(model) || ladderOf(model)) return false;
  const features = (data.shape ?? []).reduce((product, size) => product * size, 1);
  return mayHaveLinearPath(model, data.kind) && 2 * features * model.latent <= mostPathWeights;
}

/** More epochs than these are shown, and written, for nothing: each has several passes over the data instead. */
const mostEpochs = 60;

/**
 * How long to train: the preset's epochs, or as many as its least steps need. An epoch of small data has several passes.
 * @param held Of all examples, those that are not trained on.
 */
function lengthFor(
  { examples, streamed = examples }: ModelledData,
  { epochs, batchSize }: TrainingConfig,
  { leastSteps }: Preset,
  held: (all: number) => number,
): Pick<TrainingConfig, 'epochs' | 'passes'> {
  if (streamed === undefined) return { epochs };
  const trained = Math.max(1, streamed - held(streamed));
  const passes = Math.ceil((leastSteps * batchSize) / trained);
  if (passes <= epochs) return { epochs };
  const perEpoch = Math.ceil(passes / Math.max(mostEpochs, epochs));
  return { epochs: Math.ceil(passes / perEpoch), ...(perEpoch > 1 ? { passes: perEpoch } : {}) };
}

/** Fills a request in from its preset and its family, by what the data are. */
export function resolveConfig(request: RunRequest, data: ModelledData): RunConfig {
  const name = request.preset ?? presetsFor(data)[0];
  const preset = presets[name];
  const family = request.family && familyOf(request.family);
  const kind = request.model?.kind ?? family?.model.kind ?? 'vae';
  const model: ModelConfig = {
    kind,
    architecture: 'dense',
    hidden: [256],
    latent: 3,
    activation: 'relu',
    likelihood: likelihoodFor(data, kind, preset),
    variance: 1,
    ...merged(preset.model, family?.model, request.model),
  };
  const asked = { ...training, ...merged(preset.training, family?.training, request.training) };
  const source = typeof request.data === 'string' ? { source: request.data } : request.data;
  // Where other data are held out, they are among the examples once they are read.
  const held = (all: number) =>
    source.validation?.source === undefined ? Math.round(all * asked.validationSplit) : (data.heldOut ?? 0);
  const isLengthAsked = request.training?.epochs !== undefined || request.training?.passes !== undefined;
  return {
    preset: name,
    ...(request.family && { family: request.family }),
    data: source,
    model: preset.linearPath && fitsLinearPath(data, model) ? { linearPath: true, ...model } : model,
    objective: { ...plainObjective, ...merged(preset.objective, family?.objective, request.objective) },
    training: isLengthAsked ? asked : { ...asked, ...lengthFor(data, asked, preset, held) },
    backend: request.backend ?? 'auto',
  };
}

/** The settings of several sources, the later ones before the earlier; of groups of settings each for itself. */
function merged<T extends object>(...sources: readonly (Partial<T> | undefined)[]): Partial<T> {
  const whole: Record<string, unknown> = {};
  for (const source of sources) {
    for (const [name, value] of Object.entries(source ?? {})) {
      const before = whole[name];
      whole[name] = isGroup(before) && isGroup(value) ? merged(before, value) : value;
    }
  }
  return whole as Partial<T>;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The request for a configuration, in as few words as it takes: what its preset and the data decide by themselves is left
 * out, so that another preset can fill it in.
 */
export function requestOf(config: RunConfig, data: ModelledData, name?: string): RunRequest {
  const { preset, family, model, objective, training, backend } = config;
  const source = Object.keys(config.data).length === 1 ? config.data.source : config.data;
  const bare: RunRequest = {
    ...(name !== undefined && { name }),
    data: source,
    preset,
    ...(family && { family }),
    model: { kind: model.kind },
  };
  const base = resolveConfig(bare, data);
  return {
    ...bare,
    model: { kind: model.kind, ...differing(model, base.model) },
    ...section('objective', differing(objective, base.objective)),
    ...section('training', differing(training, base.training)),
    ...(backend !== 'auto' && { backend }),
  };
}

function differing<T extends object>(values: T, base: T): Partial<T> {
  const entries = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(base[name as keyof T]),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

function section<K extends string, T extends object>(name: K, values: T): { [key in K]?: T } {
  return (Object.keys(values).length > 0 ? { [name]: values } : {}) as { [key in K]?: T };
}
