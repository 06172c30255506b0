import { keepsWeights } from '../../src/protocol/kept-weights';
import type { Session } from '../session';

/** Columns that are still told apart at a glance. */
export const mostColumns = 16;

/** The stored epochs whose weights are kept, ascending: those that the run keeps for good, and the newest. */
export function keptEpochs({ run, frames }: Pick<Session, 'run' | 'frames'>): readonly number[] {
  const { config, from } = run.record;
  const isFirstOfFork = (epoch: number) => epoch === 0 && from !== undefined;
  return frames.filter(
    (epoch) => keepsWeights(epoch, config.training) || isFirstOfFork(epoch) || epoch === frames.at(-1),
  );
}

/** Of many epochs every second, fourth, …, and the newest: as further ones come, those that are shown are still among them. */
export function shownEpochs(kept: readonly number[], most = mostColumns): readonly number[] {
  let step = 1;
  while (Math.ceil(kept.length / step) > most - 1) step *= 2;
  return kept.filter((_, at) => at % step === 0 || at === kept.length - 1);
}
