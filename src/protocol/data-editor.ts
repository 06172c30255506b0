import type { Cells, CellsParams, Thumbnails, ThumbnailsParams, ViewedData, ViewedSummary } from './view';

/** Calls of the data editor's webview to the host, which passes them on to the trainer. */
export interface DataEditorMethods {
  /** The first call of a page. */
  start(params: Record<string, never>): { readonly name: string };
  /** What the file holds. `again` reads it anew, as it may have changed. */
  open(params: { readonly array?: string; readonly again?: boolean }): ViewedData;
  thumbnails(params: ThumbnailsParams): Thumbnails;
  cells(params: CellsParams): Cells;
  /** Reads all. Known from before where that was done already. */
  survey(params: Record<string, never>): ViewedSummary;
  /** Begins to train on what is open: asks a person for the model first. */
  train(params: Record<string, never>): null;
  showLog(params: Record<string, never>): null;
}

export interface DataEditorEvents {
  /** How far the file is being opened or surveyed: a fraction from 0 to 1. */
  progress(params: { readonly fraction: number }): void;
}
