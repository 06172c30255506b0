import type { LoadedModel } from '../../compute';
import type { ComparedRun, OtherRun } from '../../protocol/compare';
import type { EpochMetrics } from '../../protocol/run';
import type { OfWeights } from '../../protocol/trainer';
import type { Codes } from '../projection';

/** What a run stores of an epoch. */
export interface OtherCodes extends ComparedRun {
  readonly codes: Codes;
}

/** Runs of the same data, as they are on disk. @throws UserError compare.*, run.* */
export interface OtherRuns {
  codes(other: OtherRun): Promise<OtherCodes>;
  history(other: OtherRun): Promise<{ readonly history: readonly EpochMetrics[]; readonly frames: readonly number[] }>;
  /** Which stays as it is until another is asked for. */
  model(other: OtherRun): Promise<LoadedModel & OfWeights>;
}
