import type { Row } from '../support/bench';
import type { Runs } from './runs';

/** A figure that was published, beside ours. */
export interface Comparison {
  readonly paper: string;
  /** The model, and how far it was trained. */
  readonly setting: string;
  readonly measure: string;
  readonly published: number | null;
  readonly ours: number | null;
  /** The standard error of ours: over the seeds where there are several, else over the examples. */
  readonly error: number | null;
  readonly seeds: number;
  readonly epochs: number | null;
  /** What is another way here than there, or how long it took. */
  readonly remark?: string;
}

export interface StudyOptions {
  readonly runs: Runs;
  /** All that was published; else what takes about two minutes. */
  readonly isLong: boolean;
  readonly log: (line: string) => void;
  /** Hears each comparison when it is there. */
  readonly found: (comparison: Comparison) => void;
}

/** What a paper reports, repeated. Whole sentences about it are answered. */
export type Study = (options: StudyOptions) => Promise<readonly string[]>;

export function rowOf({ paper, setting, measure, published, ours, error, seeds, epochs, remark }: Comparison): Row {
  const digits = (value: number | null) => value && Number(value.toPrecision(5));
  return {
    paper,
    setting,
    measure,
    published,
    ours: digits(ours),
    '±': error && Number(error.toPrecision(2)),
    seeds,
    epochs,
    remark: remark ?? null,
  };
}

/** The mean of some values and its standard error; of one value that it has, if any. */
export function overSeeds(
  values: readonly number[],
  ofOne: number | null = null,
): { readonly value: number; readonly error: number | null } {
  const n = values.length;
  const value = values.reduce((sum, each) => sum + each, 0) / n;
  if (n < 2) return { value, error: ofOne };
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  return { value, error: Math.sqrt(squares / (n - 1) / n) };
}
