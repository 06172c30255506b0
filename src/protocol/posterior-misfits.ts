import { type PosteriorName, priorOf } from './composition';
import type { ModelConfig, PosteriorConfig } from './config';
import type { DataSummary } from './data';
import type { SentenceParams } from './errors';
import { ladderOf } from './ladder';
import { isDiscrete, placesOf, withDefaults } from './posteriors';
import type { SentenceCode } from './sentences';

/** What is known of the data that a model is for; what is not is not checked. */
export interface KnownExamples extends Partial<Pick<DataSummary, 'columns' | 'label'>> {
  readonly shape?: readonly number[];
  readonly examples?: number;
}

/** Where a posterior is at odds with itself, the model or the data: the setting, and the sentence for it. */
export interface PosteriorMisfit {
  readonly setting: 'latent' | 'linearPath' | 'prior.name' | `posterior.${keyof PosteriorConfig}`;
  readonly code: Extract<SentenceCode, `model.${string}`>;
  readonly params?: SentenceParams;
}

/** Which posterior alone a setting is of; `places` is of all that are discrete. */
const owners: Partial<Record<keyof PosteriorConfig, PosteriorName>> = {
  top: 'ladder',
  sizes: 'ladder',
  codes: 'quantised',
  groups: 'quantised',
  commitment: 'quantised',
  decay: 'quantised',
  levels: 'scalar-quantised',
  classes: 'gumbel',
  temperature: 'gumbel',
  lastTemperature: 'gumbel',
  cooling: 'gumbel',
};

/** What there is to set of ladders and of discrete codes. */
export const ownedSettings = [...(Object.keys(owners) as (keyof PosteriorConfig)[]), 'places'] as const;

/** Whether a posterior has a setting. */
export function isOfPosterior(setting: keyof PosteriorConfig, { name }: PosteriorConfig = {}): boolean {
  const owner = owners[setting];
  return owner === undefined ? isDiscrete({ posterior: { name } }) : owner === name;
}

export function posteriorMisfits(config: ModelConfig, known: KnownExamples): readonly PosteriorMisfit[] {
  const { posterior, latent } = config;
  if (!posterior) return [];
  const found: PosteriorMisfit[] = [];
  const refuse = (setting: PosteriorMisfit['setting'], code: PosteriorMisfit['code'], params: SentenceParams = {}) => {
    found.push({ setting, code, params });
  };
  for (const setting of ownedSettings) {
    if (posterior[setting] === undefined || isOfPosterior(setting, posterior)) continue;
    refuse(`posterior.${setting}`, 'model.posterior-lacks', { setting, posterior: owners[setting] ?? 'quantised' });
  }
  if (config.kind === 'ae') return found;
  const ladder = ladderOf(config);
  if (ladder) {
    const { top, sizes } = posterior;
    const sum = ladder.reduce((total, size) => total + size, 0);
    if (sizes && top !== undefined) refuse('posterior.top', 'model.sizes-have-top');
    if (sum !== latent) refuse('posterior.sizes', 'model.sizes-are-latent', { sum, latent });
    if (ladder[0] < 1) refuse(top ? 'posterior.top' : 'latent', 'model.top-leaves-none', { top: ladder[1], latent });
    if (priorOf(config).name !== 'standard') refuse('prior.name', 'model.ladder-has-prior');
    if (config.linearPath) refuse('linearPath', 'model.linear-needs-one-layer');
  }
  if (!isDiscrete(config)) return found;
  if (priorOf(config).name !== 'standard') refuse('prior.name', 'model.codes-have-prior');
  if (config.linearPath) refuse('linearPath', 'model.linear-needs-numbers');
  const places = checkPlaces(config, known, refuse);
  if (places === null) return found;
  const { codes, groups, levels, classes, temperature, lastTemperature } = withDefaults(posterior);
  switch (posterior.name) {
    case 'quantised': {
      const vectors = posterior.places ? places : groups;
      if (codes < 2) refuse('posterior.codes', 'model.codes-too-few');
      else if (known.examples !== undefined && codes > known.examples * vectors)
        refuse('posterior.codes', 'model.codes-too-many', { codes, vectors: known.examples * vectors });
      if (latent % vectors !== 0) refuse('latent', 'model.groups-divide', { latent, groups: vectors });
      break;
    }
    case 'scalar-quantised':
      if (levels.some((count) => count < 2)) refuse('posterior.levels', 'model.levels-too-few');
      else if (levels.length > latent)
        refuse('posterior.levels', 'model.levels-too-many', { levels: levels.length, latent });
      break;
    case 'gumbel':
      if (classes < 2) refuse('posterior.classes', 'model.classes-too-few');
      else if (latent % (places * classes) !== 0)
        refuse('latent', 'model.classes-divide', { latent, classes, multiple: places * classes });
      if (lastTemperature > temperature) refuse('posterior.lastTemperature', 'model.temperature-rises');
      break;
  }
  return found;
}

/** The places that a code is shared out among: 1 where it is not; null where it cannot be, or that is not known. */
function checkPlaces(
  config: ModelConfig,
  { shape }: KnownExamples,
  refuse: (setting: PosteriorMisfit['setting'], code: PosteriorMisfit['code'], params?: SentenceParams) => void,
): number | null {
  const { posterior, latent } = config;
  if (!posterior?.places) return 1;
  if (config.architecture !== 'conv') {
    refuse('posterior.places', 'model.places-need-conv');
    return null;
  }
  if (posterior.groups !== undefined) refuse('posterior.groups', 'model.groups-are-places');
  if (!shape) return null;
  const places = placesOf(config, shape);
  if (latent % places === 0) return places;
  refuse('latent', 'model.places-divide', { latent, places });
  return null;
}
