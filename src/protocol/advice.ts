import type { Sentence } from './errors';

/** A setting, by its place in the configuration, and what it is proposed to be, as it is written after `--set`. */
export interface Change {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/** What a rule finds. */
export interface Finding {
  /** What is so, with the figures that say it. */
  readonly sentence: Sentence;
  /** Any of them may help, the likeliest first; none where no setting does. */
  readonly changes: readonly Change[];
}

/** What to do next, by one rule. */
export interface Advice extends Finding {
  readonly rule: string;
  /** Why that matters, and what the change does. */
  readonly why: Sentence;
  /** Authors, year, and the place. */
  readonly source?: string;
}
