import type { Advice } from '../advice/advice';
import type { Labels } from '../measures/context';
import type { CodeComparison } from '../protocol/compare';
import type { Examples } from '../protocol/data';
import type { Sentence } from '../protocol/errors';
import type { Measured, MeasuredPart } from '../protocol/measures';
import type { NetworkPlan } from '../protocol/network-plan';
import type { Marginals } from '../protocol/prior-fit';
import type { BackendInfo, EpochMetrics, RunRecord, WeightsInUse } from '../protocol/run';

/** Examples of a part that were looked at, and all that there are. */
export interface LookedAt extends MeasuredPart {
  readonly all: number;
}

/** Codes in two dimensions. */
export interface Space {
  /** Two latent dimensions, two principal components, or a layout that the run keeps, by its name. */
  readonly by: 'axes' | 'components' | { readonly layout: string };
  /** Points x 2. */
  readonly points: Float32Array;
  /** Of principal components: the share of the variance along each. */
  readonly shares?: readonly [number, number];
}

/** All that a report says of one run. */
export interface RunFacts {
  /** The name of its folder. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly weights: WeightsInUse;
  readonly backend: BackendInfo;
  readonly history: readonly EpochMetrics[];
  readonly plan: NetworkPlan;
  readonly seed: number;
  readonly judged: LookedAt;
  readonly reference: LookedAt | null;
  /** Why the data cannot be read; the report is then of what the run keeps of them. */
  readonly problem?: Sentence;
  readonly measured: readonly Measured[];
  readonly advice: readonly Advice[];
  readonly spaces: readonly Space[];
  /** Of the points of the spaces. */
  readonly labels: Labels | null;
  /** How many points of how many examples. */
  readonly points: { readonly shown: number; readonly all: number };
  /** Densities of the latent dimensions over the posteriors and under the prior; null where they have none. */
  readonly marginals: Marginals | null;
  /** Draws from the prior, decoded; null where there is none. */
  readonly samples: Examples | null;
}

/** Which of the judged examples are shown with their reconstructions. */
export const shownKinds = ['worst', 'median', 'best'] as const;
export type ShownKind = (typeof shownKinds)[number];

export interface ShownExamples {
  /** Example after example: those of the first kind, then of the second. */
  readonly kinds: readonly ShownKind[];
  /** Their numbers in the data. */
  readonly indices: Int32Array;
  readonly originals: Examples;
  /** By runs, of their places in the report. */
  readonly by: readonly {
    readonly run: number;
    readonly reconstructions: Examples;
    /** The reconstruction term of each, nats. */
    readonly errors: Float32Array;
  }[];
}

/** How alike the codes of two runs are, by their places in the report. */
export type PairFacts = CodeComparison & { readonly of: readonly [number, number] };

export interface ReportFacts {
  readonly runs: readonly RunFacts[];
  /** Once for runs of the same examples, else for each. */
  readonly shown: readonly ShownExamples[];
  /** Or why codes are not compared. */
  readonly pairs: readonly PairFacts[] | Sentence;
  /** ISO 8601. */
  readonly made: string;
  /** How the command line was called for it. */
  readonly command: readonly string[];
}
