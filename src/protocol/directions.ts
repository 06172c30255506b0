import type { Examples } from './data';
import type { PathPoint } from './paths';
import type { ByWeights, ExampleSet, OfWeights, Projection } from './trainer';

/** What one answer may hold. */
export const directionLimits = { points: 12, factors: 21 };

/** From the mean of one set of codes to that of another; or as a linear probe tells the two sets apart. */
export const directionKinds = ['means', 'probe'] as const;
export type DirectionKind = (typeof directionKinds)[number];

export interface DirectionParams extends ByWeights {
  readonly kind: DirectionKind;
  /** From the second towards the first. */
  readonly a: ExampleSet;
  readonly b: ExampleSet;
  /** What it is applied to; each gives a row of frames. */
  readonly from: readonly PathPoint[];
  /** How far it is gone: 1 is as far as the means of both are apart. */
  readonly factors: readonly number[];
  /** Of the random pairs and of the sample that the probe is fitted to. */
  readonly seed: number;
  readonly projection: Projection;
  /** Of a model that knows classes: by its number; absent or null: that of the first example, or the most frequent. */
  readonly ofClass?: number | null;
}

/** Beside two random sets of as many examples each. */
export interface ByChance {
  /** Of the random pairs. */
  readonly mean: number;
  /** Their standard deviation. */
  readonly deviation: number;
  readonly pairs: number;
}

/** How well a hyperplane in the latent space tells both sets apart: L2-regularised logistic regression (C = 1) on standardised codes. */
export interface Probe {
  /** Examples of either set that it was fitted to and tested on. */
  readonly examples: readonly [number, number];
  /** Held out, by five parts that take turns: the share that it tells right, and the standard error of that. */
  readonly accuracy: number;
  readonly error: number;
  /** The share of the larger set. */
  readonly most: number;
  /** The accuracy for random pairs. */
  readonly chance: ByChance;
}

export interface Direction extends OfWeights {
  /** [latent]: where a factor of 1 leads. */
  readonly vector: Float32Array;
  /** ||mean A - mean B||. */
  readonly length: number;
  readonly chance: ByChance;
  /** The share of the random pairs whose means are at least as far apart. */
  readonly beyond: number;
  /** Null where a set has too few examples of its own. */
  readonly probe: Probe | null;
  /** points x factors x latent. */
  readonly codes: Float32Array;
  /** points x factors x 3. */
  readonly positions: Float32Array;
  readonly decoded: Examples;
}

export interface DirectionMethods {
  /** @throws UserError direction.*, path.discrete */
  direction(params: DirectionParams): Direction;
}
