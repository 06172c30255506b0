import type { StoredColumn, StoredKind, StoredSummary } from './data';
import type { Sentence } from './errors';

/** Values of consecutive examples: exact integers of 64 bits, other numbers, or words (null where missing). */
export type ViewedValues = Float64Array | BigInt64Array | BigUint64Array | readonly (string | null)[];

/** How stored numbers become brightness: black at `offset`, white at `offset + scale`. */
export interface Brightness {
  readonly offset: number;
  readonly scale: number;
}

/** An array among several in a file. */
export interface ViewedMember {
  readonly name: string;
  /** Absent where it cannot be read as numbers. */
  readonly dtype?: string;
  readonly shape?: readonly number[];
}

/** What stored data are, as far as it is known without reading all of them. */
export interface ViewedData {
  readonly kind: StoredKind;
  /** Of the file. */
  readonly bytes: number;
  readonly examples: number;
  /** As stored, examples included. */
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly labels: { readonly dtype: string } | null;
  /** The array on show, where the file holds several. */
  readonly choice: { readonly chosen: string; readonly members: readonly ViewedMember[] } | null;
  /** Null for what is no images. The brightness is fitted to the first examples. */
  readonly images: {
    readonly height: number;
    readonly width: number;
    readonly colour: boolean;
    readonly brightness: Brightness;
  } | null;
  /** Named columns, which come first; and behind them the numbers of each example by their place in an array of this shape. */
  readonly columns: readonly StoredColumn[];
  readonly elements: readonly number[] | null;
  readonly warnings: readonly Sentence[];
}

/** What is known once all has been read. */
export interface ViewedSummary extends StoredSummary {
  /** Fitted to all examples; null for what is no images. */
  readonly brightness: Brightness | null;
}

export interface ThumbnailsParams {
  readonly begin: number;
  readonly count: number;
  /** The longest edge that is of use, in pixels; larger images are shrunk to it. */
  readonly edge: number;
  readonly brightness: Brightness;
}

/** Images of consecutive examples. */
export interface Thumbnails {
  readonly begin: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 (grey) or 3 (RGB). */
  readonly channels: number;
  /** count x height x width x channels. */
  readonly pixels: Uint8Array;
  readonly labels: ViewedValues | null;
}

/** Rows and columns from `begin` to `end` (exclusive). */
export interface CellsParams {
  readonly rows: { readonly begin: number; readonly end: number };
  readonly columns: { readonly begin: number; readonly end: number };
}

/** A block of a table. */
export interface Cells extends CellsParams {
  /** For each of the columns the values of the rows. Days or seconds since 1970 where the column is one of dates. */
  readonly values: readonly ViewedValues[];
  readonly labels: ViewedValues | null;
}

/** Looking into stored data. Each view has a number that its owner chose, and is open until it is closed. */
export interface ViewMethods {
  /** Opens data, in the place of what the view had open. Emits `viewing` as far as all has to be read for it. */
  openView(params: { readonly view: number; readonly path: string; readonly array?: string }): ViewedData;
  thumbnails(params: ThumbnailsParams & { readonly view: number }): Thumbnails;
  cells(params: CellsParams & { readonly view: number }): Cells;
  /** Reads all, and tells what is in it. Emits `viewing`. */
  surveyView(params: { readonly view: number }): ViewedSummary;
  closeView(params: { readonly view: number }): null;
}

export interface ViewEvents {
  /** How far a view is being opened or surveyed: a fraction from 0 to 1. */
  viewing(params: { readonly view: number; readonly fraction: number }): void;
}
