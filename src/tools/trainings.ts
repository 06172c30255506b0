import type { RunRequest } from '../protocol/config';
import type { RunStatus } from '../protocol/run';

/** A run that is being trained. */
export interface Training {
  readonly directory: string;
  /** Settles when it is over, however it ends; never rejects. */
  readonly ended: Promise<RunStatus>;
  /** Ends it after the step under way; settles when all is on disk. */
  stop(): Promise<void>;
  /** After each epoch. Returns a function that stops listening. */
  onEpoch(listener: (epoch: number) => void): () => void;
}

/** Those that are begun from here, and can be stopped from here. */
export interface Trainings {
  /** Settles once it trains. @throws UserError when it cannot begin */
  begin(request: RunRequest, signal: AbortSignal): Promise<Training>;
  /** Those under way. */
  readonly all: readonly Training[];
}
