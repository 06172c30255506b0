import type { TrainingProgress } from '../protocol/trainer';
import { clock } from './duration';
import { nats } from './run-text';
import type { Translate } from './translate';

/** A run that trains, as the status bar sees it. */
export interface TrainingState {
  readonly name: string;
  readonly progress: TrainingProgress | undefined;
  /** While data are loaded: a fraction from 0 to 1. */
  readonly loading: number;
}

/** One line about what trains: a run with epoch, loss and remaining time, or a summary of several. */
export function trainingText(runs: readonly TrainingState[], t: Translate): string {
  const [run] = runs;
  if (run === undefined) return '';
  return runs.length === 1 ? `${run.name}: ${runText(run, t)}` : severalText(runs, t);
}

/** Epoch, loss and remaining time of one run. */
export function runText({ progress, loading }: TrainingState, t: Translate): string {
  if (!progress) return loading > 0 && loading < 1 ? t('loading {0}%', Math.floor(loading * 100)) : t('starting');
  const { epoch, epochs, loss, remainingSeconds } = progress;
  return t('epoch {0}/{1} · loss {2} · {3} left', epoch, epochs, nats(loss), clock(remainingSeconds));
}

function severalText(runs: readonly TrainingState[], t: Translate): string {
  const known = runs.flatMap(({ progress }) => (progress ? [progress.remainingSeconds] : []));
  if (known.length < runs.length) return t('{0} runs training', runs.length);
  return t('{0} runs training · {1} left', runs.length, clock(Math.max(...known)));
}
