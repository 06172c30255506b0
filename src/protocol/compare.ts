import * as v from 'valibot';
import type { BackendChoice, DataConfig, RunConfig } from './config';
import type { Examples } from './data';
import type { EpochMetrics } from './run';
import type { ByWeights, DecodeParams, OfCodes, OfWeights } from './trainer';

/** Fewer examples have no two distances that could agree. */
export const leastCompared = 3;

/** How alike the codes are that two models give the same examples. Null where the codes of one are all at one place. */
export interface CodeComparison {
  readonly examples: number;
  /** Linear centred kernel alignment, 0 to 1 (Kornblith et al. 2019, arXiv 1905.00414, equation 5). */
  readonly cka: number | null;
  /** What rotation, reflection, scale and shift leave between both, as a share of their variance, 0 to 1 (Schönemann 1966). */
  readonly disparity: number | null;
  /** Pearson's correlation of the distances between each two examples, -1 to 1. */
  readonly distances: number | null;
  /**
   * The mean share of the `k` nearest neighbours of an example that are the same under both, 0 to 1, its standard error over the examples
   * looked at, and what it is by chance. Null also where codes are drawn from a list: many examples then have the same.
   */
  readonly overlap: {
    readonly k: number;
    readonly value: number;
    readonly error: number;
    readonly chance: number;
  } | null;
}

/** A run at one of its epochs. */
export interface ComparedRun extends OfWeights {
  readonly directory: string;
  readonly name: string;
  readonly config: RunConfig;
  /** Of the epoch; null before training. */
  readonly metrics: EpochMetrics | null;
}

export interface RunsComparison {
  readonly runs: readonly ComparedRun[];
  /** Each two of them, by their places. */
  readonly pairs: readonly (CodeComparison & { readonly of: readonly [number, number] })[];
}

export interface CompareRunsParams {
  /** Their folders, each of which may be followed by @ and an epoch, `best` or `newest`; without it the newest that codes are stored of. */
  readonly runs: readonly string[];
  /** Encoded by each; without it the runs are of the same data, and their stored codes are compared. */
  readonly data?: DataConfig;
  readonly backend: BackendChoice;
}

/** At most so many at once. */
export const mostCompared = 4;

/** A run of the same data, or the run itself, at an epoch that codes are stored of; null: the newest such. */
export const OtherRun = v.strictObject({
  directory: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  epoch: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type OtherRun = Readonly<v.InferOutput<typeof OtherRun>>;

const numbers = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(4096));

/** By which axes of its latent space a panel shows its run: p = basis (z - origin). */
export const ShownAxes = v.strictObject({ origin: numbers, basis: v.tuple([numbers, numbers, numbers]) });
export type ShownAxes = Readonly<v.InferOutput<typeof ShownAxes>>;

/** Another run as it is shown; without axes by its principal components, or by its own axes where it has three at most. */
export const ShownRun = v.strictObject({ ...OtherRun.entries, axes: v.optional(ShownAxes) });
export type ShownRun = Readonly<v.InferOutput<typeof ShownRun>>;

/** Another run, and how alike its codes are to those of the run that is open. */
export interface ComparedOther extends ComparedRun {
  readonly likeness: CodeComparison;
  readonly history: readonly EpochMetrics[];
  /** Epochs that codes are stored of, ascending. */
  readonly frames: readonly number[];
}

/** What another model makes of a code. */
export interface DecodedByOther extends OfWeights {
  readonly example: Examples;
  /** The code in its own latent space: the mean of those that it gives the nearest examples, weighted by 1 / distance^2. */
  readonly z: Float32Array;
  /** What the model of the run makes of it less what the other does, in model units, one per feature. */
  readonly difference: Float32Array;
}

export interface ShownAxesMethods {
  /** By which axes the codes of an epoch (null: those of the weights in use) are shown, where nobody chose others. */
  shownAxes(params: { readonly epoch: number | null }): ShownAxes;
}

/** @throws UserError compare.*, run.* */
export interface CompareMethods {
  /** The run that is open, by its codes of an epoch, beside others: they are read from their folders. */
  compare(params: OfCodes & { readonly others: readonly OtherRun[] }): OfWeights & {
    readonly others: readonly ComparedOther[];
  };
  /** Of each example the share of its nearest neighbours that are the same under both, NaN where it has none. */
  neighboursInCommon(params: OfCodes & { readonly other: OtherRun }): OfWeights & { readonly shares: Float32Array };
  decodeByOther(
    params: ByWeights & Pick<DecodeParams, 'from' | 'ofClass'> & { readonly z: Float32Array; readonly other: OtherRun },
  ): DecodedByOther;
}
