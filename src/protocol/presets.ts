import type { ModelConfig, ObjectiveConfig, PresetName, RunConfig, RunRequest, TrainingConfig } from './config';

import type { ColumnInfo, DataSummary } from './data';

interface Preset {
  readonly model: Partial<ModelConfig>;
  readonly objective?: Partial<ObjectiveConfig>;
  readonly training?: Partial<TrainingConfig>;
}

/**
 * `classic`: 784-256-32, as tutorials have it. `explore`: three latent dimensions, seen whole. `conv`: for images. `text`:
 * for text, whose codes stay empty unless the KL comes in late.
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  classic: { model: { architecture: 'dense', hidden: [256], latent: 32 }, training: { batchSize: 16 } },
  explore: { model: { architecture: 'dense', hidden: [256, 128], latent: 3 }, training: { epochs: 20 } },
  conv: { model: { architecture: 'conv', hidden: [32, 64], latent: 16 }, training: { learningRate: 1e-3 } },
  text: {
    model: { architecture: 'conv', hidden: [128, 256], latent: 64 },
    objective: { warmUpEpochs: 5 },
    training: { epochs: 15, batchSize: 64 },
  },
};

const objective: ObjectiveConfig = { beta: 1, warmUpEpochs: 0, freeBits: 0 };
const training: TrainingConfig = {
  epochs: 10,
  batchSize: 32,
  learningRate: 2e-3,
  schedule: 'cosine',
  seed: 1,
  validationSplit: 0.1,
  patience: 0,
};

/** The presets that fit a kind of data, the one to take by default first. */
export function presetsFor(data: Pick<DataSummary, 'kind'>): readonly PresetName[] {
  switch (data.kind) {
    case 'images':
      return ['explore', 'classic', 'conv'];
    case 'text':
      return ['text', 'explore', 'classic'];
    default:
      return ['explore', 'classic'];
  }
}

/** What of the data decides about a model: their kind, and whether categories are among a table's features. */
export interface ModelledData extends Pick<DataSummary, 'kind'> {
  readonly columns?: readonly Pick<ColumnInfo, 'role' | 'type'>[];
}

/**
 * The likelihood that fits the data: pixels are Bernoulli, text categorical, numbers Gaussian, and a table's categories
 * categorical beside them. A plain autoencoder has the squared error, on text the cross-entropy.
 */
function likelihoodFor(data: ModelledData, model: ModelConfig['kind']): ModelConfig['likelihood'] {
  const { kind } = data;
  if (kind === 'text') return 'categorical';
  if (model === 'ae') return 'gaussian';
  if (kind === 'images') return 'bernoulli';
  return hasCategories(data) ? 'mixed' : 'gaussian-learned';
}

/** Are there categories among the features? */
export function hasCategories({ columns = [] }: ModelledData): boolean {
  return columns.some(({ role, type }) => role === 'feature' && type === 'category');
}

/** Fills a request in from its preset, by what the data are. */
export function resolveConfig(request: RunRequest, data: ModelledData): RunConfig {
  const name = request.preset ?? presetsFor(data)[0];
  const preset = presets[name];
  const kind = request.model?.kind ?? 'vae';
  return {
    preset: name,
    data: typeof request.data === 'string' ? { source: request.data } : request.data,
    model: {
      kind,
      architecture: 'dense',
      hidden: [256],
      latent: 3,
      activation: 'relu',
      likelihood: likelihoodFor(data, kind),
      variance: 1,
      ...preset.model,
      ...request.model,
    },
    objective: { ...objective, ...preset.objective, ...request.objective },
    training: { ...training, ...preset.training, ...request.training },
    backend: request.backend ?? 'auto',
  };
}

/** What a run is called that nobody gives a name. */
export function defaultRunName({ name }: Pick<DataSummary, 'name'>, { model, preset }: RunConfig): string {
  return `${name} ${model.kind} ${preset}`;
}

/**
 * The request for a configuration, in as few words as it takes: what its preset and the data decide by themselves is left
 * out, so that another preset can fill it in.
 */
export function requestOf(config: RunConfig, data: ModelledData, name?: string): RunRequest {
  const { preset, model, objective, training, backend } = config;
  const source = Object.keys(config.data).length === 1 ? config.data.source : config.data;
  const bare: RunRequest = { ...(name !== undefined && { name }), data: source, preset, model: { kind: model.kind } };
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
