import type { LoadingProgress, TrainingProgress } from '../protocol/trainer';
import { clock } from './duration';
import { nats } from './run-text';
import type { Translate } from './translate';

/** A run that trains, as the status bar sees it. */
export interface TrainingState {
  readonly name: string;
  readonly progress: TrainingProgress | undefined;
  /** Until it trains; undefined before anything is known. */
  readonly loading: LoadingProgress | undefined;
}

/** One line about what trains: a run with epoch, loss and remaining time, or a summary of several. */
export function trainingText(runs: readonly TrainingState[], t: Translate): string {
  const [run] = runs;
  if (run === undefined) return '';
  return runs.length === 1 ? `${run.name}: ${runText(run, t)}` : severalText(runs, t);
}

/** Epoch, loss and remaining time of one run. */
export function runText({ progress, loading }: TrainingState, t: Translate): string {
  if (!progress) return loadingText(loading, t);
  const { epoch, epochs, loss, remainingSeconds } = progress;
  return t('epoch {0}/{1} · loss {2} · {3} left', epoch, epochs, nats(loss), clock(remainingSeconds));
}

/** What a run is waited for with. Never 100%: where a phase is over, the next one begins. */
export function loadingText(loading: LoadingProgress | undefined, t: Translate): string {
  if (!loading) return t('starting');
  const percent = Math.min(99, Math.floor(loading.fraction * 100));
  switch (loading.phase) {
    case 'reading':
      return t('reading the data, {0}%', percent);
    case 'starting':
      return t('starting the backend');
    case 'computing':
      return t('encoding the examples, {0}%', percent);
  }
}

function severalText(runs: readonly TrainingState[], t: Translate): string {
  const known = runs.flatMap(({ progress }) => (progress ? [progress.remainingSeconds] : []));
  if (known.length < runs.length) return t('{0} runs training', runs.length);
  return t('{0} runs training · {1} left', runs.length, clock(Math.max(...known)));
}
