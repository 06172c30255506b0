import type { ModelConfig, PosteriorConfig } from './config';

/** The posteriors of which there are finitely many codes, with all that is left out of a configuration filled in. */
export type DiscreteCodes = VectorCodes | LevelCodes | VariableCodes;

/** A code is `groups` vectors of `width` numbers, each one of `codes`. */
export interface VectorCodes {
  readonly name: 'quantised';
  readonly groups: number;
  readonly width: number;
  readonly codes: number;
  readonly commitment: number;
  readonly decay: number;
}

/** A code is a number for each latent dimension, one of so many levels. */
export interface LevelCodes {
  readonly name: 'scalar-quantised';
  readonly levels: readonly number[];
}

/** A code is `variables` one-hot vectors of `classes` numbers. */
export interface VariableCodes {
  readonly name: 'gumbel';
  readonly variables: number;
  readonly classes: number;
}

/** The variable with the vectors of a codebook, as the decoder of a page finds it. */
export const codebookName = 'codebook/vectors';

export type DiscreteName = DiscreteCodes['name'];

/** Whether codes are finitely many. */
export function isDiscrete({ posterior }: Pick<ModelConfig, 'posterior'>): boolean {
  return isDiscreteName(posterior?.name);
}

function isDiscreteName(name: PosteriorConfig['name']): name is DiscreteName {
  return name === 'quantised' || name === 'scalar-quantised' || name === 'gumbel';
}

/** What is left out of a posterior. */
export const posteriorDefaults = {
  codes: 64,
  groups: 1,
  commitment: 0.25,
  decay: 0.99,
  levels: [5],
  classes: 10,
  temperature: 1,
  lastTemperature: 0.5,
  cooling: 0.1,
} as const satisfies PosteriorConfig;

type Coded = Pick<ModelConfig, 'latent' | 'hidden' | 'posterior'>;

/**
 * What the codes of a model are; null where they are any numbers.
 * @param shape Of an example: [height, width, channels], [features], or [length, symbols] of text.
 */
export function discreteCodes(config: Coded, shape: readonly number[]): DiscreteCodes | null {
  const { latent } = config;
  const { name, codes, commitment, decay, levels, classes, ...posterior } = withDefaults(config.posterior);
  switch (name) {
    case 'quantised': {
      const groups = posterior.places ? placesOf(config, shape) : posterior.groups;
      return { name, groups, width: latent / groups, codes, commitment, decay };
    }
    case 'scalar-quantised':
      return { name, levels: Array.from({ length: latent }, (_, j) => levels[j % levels.length]) };
    case 'gumbel':
      return { name, variables: latent / classes, classes };
    default:
      return null;
  }
}

export function withDefaults(posterior: PosteriorConfig = {}) {
  return { ...posteriorDefaults, ...posterior };
}

/** Places of the smallest feature map of convolutions, each of which halves height and width: 49 of 28 x 28 after two. */
export function placesOf(model: Pick<ModelConfig, 'hidden'>, shape: readonly number[]): number {
  const [height, width] = placeGrid(model, shape);
  return height * width;
}

/** Its height and width; of text it is a row. */
export function placeGrid(
  { hidden }: Pick<ModelConfig, 'hidden'>,
  shape: readonly number[],
): readonly [number, number] {
  const halved = (length: number) => hidden.reduce((size) => Math.ceil(size / 2), length);
  return shape.length === 2 ? [1, halved(shape[0])] : [halved(shape[0]), halved(shape[1])];
}

/** log p(z) of each code, nats, under the prior by which all are alike: the constant of a VQ-VAE's ELBO. */
export function logPriorOf(codes: DiscreteCodes): number {
  switch (codes.name) {
    case 'quantised':
      return -codes.groups * Math.log(codes.codes);
    case 'scalar-quantised':
      return -codes.levels.reduce((sum, levels) => sum + Math.log(levels), 0);
    case 'gumbel':
      return -codes.variables * Math.log(codes.classes);
  }
}

/**
 * The temperature of a Gumbel-softmax posterior after `epochs` epochs (Jang et al. 2017, arXiv 1611.01144, section 3):
 * max(last, first exp(-rate epochs)).
 */
export function temperatureAt(epochs: number, posterior?: PosteriorConfig): number {
  const { temperature, lastTemperature, cooling } = withDefaults(posterior);
  return Math.max(lastTemperature, temperature * (cooling > 0 ? Math.exp(-cooling * epochs) : 1));
}
