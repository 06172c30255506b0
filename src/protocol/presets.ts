import type { ModelConfig, ObjectiveConfig, PresetName, RunConfig, RunRequest, TrainingConfig } from './config';

import type { DataSummary } from './data';

interface Preset {
  readonly model: Partial<ModelConfig>;
  readonly objective?: Partial<ObjectiveConfig>;
  readonly training?: Partial<TrainingConfig>;
}

/** `classic`: 784-256-32, as tutorials have it. `explore`: three latent dimensions, seen whole. `conv`: for images. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  classic: { model: { architecture: 'dense', hidden: [256], latent: 32 }, training: { batchSize: 16 } },
  explore: { model: { architecture: 'dense', hidden: [256, 128], latent: 3 }, training: { epochs: 20 } },
  conv: { model: { architecture: 'conv', hidden: [32, 64], latent: 16 }, training: { learningRate: 1e-3 } },
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
  return data.kind === 'images' ? ['explore', 'classic', 'conv'] : ['explore', 'classic'];
}

/** Fills a request in from its preset, by the kind of data. Pixels are Bernoulli, other numbers Gaussian. */
export function resolveConfig(request: RunRequest, data: Pick<DataSummary, 'kind'>): RunConfig {
  const name = request.preset ?? presetsFor(data)[0];
  const preset = presets[name];
  const kind = request.model?.kind ?? 'vae';
  const pixels = data.kind === 'images';
  return {
    preset: name,
    data: typeof request.data === 'string' ? { source: request.data } : request.data,
    model: {
      kind,
      architecture: 'dense',
      hidden: [256],
      latent: 3,
      activation: 'relu',
      likelihood: kind === 'ae' ? 'gaussian' : pixels ? 'bernoulli' : 'gaussian-learned',
      variance: 1,
      ...preset.model,
      ...request.model,
    },
    objective: { ...objective, ...preset.objective, ...request.objective },
    training: { ...training, ...preset.training, ...request.training },
    backend: request.backend ?? 'auto',
  };
}
