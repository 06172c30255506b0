import type { EpochMetrics, RunStatus, RunSummary, WeightsInUse } from '../src/protocol/run';
import type { TrainingProgress } from '../src/protocol/trainer';
import { sentenceInWords, type Words } from './l10n';

/** What is true of the run at this moment, as the host tells it. */
export interface Session {
  readonly run: RunSummary;
  readonly status: RunStatus;
  /** A sentence about the status, already in the person's language. */
  readonly message: Words | null;
  readonly progress: TrainingProgress | null;
  /** Ascending by epoch. */
  readonly history: readonly EpochMetrics[];
  readonly frames: readonly number[];
  /** Counts the layouts that were made since the panel is open: with each, points may be at other places. */
  readonly layoutsMade: number;
  /** Those that the model is shown by. */
  readonly weights: WeightsInUse;
}

export function sessionOf(run: RunSummary): Session {
  const { status, failure } = run.record;
  const message = failure ? sentenceInWords(failure) : null;
  const { history, frames, weights } = run;
  return { run, status, message, progress: null, history, frames, layoutsMade: 0, weights };
}

/** The session of a run that has changed as a whole: all that is on show is asked for anew. */
export function withRun(session: Session, run: RunSummary): Session {
  return { ...session, run, history: run.history, weights: run.weights, frames: [...run.frames] };
}

/** An epoch that is trained again after a resume replaces the one of before, and all after it. */
export function withEpoch(history: readonly EpochMetrics[], metrics: EpochMetrics): readonly EpochMetrics[] {
  return [...history.filter((entry) => entry.epoch < metrics.epoch), metrics];
}

/** Trained so far, in all the epochs asked for: 0..1. */
export function trainedShare(progress: TrainingProgress): number {
  const { epoch, epochs, step, steps } = progress;
  return Math.min(1, Math.max(0, (epoch - 1 + (steps > 0 ? step / steps : 0)) / epochs));
}
