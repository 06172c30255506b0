import type { Advice } from './advice';
import type { DataConfig } from './config';
import type { Sentence } from './errors';
import type { BackendInfo, WeightsInUse } from './run';
import type { ChosenModel } from './trainer';

/** What measures are about. */
export const measureGroups = [
  'reduction',
  'density',
  'reconstruction',
  'generation',
  'health',
  'interpretability',
] as const;
export type MeasureGroup = (typeof measureGroups)[number];

/**
 * What a measure cannot do without. labels: each example's class, of the judged and the reference examples. factors: columns of true factors.
 * reference: examples beside those that are judged. distances: codes that may be any numbers, so that how far they are apart says
 * something. discrete: codes that are taken from a list. amounts: data whose numbers are such, which symbols of text are not. Others are of the
 * model (prior, elbo, likelihood, spread: log-variances of a diagonal Gaussian posterior) or of the kind of data.
 */
export type MeasureNeed =
  | 'labels'
  | 'factors'
  | 'reference'
  | 'distances'
  | 'discrete'
  | 'amounts'
  | 'prior'
  | 'elbo'
  | 'likelihood'
  | 'spread'
  | 'images'
  | 'table'
  | 'text';

/**
 * How long it takes, of 10,000 images of 28 x 28 on two cores: quick ones take seconds and grow with the number of examples, square
 * ones with its square; those that are asked for by name take minutes.
 */
export type MeasureCost = 'quick' | 'square' | 'asked';

export interface MeasureInfo {
  readonly group: MeasureGroup;
  readonly needs: readonly MeasureNeed[];
  readonly cost: MeasureCost;
}

/** In the order in which they are shown. */
const table = {
  trustworthiness: { group: 'reduction', needs: ['distances'], cost: 'square' },
  continuity: { group: 'reduction', needs: ['distances'], cost: 'square' },
  'neighbour-overlap': { group: 'reduction', needs: ['distances'], cost: 'square' },
  shepard: { group: 'reduction', needs: ['distances'], cost: 'quick' },
  'knn-accuracy': { group: 'reduction', needs: ['distances', 'reference', 'labels'], cost: 'square' },
  'probe-accuracy': { group: 'reduction', needs: ['reference', 'labels'], cost: 'quick' },
  elbo: { group: 'density', needs: ['elbo'], cost: 'quick' },
  'log-likelihood': { group: 'density', needs: ['elbo', 'likelihood'], cost: 'asked' },
  'log-likelihood-ais': { group: 'density', needs: ['elbo', 'likelihood', 'distances'], cost: 'asked' },
  'bits-per-dimension': { group: 'density', needs: ['elbo'], cost: 'quick' },
  'elbo-decomposition': { group: 'density', needs: ['elbo', 'spread'], cost: 'quick' },
  mse: { group: 'reconstruction', needs: ['amounts'], cost: 'quick' },
  psnr: { group: 'reconstruction', needs: ['images'], cost: 'quick' },
  ssim: { group: 'reconstruction', needs: ['images'], cost: 'quick' },
  'rate-distortion': { group: 'reconstruction', needs: ['amounts', 'distances'], cost: 'asked' },
  columns: { group: 'reconstruction', needs: ['table'], cost: 'quick' },
  characters: { group: 'reconstruction', needs: ['text'], cost: 'quick' },
  mmd: { group: 'generation', needs: ['prior', 'amounts'], cost: 'quick' },
  frechet: { group: 'generation', needs: ['prior', 'amounts'], cost: 'quick' },
  'precision-recall': { group: 'generation', needs: ['prior', 'amounts'], cost: 'quick' },
  'density-coverage': { group: 'generation', needs: ['prior', 'amounts'], cost: 'quick' },
  novelty: { group: 'generation', needs: ['prior', 'amounts', 'reference'], cost: 'quick' },
  ngrams: { group: 'generation', needs: ['prior', 'text', 'reference'], cost: 'quick' },
  'active-units': { group: 'health', needs: ['prior', 'distances'], cost: 'quick' },
  'kl-by-dimension': { group: 'health', needs: ['spread'], cost: 'quick' },
  'code-usage': { group: 'health', needs: ['discrete'], cost: 'quick' },
  calibration: { group: 'health', needs: ['amounts'], cost: 'quick' },
  'generalisation-gap': { group: 'health', needs: ['reference'], cost: 'quick' },
  memorisation: { group: 'health', needs: ['prior', 'amounts', 'reference'], cost: 'quick' },
  mig: { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  modularity: { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  sap: { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  dci: { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  'dci-trees': { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  'factor-vae-score': { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  'beta-vae-score': { group: 'interpretability', needs: ['factors'], cost: 'quick' },
  'followed-columns': { group: 'interpretability', needs: [], cost: 'quick' },
} as const satisfies Readonly<Record<string, MeasureInfo>>;

export type MeasureName = keyof typeof table;
/** Every measure. What each computes is in `src/measures`, and in docs/measures.md. */
export const measureTable: Readonly<Record<MeasureName, MeasureInfo>> = table;
export const measureNames = Object.keys(table) as readonly MeasureName[];

/** The measures that are meant, in the order of the table: by name, or of a group all but those that take minutes; of all groups without it. */
export function meantMeasures(only: MeasureParams['only']): readonly MeasureName[] {
  return measureNames.filter((name) => {
    const { group, cost } = measureTable[name];
    return only?.includes(name) || ((only?.includes(group) ?? true) && cost !== 'asked');
  });
}

/** One number that was measured. */
export interface MeasuredValue {
  readonly name: string;
  /** Of what, where it is of several things beside each other: `codes`, `pca` (of as many dimensions), a layout, a column. */
  readonly of?: string;
  /** Null where nothing can be said; the note says why. */
  readonly value: number | null;
  /** The standard error of sampling; null where none is known. */
  readonly error: number | null;
  /** Empty for a number that has none, such as a share. */
  readonly unit: string;
  /** How many examples, or draws, it is the mean over. */
  readonly n: number;
  /** What it depends on, such as the number of neighbours. */
  readonly settings?: Readonly<Record<string, number>>;
  readonly note?: Sentence;
}

/** What came of one measure. */
export interface Measured {
  readonly measure: MeasureName;
  readonly group: MeasureGroup;
  readonly values: readonly MeasuredValue[];
  /** Why there are none. */
  readonly absence?: Sentence;
  readonly seconds: number;
}

/** Which examples something is measured on. `all`: of data that the model was not trained on, or of a run that holds none out. */
export interface MeasuredPart {
  readonly source: string;
  readonly part: 'training' | 'validation' | 'all';
  readonly examples: number;
  /** Of all examples of the source: tells whether they are still the same. */
  readonly fingerprint: string;
}

export interface MeasureParams extends ChosenModel {
  /** What is judged; without it the examples that the run holds out, or all where it holds out none. */
  readonly data?: DataConfig;
  /** What probes and principal components are fitted on and samples are held against; without it what the run was trained on. */
  readonly reference?: DataConfig;
  /** By default all that are not asked for by name. One that is named and has no value is refused. */
  readonly only?: readonly (MeasureName | MeasureGroup)[];
  /** Draws of z for each example, of its likelihood. */
  readonly samples?: number;
  /** Between prior and posterior, of an annealed likelihood. */
  readonly temperatures?: number;
  /** Same seed, same values. */
  readonly seed?: number;
}

export interface MeasureReport {
  readonly run: string;
  readonly weights: WeightsInUse;
  readonly backend: BackendInfo;
  readonly judged: MeasuredPart;
  readonly reference: MeasuredPart | null;
  readonly seed: number;
  readonly measured: readonly Measured[];
  /** What to do next; where all is measured. */
  readonly advice?: readonly Advice[];
  /** What is to be said of the data. */
  readonly warnings: readonly Sentence[];
}
