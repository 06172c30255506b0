import type { Sentence } from './errors';

/** What data are read from, by name. */
export const dataFormats = [
  'builtin',
  'idx',
  'npy',
  'npz',
  'safetensors',
  'hdf5',
  'matrix-market',
  'zarr',
  'csv',
  'parquet',
  'arrow',
  'jsonl',
  'cifar',
  'images',
  'text',
] as const;
export type DataFormat = (typeof dataFormats)[number];

/**
 * images: shape [height, width, channels]. table: named columns. vectors: shape [features], e.g. embeddings.
 * text: sequences of characters, shape [length, symbols].
 */
export type DataKind = 'images' | 'table' | 'vectors' | 'text';

/** What texts can be made of beside characters. */
export const symbolKinds = ['graphemes', 'words', 'byte-pairs'] as const;
export type SymbolKind = (typeof symbolKinds)[number];

/** What a column means. `feature` columns are (also) what the model sees; the others only describe the rows. */
export type ColumnRole = 'label' | 'factor' | 'feature' | 'id';

/** The nearest codes that a neighbourhood is made of; of few examples all others. */
export const neighbourhoodSize = 15;

/**
 * What a column says that is not of the data. reconstruction, kl: the example's, nats. z, sigma, klDimension: mean, standard
 * deviation and KL (nats) of the posterior in a latent dimension. density: the mean distance to the nearest codes.
 * disagreement: the share of the nearest codes that have another label. trust, continuity: whether its nearest points in the layout are near
 * by their codes, and whether its nearest codes are near in the layout.
 * class: the most probable one by a model that infers classes. reencoding: how far the code of what is decoded of the example's
 * code is from it. logPrior, logAggregate: log p(z) of the prior and log q(z) of the posteriors of other examples at the example's code,
 * nats.
 */
export type Quantity =
  | 'split'
  | 'reconstruction'
  | 'kl'
  | 'z'
  | 'sigma'
  | 'klDimension'
  | 'density'
  | 'disagreement'
  | 'trust'
  | 'continuity'
  | 'class'
  | 'reencoding'
  | 'logPrior'
  | 'logAggregate';

/** A column of one value per example that points can be coloured by. */
export interface ColumnInfo {
  /** No two columns of a run have the same. One that is not of the data makes way for one that is. */
  readonly name: string;
  /**
   * `measure`, `latent` and `posterior` are of the model, and other with other weights; `neighbourhood` is of the codes of an
   * epoch. Posteriors and neighbourhoods take their time, and are computed when they are asked for.
   */
  readonly role: ColumnRole | 'measure' | 'latent' | 'posterior' | 'neighbourhood' | 'split';
  /** Whatever its name is; absent from columns of the data. */
  readonly quantity?: Quantity;
  /** Of z, sigma and klDimension, from 0. */
  readonly dimension?: number;
  readonly type: 'numeric' | 'category';
  /** Category names by code; absent for numeric columns. */
  readonly categories?: readonly string[];
}

/** A column with its values: numbers, or category codes. NaN where missing. */
export interface ColumnValues extends ColumnInfo {
  readonly values: Float32Array;
  /** Of what is not of the data: the last finished epoch of the weights, or that of the codes. */
  readonly epoch?: number;
  /** Of neighbourhoods of very many points: the share of the nearest that was found. Absent: all. */
  readonly recall?: number;
  /** Of the trust of very many points: the random ones that ranks were counted among. Absent: all. */
  readonly among?: number;
}

/** What a data set is, without its values. */
export interface DataSummary {
  readonly name: string;
  /** `builtin:NAME`, or an absolute path. */
  readonly source: string;
  readonly format: DataFormat;
  readonly kind: DataKind;
  readonly examples: number;
  /** All there are, where memory does not hold them: `examples` of them, evenly spread, are then shown. */
  readonly streamed?: number;
  /** How many of them, the last ones, are of other data, to validate with. */
  readonly heldOut?: number;
  /** How many more there are that a list leaves out. */
  readonly excluded?: number;
  /** Of one example: [height, width, channels], [features] after encoding, or [length, symbols] of text. */
  readonly shape: readonly number[];
  /** Of text: what its symbols are; characters where nothing is said. */
  readonly symbols?: SymbolKind;
  /** As stored, by NumPy's name; `mixed` for tables. */
  readonly dtype: string;
  readonly columns: readonly ColumnInfo[];
  /** The column to colour by at first. */
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

/** Where an example came from, for *Reveal Source*. */
export interface SourceLocation {
  readonly path: string;
  /** Line of a text file, from 1. */
  readonly line?: number;
}

/** Features of a table that are one column of categories, one-hot: `width` of them from `start` on. */
export interface FeatureGroup {
  readonly start: number;
  readonly width: number;
}

/** Examples for the eye. Pixels are bytes, examples after each other, each row-major with interleaved channels. */
export type Examples =
  | {
      readonly kind: 'images';
      readonly count: number;
      readonly height: number;
      readonly width: number;
      /** 1 (grey) or 3 (RGB). */
      readonly channels: number;
      readonly pixels: Uint8Array;
    }
  | {
      readonly kind: 'rows';
      readonly count: number;
      /** Names of the original columns (a one-hot group is one column again). */
      readonly names: readonly string[];
      /** In the data's own units; categories by name. */
      readonly rows: readonly (readonly (string | number)[])[];
    }
  | {
      readonly kind: 'text';
      readonly count: number;
      /** Without the padding at their ends; U+FFFD for a character that the model does not know. */
      readonly texts: readonly string[];
    };

/** What a file or folder is, for people and scripts that look into it. */
export type StoredKind = Exclude<DataFormat, 'builtin'>;

/** A column of a table as it is stored. */
export interface StoredColumn {
  readonly name: string;
  readonly role: 'feature' | 'label' | 'id' | 'ignore';
  readonly type: 'numeric' | 'category' | 'date' | 'text';
  /** By NumPy's name. */
  readonly dtype: string;
  /** Cells without a value. */
  readonly missing: number;
}

/** What a file or folder stores, before anything is encoded for a model. */
export interface StoredSummary {
  readonly kind: StoredKind;
  /** Along the first dimension; 1 for a single number. */
  readonly examples: number;
  /** As stored, examples included; empty for a single number. */
  readonly shape: readonly number[];
  /** By NumPy's name. */
  readonly dtype: string;
  /** Empty where the data are no table. */
  readonly columns: readonly StoredColumn[];
  readonly labels: {
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly classes: number | null;
  } | null;
  /** NaN, or empty cells. */
  readonly missing: number;
  /** Examples that equal an earlier one, missing values equal to each other; null where they are too many to compare. */
  readonly duplicates: number | null;
  readonly warnings: readonly Sentence[];
}

/** A column of a table, as far as its first rows tell. */
export interface ColumnPreview {
  readonly name: string;
  readonly type: 'numeric' | 'category' | 'date';
  /** What it is where nobody says what it is. */
  readonly role: ColumnRole | 'ignore';
  /** Different values, in the order of their first occurrence; dates in ISO 8601. */
  readonly samples: readonly (string | number)[];
  /** The smallest and the largest value; null for words, and where there is none. */
  readonly range: readonly [low: string | number, high: string | number] | null;
  /** How many different words there are; null for numbers and dates. */
  readonly words: number | null;
  /** Cells without a value. */
  readonly missing: number;
}

/** What a table holds, by its first rows. */
export interface TablePreview {
  /** Those that were looked at. */
  readonly rows: number;
  /** There are no others. */
  readonly isAll: boolean;
  readonly columns: readonly ColumnPreview[];
}
