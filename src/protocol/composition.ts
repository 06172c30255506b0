import type { ModelConfig, ObjectiveConfig } from './config';

/** What a model is put together from, with the parts and sizes that its configuration leaves out. */

export type PosteriorName = NonNullable<NonNullable<ModelConfig['posterior']>['name']>;
export type PriorName = NonNullable<NonNullable<ModelConfig['prior']>['name']>;
export type GradientName = NonNullable<ObjectiveConfig['gradient']>;

/** `layers` has a say for flows alone, `width` for autoregressive ones and for ladders. */
export interface PosteriorParts {
  readonly name: PosteriorName;
  readonly layers: number;
  readonly width: number;
}

/** `components` has a say for mixtures alone, `layers` and `width` for flows. */
export interface PriorParts {
  readonly name: PriorName;
  readonly components: number;
  readonly layers: number;
  readonly width: number;
}

type Composed = Pick<ModelConfig, 'posterior' | 'prior'>;

export function posteriorOf({ posterior = {} }: Pick<ModelConfig, 'posterior'>): PosteriorParts {
  const { name = 'diagonal' } = posterior;
  return { name, layers: name === 'planar' ? 8 : 2, width: 64, ...posterior };
}

export function priorOf({ prior = {} }: Pick<ModelConfig, 'prior'>): PriorParts {
  const { name = 'standard' } = prior;
  return { name, components: name === 'vamp' ? 50 : 10, layers: 4, width: 64, ...prior };
}

/**
 * Whether the KL of a model that has one is a sum of the KLs of its latent dimensions, each known in closed form; those of the lower
 * layer of a ladder for a draw of the upper one.
 */
export function hasKlByDimension(model: Composed): boolean {
  const { name } = posteriorOf(model);
  return (name === 'diagonal' || name === 'ladder') && priorOf(model).name === 'standard';
}

/** Whether the KL is known in closed form, whatever is drawn; else it is estimated by draws. */
export function hasClosedKl(model: Composed): boolean {
  const closed: readonly PosteriorName[] = ['diagonal', 'full-covariance', 'quantised', 'scalar-quantised', 'gumbel'];
  return priorOf(model).name === 'standard' && closed.includes(posteriorOf(model).name);
}

/** Draws of z for each example in a step. */
export function samplesOf({ samples = 1 }: Pick<ObjectiveConfig, 'samples'>): number {
  return samples;
}

/** Whether the loss is the importance weighted bound of several draws of z, and not the mean of their ELBOs. */
export function isImportanceWeighted({ bound, ...objective }: Pick<ObjectiveConfig, 'samples' | 'bound'>): boolean {
  return samplesOf(objective) > 1 && bound !== 'elbo';
}
