import type { ComparedOther } from '../../src/protocol/compare';

/** What the run that is open is held against. */
export interface Comparison {
  /** Of this run's codes. */
  readonly epoch: number;
  /** The one that is chosen comes first. */
  readonly others: readonly ComparedOther[];
}

/** The last that is known; null: none yet, or it failed. */
export interface Compared {
  readonly now: Comparison | null;
}
