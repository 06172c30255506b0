import type { Advice } from './advice';
import type { BackendChoice, DataConfig } from './config';
import type { PageLanguage } from './page';
import type { WantedWeights } from './run';

export interface ReportParams {
  /** Their folders: one, or several that are held against each other. */
  readonly runs: readonly string[];
  readonly backend: BackendChoice;
  /** Of all runs; without it the best where patience ended training, else the newest. */
  readonly weights?: WantedWeights;
  /** What is judged; without it the examples that each run holds out. */
  readonly data?: DataConfig;
  readonly seed?: number;
  /** Of a file that ends in .html or .md: what is there already is replaced. */
  readonly path: string;
  readonly language: PageLanguage;
  /** ISO 8601. */
  readonly made: string;
  /** How a command line is called for the same report. */
  readonly command: readonly string[];
}

export interface Reported {
  /** The file; of Markdown also the folder of its pictures. */
  readonly paths: readonly string[];
  readonly runs: readonly {
    readonly name: string;
    readonly advice: readonly Advice[];
    /** Those that were judged. */
    readonly examples: number;
  }[];
}
