import type { ColumnValues, DataSummary, Examples, SourceLocation } from '../protocol/data';

/**
 * How stored values become model inputs, and back. Fitted once on the data that a model is trained on, kept in the
 * run's record as JSON, and applied unchanged to whatever that model sees later.
 */
export type Encoding =
  | {
      readonly kind: 'pixels';
      readonly shape: readonly [height: number, width: number, channels: number];
      /** input = (stored - offset) / scale, within 0..1. */
      readonly offset: number;
      readonly scale: number;
    }
  | { readonly kind: 'columns'; readonly columns: readonly EncodedColumn[] };

/** One column of a table or vector: standardised, or one-hot. */
export type EncodedColumn =
  | {
      readonly name: string;
      readonly type: 'numeric';
      readonly mean: number;
      readonly deviation: number;
      /** For dates: what since 1970-01-01T00:00Z the numbers count. */
      readonly unit?: 'days' | 'seconds';
    }
  | { readonly name: string; readonly type: 'category'; readonly categories: readonly string[] };

/** A data set in memory, encoded for a model. */
export interface Dataset {
  readonly summary: DataSummary;
  readonly encoding: Encoding;
  /** summary.examples x product(summary.shape), row-major. Bytes stand for value / 255. */
  readonly values: Uint8Array | Float32Array;
  /** Labels, factors, ids and features by name, one value per example. */
  readonly columns: readonly ColumnValues[];
  /** Null for generated data. */
  source(index: number): SourceLocation | null;
}

/** Turns model inputs or outputs (examples x features, pixels in 0..1) into something to look at. */
export type Render = (values: Float32Array, encoding: Encoding) => Examples;
