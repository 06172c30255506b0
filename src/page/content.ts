import type { Encoding } from '../dataset';
import type { ColumnLayout } from '../protocol/column-layout';
import type { ColumnValues, Examples } from '../protocol/data';
import type { KeptLayout, LayoutReport } from '../protocol/layout';
import type { RunSummary } from '../protocol/run';
import type { RunSelection } from '../protocol/selections';
import type { ExampleSet, LinearProjection } from '../protocol/trainer';
import type { PackedDecoder } from './decoder';

export const pageFormat = 3;

/** In the page's HTML, the element with the content: packed, deflated, in base64. */
export const contentElement = 'content';

/** All that a page that is handed on knows of a run. No place of the machine that it comes from is in it. */
export interface PageContent {
  readonly format: typeof pageFormat;
  /** As the panel gets it. Its folder is the run's name, and its frames those that came along. */
  readonly run: RunSummary;
  readonly encoding: Encoding;
  /** Codes of all examples by epoch, ascending, examples x latent; among them those of the weights in use. */
  readonly frames: readonly { readonly epoch: number; readonly means: Float32Array }[];
  /** The epoch of the weights in use. */
  readonly present: number;
  /** All of the run but latent dimensions, which are the codes, and what is of `logVars` or `trust`. */
  readonly columns: readonly ColumnValues[];
  /** Of the posteriors by the weights in use, examples x latent; null where they didn't come along. */
  readonly logVars: Float32Array | null;
  readonly trust: readonly PageTrust[];
  readonly validation: Int32Array;
  readonly examples: PageExamples;
  readonly layouts: readonly PageLayout[];
  /** Null where it was too large: nothing is decoded then but what was. */
  readonly decoder: PackedDecoder | null;
  /** Draws from a prior that a page does not draw from by itself, n x latent. */
  readonly priorDraws?: Float32Array;
  readonly selections: readonly RunSelection[];
  /** What was on show, as the panel keeps it over a reload; null: as it begins. */
  readonly state: unknown;
}

/** Examples that came along to be looked at, and what the model makes of them. */
export interface PageExamples {
  /** Ascending. */
  readonly indices: Int32Array;
  readonly originals: Examples;
  /** Of the posterior's mean; null where the decoder came along and makes them. */
  readonly reconstructions: Examples | null;
  /** n x latent */
  readonly means: Float32Array;
  /** n x latent; null for an autoencoder. */
  readonly logVars: Float32Array | null;
  /** Nats, at the posterior's mean. */
  readonly reconstruction: Float32Array;
  readonly kl: Float32Array;
}

export interface PageLayout extends KeptLayout {
  /** The examples that it is of; null: all. */
  readonly part: ExampleSet | null;
  /** Of these, n x 3. */
  readonly positions: Float32Array;
  readonly report: LayoutReport | null;
}

/** How far each place of a layout can be trusted: trust or continuity. */
export interface PageTrust {
  /** Of the column. */
  readonly name: string;
  /** An affine map, columns, or one of `layouts` by its place there. */
  readonly of: LinearProjection | ColumnLayout | number;
  /** Of the codes. */
  readonly epoch: number;
  /** Of all examples; NaN of those that have no place. */
  readonly values: Float32Array;
}
