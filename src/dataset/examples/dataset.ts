import type { DataConfig } from '../../protocol/config';
import type { ColumnValues, DataSummary, Examples, SourceLocation, SymbolKind } from '../../protocol/data';

/** Data to be read, and what the model that they are for asks of them. */
export interface WantedData extends DataConfig {
  /** Its likelihood is of counts: numbers are not standardised, and have to be whole and not negative. */
  readonly counts?: true;
}

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
  | {
      readonly kind: 'columns';
      readonly columns: readonly EncodedColumn[];
      /** Where all columns are counts: the median of the examples' totals. */
      readonly library?: number;
    }
  | {
      readonly kind: 'text';
      /** How texts are cut into examples: each line is one, or each `length` characters. */
      readonly mode: 'lines' | 'windows';
      /** Symbols per example. */
      readonly length: number;
      /** What the symbols are; characters (code points) where nothing is said. */
      readonly symbols?: SymbolKind;
      /** The symbols that have a code of their own, from 2 on. 0 is padding, 1 any other. */
      readonly alphabet: readonly string[];
      /** Of byte pairs: what is joined within words, in this order. */
      readonly merges?: readonly (readonly [left: string, right: string])[];
      /** The column of a table that holds the texts, where it is one. */
      readonly column?: string;
    };

/** One column of a table or vector: standardised, counts as they are, or one-hot. */
export type EncodedColumn =
  | {
      readonly name: string;
      readonly type: 'numeric';
      readonly mean: number;
      readonly deviation: number;
      /** For dates: what since 1970-01-01T00:00Z the numbers count. */
      readonly unit?: 'days' | 'seconds';
      /** Whole numbers from 0 on, which are kept as they are: the mean is 0 and the deviation 1. */
      readonly isCount?: true;
    }
  | { readonly name: string; readonly type: 'category'; readonly categories: readonly string[] };

/** A data set in memory, encoded for a model. */
export interface Dataset {
  readonly summary: DataSummary;
  readonly encoding: Encoding;
  /**
   * summary.examples x product(summary.shape), row-major. Bytes stand for value / 255. Text: summary.examples x length,
   * the code of each symbol; where there are more than 256 symbols, code / 255.
   */
  readonly values: Uint8Array | Float32Array;
  /** Labels, factors, ids and features by name, one value per example. */
  readonly columns: readonly ColumnValues[];
  /** Null for generated data. */
  source(index: number): SourceLocation | null;
  /** The number of an example in the data with those that a list leaves out; absent where none are. */
  origin?(index: number): number;
  /** Where memory does not hold all examples: these here are then a sample, to look at and to validate with. */
  readonly stream?: ExampleStream;
  /**
   * Of data that are streamed and have a label of categories: the label of each of all examples, in the order of the stream, as the
   * label's column has that of those in memory; NaN where it is missing.
   */
  readonly labels?: Float32Array;
}

/** Examples that are read from disk in pieces while a model is trained on them. */
export interface ExampleStream {
  /** All there are. */
  readonly examples: number;
  /** Numbers of an example, and the bytes that they take, as in `Dataset.values`. */
  readonly width: number;
  readonly bytesPerExample: number;
  /** Bytes that pieces may take at one time. */
  readonly memory: number;
  /** Which one of all the data set's example `index` is. */
  placeOf(index: number): number;
  /** Some of all, in their order, as `Dataset.values` has them. @throws UserError when they cannot be read any more. */
  read(begin: number, end: number): Promise<Dataset['values']>;
  /** Lets go of the files, until the next `read`. */
  close(): Promise<void>;
}

/** Turns examples x features (pixels in 0..1, probabilities of categories and symbols) into something to look at. */
export type Render = (values: Float32Array, encoding: Encoding) => Examples;
