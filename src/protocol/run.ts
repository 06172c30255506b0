import type { BackendChoice, RunConfig } from './config';
import type { ColumnInfo, DataSummary } from './data';
import type { Sentence } from './errors';
import type { LibraryOrigin } from './library';
import type { Terms } from './terms';

/**
 * running: a trainer works on it. completed: all epochs, or stopped early by patience. stopped: by a person.
 * interrupted: its trainer ended before it; it can be resumed. failed: it cannot go on, `failure` says why.
 */
export type RunStatus = 'running' | 'completed' | 'stopped' | 'interrupted' | 'failed';

/** All in nats per example: sums over data dimensions, means over examples. */
export interface Losses {
  /** What training minimises: of its terms, by their weights as they are then. */
  readonly loss: number;
  readonly terms: Terms;
  /** Null for a model that has none. */
  readonly elbo: number | null;
}

export interface EpochMetrics extends Losses {
  /** From 1. */
  readonly epoch: number;
  /** Null without a validation split. */
  readonly validation: Losses | null;
  /** Weight of the KL at the end of the epoch. */
  readonly beta: number;
  /** Latent dimensions whose posterior mean varies: Var_x(E[z|x]) > 0.01 (Burda et al. 2016). */
  readonly activeUnits: number;
  /** Of each latent dimension the mean of KL(q(z|x) || N(0, 1)) over the examples, nats; where it is known in closed form. */
  readonly klDimensions?: readonly number[];
  readonly seconds: number;
}

export interface BackendInfo {
  readonly name: Exclude<BackendChoice, 'auto'>;
  /** For the native library, its TensorFlow version. */
  readonly version: string;
  /** Which native library it is; absent for other backends. */
  readonly library?: LibraryOrigin;
  /** Why another backend or library than was wanted runs; absent when none was passed over. */
  readonly fallback?: Sentence;
  /** What else a person should know of how it runs. */
  readonly notices?: readonly Sentence[];
}

/** What stands in `run.json`. */
export interface RunRecord {
  readonly format: 2;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  readonly status: RunStatus;
  readonly failure?: Sentence;
  readonly config: RunConfig;
  readonly data: DataSummary;
  /** SHA-256 over the encoded examples' bytes: tells whether the data are still those of the run. */
  readonly fingerprint: string;
  /** How raw values become model inputs; fitted on the run's data. Opaque to all but `src/dataset`. */
  readonly encoding: unknown;
  /** Finished epochs. */
  readonly epochs: number;
  readonly backend: BackendInfo;
  /**
   * How many cores the parts are for that TensorFlow's graphs have their batches in; null: they have none. Sums depend on
   * them by their rounding. Absent from other backends, and from runs of earlier versions.
   */
  readonly cores?: number | null;
  /** Epochs after which it was asked to train further, ascending. */
  readonly extended?: readonly number[];
  /** Whose weights it began with; absent where these were those of its seed. */
  readonly from?: RunOrigin;
  /** The process that trains it, while `status` is running. */
  readonly worker?: { readonly pid: number; readonly hostname: string };
  readonly versions: Readonly<Record<string, string>>;
}

/** The run that another one was forked from. */
export interface RunOrigin {
  /** Its folder, an absolute path. */
  readonly run: string;
  readonly name: string;
  readonly epoch: number;
  /** Steps of the next epoch that the weights were trained for besides. */
  readonly steps: number;
  /** The variables that began with its weights, by name. */
  readonly taken: readonly string[];
  /** Those that began with the seed: it has none of their name and shape. */
  readonly initialised: readonly string[];
}

/** The newest weights, or those of the best epoch by what is monitored: the validation loss as a rule. */
export type WeightsChoice = 'newest' | 'best';

/** Or those after a number of epochs, where they are kept. */
export type WantedWeights = WeightsChoice | number;

/** Which of a run's weights encode, decode and measure. */
export interface WeightsInUse {
  readonly choice: WeightsChoice | 'epoch';
  /** Finished epochs that they were trained for. */
  readonly epoch: number;
  /** Steps of the next epoch that they were trained for besides: of a run that was stopped in it. 0 while it trains. */
  readonly steps: number;
  /** The best epoch, where its weights are kept and are not the newest. */
  readonly best: number | null;
}

/** A run as the panel needs it. */
export interface RunSummary {
  readonly directory: string;
  readonly record: RunRecord;
  readonly weights: WeightsInUse;
  readonly history: readonly EpochMetrics[];
  /** Epochs that can be shown, ascending: those stored, and the newest; 0 is before training. */
  readonly frames: readonly number[];
  /** Columns that points can be coloured by: data columns, split, and measures (reconstruction error, KL). */
  readonly columns: readonly ColumnInfo[];
  readonly trainingExamples: number;
  readonly validationExamples: number;
  /** In neither of them, by a split that is given; absent where there are none. */
  readonly testExamples?: number;
  /** Why the data cannot be read; what the run keeps of them is then there in their place. */
  readonly dataProblem?: Sentence;
}

/** The epoch that is shown where none is chosen: that of the best weights where they are in use, else the newest stored. */
export function presentFrame({ frames, weights }: Pick<RunSummary, 'frames' | 'weights'>): number | null {
  return weights.choice === 'best' ? weights.epoch : (frames.at(-1) ?? null);
}
