import type { Projection } from './trainer';

/** Files that rows of numbers and words are written to. */
export type TableFormat = 'csv' | 'json' | 'parquet' | 'npy';
export const tableFormats: readonly TableFormat[] = ['csv', 'json', 'parquet', 'npy'];

/** Which examples, ascending; null: all. */
export type WantedExamples = Uint32Array | null;

/** What is written of each example. */
export interface TableContent {
  /**
   * coordinates: its place in a layout. latents: its code, a column for each dimension. columns: what the data and the model
   * say of it, and no more.
   */
  readonly kind: 'coordinates' | 'latents' | 'columns';
  /** Of the codes and the layout; null: the newest. */
  readonly epoch: number | null;
  readonly projection: Projection;
  /** Whether coordinates and latents have the columns beside them. A .npy file never has. */
  readonly withColumns: boolean;
}

export interface TableExport {
  readonly format: TableFormat;
  readonly content: TableContent;
  readonly examples: WantedExamples;
}

/**
 * list: files, or numbers of rows with what names them. dataset: a data set to train on. exclude: a list of examples that a
 * configuration leaves out.
 */
export type SelectionUse = 'list' | 'dataset' | 'exclude';

/** What was written. */
export interface Exported {
  readonly paths: readonly string[];
  readonly examples: number;
}
