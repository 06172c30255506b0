import type { ByEpochMethods } from './by-epoch';
import type { CheckParams, CheckReport } from './check';
import type { CodeListMethods } from './code-lists';
import type { ColumnLayout } from './column-layout';
import type { CompareMethods, CompareRunsParams, RunsComparison, ShownAxesMethods, ShownRun } from './compare';
import type { BackendChoice, DataConfig, RunRequest } from './config';
import type { ColumnValues, DataSummary, Examples, SourceLocation, StoredSummary, TablePreview } from './data';
import type { DimensionMethods } from './dimension-effects';
import type { DirectionAxis } from './direction-axis';
import type { DirectionMethods } from './directions';
import type { DownloadOffer, DownloadPlace, DownloadProgress } from './download';
import type { Sentence } from './errors';
import type { Exported, SelectionUse, TableExport, WantedExamples } from './export';
import type { CorrectableData, FailureMethods, Failures } from './failures';
import type { GivenMethods } from './given';
import type { InputNeighbourMethods, NeighbourSpace } from './input-neighbours';
import type { MeasuringMethods } from './kept-measures';
import type { KeptLayout, LayoutParams, LayoutProgress, LayoutReport } from './layout';
import type { BenchmarkResult, FoundLibrary, LibraryOrigin } from './library';
import type { Measured, MeasureParams, MeasureReport } from './measures';
import type { ModelFormat } from './model-export';
import type { PageExport, PageLanguage, PageOnShow, PagePlan } from './page';
import type { PathMethods } from './paths';
import type { PosteriorMethods } from './posterior-bodies';
import type { PriorFitMethods } from './prior-fit';
import type { RateCurve } from './rate-curve';
import type { Reported, ReportParams } from './report';
import type {
  BackendInfo,
  EpochMetrics,
  Losses,
  RunStatus,
  RunSummary,
  WantedWeights,
  WeightsChoice,
  WeightsInUse,
} from './run';
import type { SelectionMethods } from './selections';
import type { TrailMethods } from './trails';
import type { TraversalMethods } from './traversals';
import type { ViewEvents, ViewMethods } from './view';

/**
 * By an affine map: three of the latent axes (-1: none), or three principal components, or the first two alone; `along` a direction,
 * and then those of what is orthogonal to it.
 */
export type LinearProjection = Aligned &
  (
    | { readonly kind: 'axes'; readonly axes: readonly [number, number, number] }
    | { readonly kind: 'pca'; readonly dims?: 2; readonly along?: DirectionAxis }
  );

interface Aligned {
  /** The epoch onto whose codes those of others are turned (Procrustes), to be shown by its axes; null: that of the weights in use. Absent: none are. */
  readonly alignedTo?: number | null;
  /**
   * Another run: codes are shown by the directions in which they are where those of the other are shown.
   */
  readonly onto?: ShownRun;
}

/** By UMAP or t-SNE; `of` some examples alone: others have no place. */
export type LayoutProjection = LayoutParams & { readonly of?: ExampleSet };

/** How the latent space is laid out. */
export type Projection = LinearProjection | LayoutProjection | ColumnLayout;

/** Every example's place at one epoch. */
export interface LatentFrame {
  readonly epoch: number;
  /** examples x 3; NaN of those that have no place. */
  readonly positions: Float32Array;
  /**
   * What the three axes are, for their labels: a latent index, the share of variance of a component, a column, or the layout's own.
   * Of one that is none, nothing.
   */
  readonly axes: readonly {
    readonly latent?: number;
    readonly variance?: number;
    readonly layout?: number;
    readonly method?: LayoutParams['kind'];
    /** That of the data whose values it shows. */
    readonly column?: string;
    /** The name of a direction, and of its rest the number of the component. */
    readonly direction?: string;
    readonly rest?: number;
    /** That of this epoch, onto which the codes are turned. */
    readonly epoch?: number;
    /** The name of the run whose axes the codes are turned to. */
    readonly run?: string;
  }[];
  /** Only of layouts that take their time. */
  readonly layout?: ShownLayout;
}

/** Which layout of those that are kept is shown. */
export interface ShownLayout {
  /** That it was made of; null: there is none yet, and principal components are shown. */
  readonly epoch: number | null;
  readonly report: LayoutReport | null;
}

/** What is asked of codes. */
export interface OfCodes {
  /** Those of this epoch; absent or null: the newest. */
  readonly epoch?: number | null;
}

/** What a model's answer was computed with. */
export interface OfWeights {
  /** The last finished epoch of the weights; while training is under way they are already some steps beyond it. */
  readonly epoch: number;
}

/** Everything about one example at the current weights. */
export interface Inspection extends OfWeights {
  readonly index: number;
  readonly position: readonly [number, number, number];
  readonly original: Examples;
  readonly reconstruction: Examples;
  /** original - reconstruction, in model units (pixels in 0..1), one per feature; for images row-major HWC. */
  readonly difference: Float32Array;
  /** Posterior mean and standard deviation per latent dimension; sigma is null for an autoencoder. */
  readonly mean: Float32Array;
  readonly sigma: Float32Array | null;
  /** KL per latent dimension, nats; null for an autoencoder. */
  readonly klPerDimension: Float32Array | null;
  /** Over `samples` draws of z, or with 0 of them at the posterior's mean; for an autoencoder the reconstruction at its code. */
  readonly losses: Losses;
  readonly samples: number;
  readonly columns: readonly { readonly name: string; readonly value: string | number }[];
  readonly split: 'train' | 'validation' | 'test';
  readonly neighbours: readonly { readonly index: number; readonly distance: number }[];
  readonly source: SourceLocation | null;
}

/** Whose weights a question is answered by. */
export interface ByWeights {
  /** Those after this epoch, where they are kept; absent, null, or where they are not: those in use. The answer says which. */
  readonly epoch?: number | null;
}

export interface DecodeParams extends ByWeights {
  /** A place in the 3-D view. */
  readonly position: readonly [number, number, number];
  readonly projection: Projection;
  /** The latent dimensions that the view does not show are taken from this example; from the mean of all, if null. */
  readonly from: number | null;
  /** Or from this code, [latent]. */
  readonly base?: Float32Array;
  /** Of a model that knows classes: by its number; absent or null: that of `from`, or the most frequent. */
  readonly ofClass?: number | null;
  /** Of a decoder that writes symbol by symbol: 0 writes the likeliest; absent or null: the model's own. */
  readonly temperature?: number | null;
}

export interface Decoded extends OfWeights {
  readonly example: Examples;
  /** The decoded code. */
  readonly z: Float32Array;
}

/** A measure of a code, beside what it is of the examples. */
export interface Standing {
  readonly value: number;
  /** Of the examples: their median. */
  readonly usual: number;
  /** The share of the examples that are at least as far out by it, from 0 to 1. */
  readonly beyond: number;
}

/** How much the examples say of a code, and so whether what the decoder makes of it can be believed. */
export interface Support extends OfWeights {
  /** The mean distance to the nearest codes (Euclidean, over all latent dimensions). */
  readonly distance: Standing;
  /** log q(z) of the aggregate posterior, nats; null where q(z|x) has no density. */
  readonly density: Standing | null;
  /** ||z - E(D(z))||. */
  readonly reencoding: Standing;
}

export interface ReconstructionsParams extends ByWeights {
  readonly order: 'worst' | 'best' | 'data';
  /** Only examples whose column has this category code. */
  readonly filter: { readonly column: string; readonly category: number } | null;
  /** Only examples of this part of the data; absent: both. */
  readonly split?: 'train' | 'validation';
  readonly offset: number;
  readonly count: number;
}

export interface Reconstructions extends OfWeights {
  /** How many examples pass the filter. */
  readonly total: number;
  readonly indices: Int32Array;
  readonly originals: Examples;
  readonly reconstructions: Examples;
  /** Reconstruction term at the posterior mean, nats per example. */
  readonly errors: Float32Array;
}

/** Which examples, one bit each: 32 in a word, the lowest bit first. */
export type ExampleSet = Uint32Array;

/** Of each latent dimension, over the codes that have a finite number there. */
export interface DimensionMoments {
  readonly count: Float64Array;
  /** NaN where there is none. */
  readonly mean: Float64Array;
  /** The sample's, by n - 1; NaN for fewer than two. */
  readonly deviation: Float64Array;
}

export interface LatentMoments extends OfWeights {
  readonly selected: DimensionMoments;
  readonly others: DimensionMoments;
  readonly all: DimensionMoments;
}

/** What a run is waited for with: its data are read, what computes is started, its examples are encoded. */
export type LoadingPhase = 'reading' | 'starting' | 'computing';

export interface LoadingProgress {
  readonly phase: LoadingPhase;
  /** Of the phase, from 0 to 1. */
  readonly fraction: number;
}

export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Mean over the steps of this epoch so far, nats per example, with the KL at the beta of the objective, as the curves have it. */
  readonly loss: number;
  readonly remainingSeconds: number;
}

/** What the panel may ask of the trainer; the host checks these calls and passes them on. */
export interface ExplorationMethods
  extends ByEpochMethods,
    CodeListMethods,
    CompareMethods,
    DimensionMethods,
    DirectionMethods,
    FailureMethods,
    GivenMethods,
    InputNeighbourMethods,
    PathMethods,
    PosteriorMethods,
    PriorFitMethods,
    TrailMethods,
    TraversalMethods {
  /** `epoch` null: the newest. The encodings of stored epochs come from disk. */
  latents(params: { readonly epoch: number | null; readonly projection: Projection }): LatentFrame;
  /**
   * A column of the data, or one of the model. A neighbourhood, and a latent dimension, is of the codes of an epoch (null or
   * absent: those of the weights in use), trust also of a layout (absent: principal components); others are by the weights of
   * the epoch, where they are kept. Emits `columnProgress` for what takes its time.
   */
  column(params: {
    readonly name: string;
    readonly epoch?: number | null;
    readonly projection?: Projection;
  }): ColumnValues;
  examples(params: { readonly indices: readonly number[] }): Examples;
  inspect(params: ByWeights & { readonly index: number; readonly projection: Projection }): Inspection;
  decode(params: DecodeParams): Decoded;
  /** The encoded example closest to a code, [latent], and its distance in the latent space. */
  nearest(params: ByWeights & { readonly z: Float32Array }): { readonly index: number; readonly distance: number };
  /** How far out a code is, by what is usual among the examples. `ofClass` as of `decode`. */
  support(params: Pick<DecodeParams, 'epoch' | 'from' | 'ofClass'> & { readonly z: Float32Array }): Support;
  /** Decoded draws from the prior, and where they lie. An autoencoder has no prior: a Gaussian fitted to its codes. */
  samples(
    params: ByWeights & {
      readonly count: number;
      readonly seed: number;
      readonly projection: Projection;
      /** Of a model that knows classes: that of all draws, by its number; absent or null: each has one as often as the data. */
      readonly ofClass?: number | null;
      /** As of `decode`. */
      readonly temperature?: number | null;
    },
  ): OfWeights & {
    readonly examples: Examples;
    readonly positions: Float32Array;
  };
  reconstructions(params: ReconstructionsParams): Reconstructions;
  /**
   * The `count` nearest examples (exactly, over all latent dimensions) to each of some examples, together; or those nearest
   * to the mean of their codes. By their data, likewise by what the model is given of them.
   */
  around(
    params: OfCodes & {
      readonly of: ExampleSet;
      readonly count: number;
      readonly place: 'each' | 'centre';
      /** Absent: by their codes. */
      readonly by?: NeighbourSpace;
    },
  ): {
    readonly examples: ExampleSet;
  };
  latentMoments(params: OfCodes & { readonly of: ExampleSet }): LatentMoments;
  /** At most `count` of some examples, evenly spread among those that are there. */
  sheet(params: { readonly of: ExampleSet; readonly count: number }): {
    readonly indices: Int32Array;
    readonly examples: Examples;
  };
}

/** Data as they are stored: a file, a folder, or `builtin:NAME`. */
export interface StoredDataParams {
  readonly path: string;
  /** The array of an .npz, safetensors, HDF5 or Zarr file; without it the likeliest. */
  readonly array?: string;
  /** A label file, an array of the file, or a column; without it what custom suggests. */
  readonly labels?: string;
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** Height and width of the pictures on a sheet; one number for both. */
  readonly tile?: DataConfig['tile'];
  /** The characters of a text file, whatever else it looks like. */
  readonly text?: Omit<NonNullable<DataConfig['text']>, 'column'>;
}

/** Where a trainer is found that outlives its host, and what opens it. */
export interface Doorkey {
  /** Of a socket of this machine, or a named pipe. */
  readonly address: string;
  /** A secret. */
  readonly token: string;
}

/** What was written to .npy files. */
export interface Conversion {
  readonly values: { readonly dtype: string; readonly shape: readonly number[] };
  /** Null where none were wanted. */
  readonly labels: { readonly dtype: string; readonly shape: readonly number[] } | null;
  readonly warnings: readonly Sentence[];
}

/** How to go on with a run. */
export interface ResumeParams {
  /** To so many in all; without it, to those that it was to have. */
  readonly epochs?: number;
  /** Also where it can't be told whether another trainer works on the run. */
  readonly takeOver?: boolean;
}

/** The model of a run. */
export interface ChosenModel {
  readonly directory: string;
  readonly backend: BackendChoice;
  /** Without it the best where patience ended training, else the newest. */
  readonly weights?: WantedWeights;
}

/** A trained model, to be written for other programs. */
export interface ModelExport extends ChosenModel {
  readonly format: ModelFormat;
  /** A new folder; of ONNX also a file, `*.onnx`, with encoder and decoder in one. */
  readonly path: string;
}

export interface ModelExported {
  /** Files that were written; in a folder, by their paths there. */
  readonly paths: readonly string[];
  readonly weights: WeightsInUse;
}

/** A run that can be forked. */
export interface ForkOffer {
  /** With the settings of the run. */
  readonly request: RunRequest;
  /** Of the weights. */
  readonly epoch: number;
  /** The epochs whose weights the run has, ascending. */
  readonly kept: readonly number[];
}

/** Requests of the host. A trainer process serves one run at a time. */
export interface TrainerMethods
  extends ExplorationMethods,
    MeasuringMethods,
    ShownAxesMethods,
    SelectionMethods,
    ViewMethods {
  /** Reads what a data set is; loads no backend. */
  describe(params: { readonly data: DataConfig }): DataSummary;
  /**
   * Looks for data sets below folders, by content; a label file found beside its images belongs to them. Emits `found`
   * for each. Answers whether something was left out, for there is too much of it. Loads no backend.
   */
  discover(params: { readonly folders: readonly string[]; readonly limit: number }): { readonly incomplete: boolean };
  /**
   * The columns of a table, by its first rows, so that it takes no longer for a large one; null for what is no table.
   * Loads no backend.
   */
  previewTable(params: { readonly data: DataConfig }): TablePreview | null;
  /** Reads stored data from end to end and says what they are. Loads no backend. */
  inspectData(params: StoredDataParams): StoredSummary;
  /** Writes stored values to the .npy file `out`, exactly as they are, and labels to `labelsOut`. Loads no backend. */
  convert(params: StoredDataParams & { readonly out: string; readonly labelsOut?: string }): Conversion;
  /** What can be downloaded, and what of it is there. Reaches no network. */
  downloads(params: DownloadPlace): readonly DownloadOffer[];
  /** Downloads a data set, as far as it is not there, and answers the path to train on. The one method to reach out. */
  download(params: DownloadPlace & { readonly name: string }): { readonly path: string };
  /**
   * Answers when the run is on disk and training has begun; the rest comes as events. The run gets a folder of its
   * own below `runs`, or is `directory`, which must be new or empty. Data and runs in the folder `project` keep their way
   * to each other, so that it can be moved.
   */
  train(
    params: { readonly request: RunRequest; readonly project?: string } & (
      | { readonly runs: string }
      | { readonly directory: string }
    ),
  ): RunSummary;
  /**
   * What to ask for, to go on from the weights of a run with other settings; `from` as in a request. Loads no backend.
   * @throws UserError run.*
   */
  fork(params: { readonly from: string }): ForkOffer;
  /** Loads a run to explore it. */
  open(params: { readonly directory: string; readonly backend: BackendChoice }): RunSummary;
  /**
   * Goes on with a stopped or interrupted run, as if it had never been, or with a finished one to more `epochs`, in all.
   * `takeOver`: also where it can't be told whether another trainer works on it. Needs `open`.
   */
  resume(params: ResumeParams): RunSummary;
  /** Has a run find its data at another path, where they must be the same. Answers when that is on disk. */
  locateData(params: { readonly directory: string; readonly source: string }): null;
  /** Calls a run by another name. */
  rename(params: { readonly directory: string; readonly name: string }): null;
  /** Has the newest weights, or the best, answer all questions. Needs `open`, and no training. */
  useWeights(params: { readonly choice: WeightsChoice }): RunSummary;
  /** Ends training after the step under way; answers when all is on disk. */
  stop(params: Record<string, never>): null;
  /**
   * Losses of a trained model on a data set read and encoded as the run's own. With `samples`, also the mean of log p(x)
   * of a VAE, estimated from about as many draws of z for each example.
   */
  evaluate(params: ChosenModel & { readonly data: DataConfig; readonly samples?: number }): Losses & {
    readonly examples: number;
    readonly backend: BackendInfo;
    readonly weights: WeightsInUse;
    readonly logLikelihood?: number;
    readonly samples?: number;
    /** Of a model that infers classes: how many examples have one, and for what share of them it is the most probable one. */
    readonly labelled?: number;
    readonly accuracy?: number;
    /** What is to be said of the data. */
    readonly warnings: readonly Sentence[];
  };
  /** Writes the posterior means of a data set as an examples x latent `.npy` file. */
  encode(params: ChosenModel & { readonly data: DataConfig; readonly out: string }): {
    readonly shape: readonly number[];
    readonly weights: WeightsInUse;
    /** What is to be said of the data. */
    readonly warnings: readonly Sentence[];
  };
  /**
   * Lays out the codes of a data set, or without one those that the run has stored last, and writes them to a `.npy` file,
   * examples x 2 or 3; of a `selection` that is kept with the run only its examples, NaN for the others. Emits `layoutProgress`.
   */
  layOutFile(
    params: ChosenModel & {
      readonly data?: DataConfig;
      readonly selection?: string;
      readonly params: LayoutParams | { readonly kind: 'pca'; readonly dims: 2 | 3 };
      readonly out: string;
    },
  ): LayoutReport & { readonly shape: readonly [number, number]; readonly epoch: number };
  /** What corrections of the data of the run that is open are of. */
  correctable(): CorrectableData;
  /** What is wrong with other data, as the model of a run sees them: nothing of them is held out. */
  failuresOfData(
    params: ChosenModel & Omit<Parameters<FailureMethods['failures']>[0], 'epoch'> & { readonly data: DataConfig },
  ): Failures;
  /**
   * Lays the codes of an epoch out (null: those of the weights in use), from the last layout of the same kind where there is
   * one, and keeps the result with the run. Emits `layoutProgress` and `layoutPositions`.
   */
  layOut(params: {
    readonly epoch: number | null;
    readonly layout: LayoutProjection;
    /** Begins when training is over. */
    readonly waits?: boolean;
  }): LayoutReport & OfWeights;
  /** The layouts that are kept with the run, by epoch. */
  layouts(params: Record<string, never>): readonly KeptLayout[];
  /** Decodes a `.npy` file of codes to a `.npy` file of means of p(x|z), shaped as the examples, in model units. */
  decodeFile(params: ChosenModel & { readonly z: string; readonly out: string; readonly ofClass?: string }): {
    readonly shape: readonly number[];
    readonly weights: WeightsInUse;
  };
  /**
   * Writes a trained model for other programs: raw data go in, and raw data come out.
   * @throws UserError export.exists, export.noCode, data.unwritable, run.*
   */
  exportModel(params: ModelExport): ModelExported;
  /** Measures a run. Emits `measured` after each measure. @throws UserError data.*, run.* */
  measureRun(params: MeasureParams): MeasureReport;
  /** Holds a run against what a file expects of it. Emits `measured` after each measure. @throws UserError check.*, data.*, run.* */
  checkRun(params: CheckParams): CheckReport;
  /**
   * Writes what to expect of a run, and of those that are to be as good: what was measured less so many standard errors. Emits `measured`
   * after each measure. @throws UserError check.exists, check.nothingToExpect, data.*, run.*
   */
  proposeChecks(params: MeasureParams & { readonly out: string; readonly errors: number }): {
    readonly expectations: number;
  };
  /** Writes a report of runs to a file. Emits `measured` after each measure. @throws UserError report.*, data.*, run.* */
  createReport(params: ReportParams): Reported;
  /** How alike the codes of two runs and more are. @throws UserError compare.*, run.*, data.* */
  compareRuns(params: CompareRunsParams): RunsComparison;
  /**
   * TensorFlow libraries on this machine, the bundled one first. Looks for Python environments in `folders`, and runs
   * nothing that lies there; asks `interpreters` and the Python on the search path. `selected` is a path that is
   * listed, too. Loads none.
   */
  libraries(params: {
    readonly folders: readonly string[];
    readonly interpreters: readonly string[];
    readonly selected?: string;
  }): readonly FoundLibrary[];
  /** Builds the binding to the library at a path, and tries whether it works here. */
  tryLibrary(params: { readonly path: string }): LibraryOrigin & { readonly version: string };
  /** Times training steps with a backend for as long. Emits `loading` with how much of the time is over. */
  benchmark(params: { readonly backend: BackendChoice; readonly milliseconds: number }): BenchmarkResult;
  /**
   * How the loss goes as the learning rate of a training that is asked for rises, and which rates that suggests. Nothing is written.
   * Emits `loading` with how far it is. `asked`: the rate that it would be trained with.
   */
  findRate(params: { readonly request: RunRequest }): RateCurve & { readonly asked: number };
  /** Writes rows of the run that is open to a file. @throws export.*, data.unwritable */
  exportTable(params: TableExport & { readonly path: string }): Exported;
  /** Writes which examples are meant, or they themselves, to a file. @throws export.*, data.unwritable */
  exportSelection(params: {
    readonly path: string;
    readonly use: SelectionUse;
    readonly examples: WantedExamples;
  }): Exported;
  /** What a page of the run that is open would hold. */
  pagePlan(params: PageOnShow): PagePlan;
  /** Writes a page of the run that is open, to be handed on. @throws page.tooLarge, data.unwritable */
  exportPage(params: PageExport & { readonly path: string; readonly language: PageLanguage }): Exported;
  /** Writes a file whole, or not at all. @throws data.unwritable */
  write(params: { readonly path: string; readonly content: Uint8Array }): null;
  /** The run that is open, as it now is. */
  current(params: Record<string, never>): RunSummary;
  /**
   * From now on the process outlives its host for as long as it trains, and for `seconds` at most. Answers where the next
   * host finds it. Asked again, it answers the same.
   */
  keep(params: { readonly seconds: number }): Doorkey;
  /** Starts what computes, for a run that is about to be asked for. What is wrong with it, that run will tell. */
  warm(params: { readonly backend: BackendChoice }): null;
  /** Begins to read data, for a run that is about to be asked for. What is wrong with them, that run will tell. */
  readAhead(params: { readonly data: DataConfig }): null;
  /** Ends the process in good order. */
  shutdown(params: Record<string, never>): null;
}

export interface TrainerEvents extends ViewEvents {
  /** A run, a measurement or a file is being worked on, and nothing of it is there yet. */
  loading(params: LoadingProgress): void;
  /** A data set among those that are looked for. */
  found(params: DataSummary): void;
  /** How far a download is. */
  downloading(params: DownloadProgress): void;
  /** A new run has its folder. */
  created(params: { readonly directory: string }): void;
  backend(params: BackendInfo): void;
  progress(params: TrainingProgress): void;
  layoutProgress(params: LayoutProgress): void;
  /** A measure of a run is done. */
  measured(params: Measured): void;
  /** How much of a neighbourhood is computed, from 0 to 1. */
  columnProgress(params: { readonly fraction: number }): void;
  /** Where the points are while their layout converges, examples x 3; NaN of those that are no part of it. */
  layoutPositions(params: { readonly positions: Float32Array }): void;
  /** After an epoch is on disk. */
  epoch(params: { readonly metrics: EpochMetrics; readonly frames: readonly number[] }): void;
  status(params: {
    readonly status: RunStatus;
    readonly failure?: Sentence;
    /** Those that questions are answered with from now on. */
    readonly weights: WeightsInUse;
    /** It is another process that trains, or has trained. */
    readonly elsewhere?: boolean;
  }): void;
  log(params: { readonly level: 'info' | 'warn' | 'error'; readonly message: string }): void;
}
