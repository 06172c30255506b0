import type { LoadedModel } from '../compute';
import type { Capabilities } from '../protocol/capabilities';
import type { LayoutReport } from '../protocol/layout';
import type { LayoutProjection } from '../protocol/trainer';
import type { Mutex } from '../training/mutex';
import type { Split } from '../training/split';
import type { OtherRuns } from './compare/other-runs';
import type { ExploredData } from './explored-data';
import type { Codes } from './projection';

/** What exploring needs of a run. The model is loaded when it is first asked for. */
export interface ExploredRun {
  /** Of its model. */
  readonly capabilities: Capabilities;
  /** Dimensions of the latent space. */
  readonly latent: number;
  /** The names of the classes that its model infers; none as a rule. */
  readonly inferredClasses: readonly string[];
  readonly data: ExploredData;
  readonly split: Split;
  /** Examples that somebody has looked at and found right, by their numbers in the data with all of their examples. */
  readonly reviewed: ReadonlySet<number>;
  /** Held while weights are read over more than one turn of the event loop. */
  readonly weights: Mutex;
  model(): Promise<LoadedModel>;
  /** Of the same data, to be compared with. */
  readonly others: OtherRuns;
  /**
   * Has questions answered by the model as it was after an epoch, where its weights are kept; else, or by null, by those in use.
   * They are the same until it is answered.
   */
  showing<T>(epoch: number | null, answer: (shown: ShownModel) => Promise<T>): Promise<T>;
  /** The encodings of an epoch; null is the newest. */
  encodings(epoch: number | null): Promise<{ readonly epoch: number; readonly codes: Codes }>;
  /** The layout that is kept of an epoch, or else of the one nearest to it; null where there is none. */
  layoutNear(epoch: number, layout: LayoutProjection): Promise<MadeLayout | null>;
  /** Hears how much of a column is computed, from 0 to 1. */
  onColumnProgress?(fraction: number): void;
}

/** A model that answers, with the codes that it gives, and the last finished epoch of its weights. */
export interface ShownModel extends LoadedModel {
  readonly epoch: number;
  readonly codes: Codes;
  /** Held while weights are read over more than one turn of the event loop. */
  readonly weights: Mutex;
}

/** A layout that took its time. */
export interface MadeLayout {
  readonly epoch: number;
  /** examples x 3; NaN of those that are no part of it. */
  readonly positions: Float32Array;
  readonly report: LayoutReport | null;
}
