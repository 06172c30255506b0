import * as v from 'valibot';
import { DataConfig } from './config/data';
import { ModelConfig } from './config/model';
import { ObjectiveConfig } from './config/objective';
import { TrainingConfig } from './config/training';

export * from './config/corrections';
export * from './config/data';
export * from './config/latents';
export * from './config/model';
export * from './config/network';
export * from './config/objective';
export * from './config/training';

export const BackendChoice = v.picklist(['auto', 'tensorflow', 'wasm', 'cpu']);
export type BackendChoice = v.InferOutput<typeof BackendChoice>;

export const PresetName = v.picklist(['classic', 'explore', 'conv', 'photos', 'text', 'writing']);
export type PresetName = v.InferOutput<typeof PresetName>;

export const FamilyName = v.picklist([
  'vae',
  'sigma-vae',
  'iwae',
  'vamp-vae',
  'ladder-vae',
  'cvae',
  'm2',
  'beta-vae',
  'capacity-vae',
  'beta-tcvae',
  'factor-vae',
  'dip-vae-i',
  'dip-vae-ii',
  'info-vae',
  'vae-gan',
  'ae',
  'dae',
  'sparse-ae',
  'contractive-ae',
  'wae-mmd',
  'aae',
  'vq-vae',
  'fsq',
  'gumbel-vae',
]);
/** A model that people cite; what it is made of is in src/families. */
export type FamilyName = v.InferOutput<typeof FamilyName>;

/** Everything that determines a run, complete. Kept in its `run.json`. */
export const RunConfig = v.strictObject({
  preset: PresetName,
  /** Whose settings it began with. */
  family: v.optional(FamilyName),
  data: DataConfig,
  model: ModelConfig,
  objective: ObjectiveConfig,
  training: TrainingConfig,
  backend: BackendChoice,
});
export type RunConfig = v.InferOutput<typeof RunConfig>;

/**
 * What a person asks for: the data, and what differs from a preset. The content of a `*.latent.json` file, where
 * a relative `data` path starts at the file's folder.
 */
export const RunRequest = v.strictObject({
  $schema: v.optional(v.string()),
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.description('What to call the run.'))),
  data: v.union([
    v.pipe(v.string(), v.minLength(1), v.description('A file or folder, or builtin:digits or builtin:shapes.')),
    DataConfig,
  ]),
  preset: v.optional(v.pipe(PresetName, v.description('Where the settings not given here come from.'))),
  family: v.optional(
    v.pipe(FamilyName, v.description('A model of the literature: what makes it one, on top of the preset.')),
  ),
  from: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description(
        'A run whose weights training begins with, and after @ their epoch: RUN@12, RUN@best or RUN@newest.',
      ),
    ),
  ),
  model: v.optional(v.partial(ModelConfig)),
  objective: v.optional(v.partial(ObjectiveConfig)),
  training: v.optional(v.partial(TrainingConfig)),
  backend: v.optional(v.pipe(BackendChoice, v.description('What computes; auto takes the fastest that works.'))),
});
export type RunRequest = v.InferOutput<typeof RunRequest>;
