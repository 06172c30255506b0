import type { BackendChoice, DataConfig, RunRequest } from './config';
import type { DataSummary, TablePreview } from './data';

/** What a page to configure a training begins with. */
export interface ConfigureStart {
  readonly request: RunRequest;
  /** The path of the file that it stands in; null where it stands in none. */
  readonly file: string | null;
  /** The folder that relative paths start at. */
  readonly folder: string;
  /** What the editor's settings say where the request says nothing. */
  readonly defaults: { readonly backend: BackendChoice; readonly memory: number | null };
}

/** Calls of the page to the host. */
export interface ConfigureMethods {
  /** The first call of a page. */
  start(params: Record<string, never>): ConfigureStart;
  /** What the data are when they are read so. May take as long as reading them. */
  describe(params: { readonly data: DataConfig }): DataSummary;
  /** The columns of a table as its first rows have them; null for what is no table. */
  preview(params: { readonly data: DataConfig }): TablePreview | null;
  /** Asks a person for other data; null where none were chosen. */
  chooseData(params: Record<string, never>): { readonly data: DataConfig } | null;
  /** Settles once it trains, or once a person was told why it does not. */
  train(params: { readonly request: RunRequest }): null;
  /** Finds learning rates for a request, and has a person choose; null where none was taken. */
  findRate(params: { readonly request: RunRequest }): { readonly learningRate: number } | null;
  /** Asks a person for a file, and writes the request there; null where none was chosen. */
  save(params: { readonly request: RunRequest }): { readonly file: string } | null;
  showLog(params: Record<string, never>): null;
}
