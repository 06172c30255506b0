import { verdictOn } from '../../src/protocol/learning-curve';
import { sentenceInWords, t } from '../l10n';
import { formatDuration, formatNats } from '../numbers';
import type { Session } from '../session';

/** What the run is doing, in a line. */
export function statusInWords({ status, message, progress, history, run }: Session): string {
  const { epochs } = run.record.config.training;
  const done = history.at(-1)?.epoch ?? 0;
  switch (status) {
    case 'running':
      if (!progress) return t('Training…');
      return t(
        'Epoch {0}/{1} · loss {2} · {3} left',
        progress.epoch,
        progress.epochs,
        formatNats(progress.loss),
        formatDuration(progress.remainingSeconds),
      );
    case 'completed':
      if (done < epochs) return t('Trained {0} epochs, stopped early', done);
      if (done === 1) return t('Trained 1 epoch');
      return verdictOnRun({ history, run })
        ? t('Trained {0} epochs, still improving', done)
        : t('Trained {0} epochs', done);
    case 'stopped':
      return t('Stopped after epoch {0} of {1}', done, epochs);
    case 'interrupted':
      return message?.text ?? t('Interrupted after epoch {0} of {1}', done, epochs);
    case 'failed':
      return message?.text ?? t('Training failed');
  }
}

/** More about it, where there is more to say. */
export function detailInWords(session: Session): string {
  if (session.status !== 'completed') return session.message?.full ?? '';
  const verdict = verdictOnRun(session);
  return verdict ? sentenceInWords(verdict).full : '';
}

function verdictOnRun({ history, run: { record } }: Pick<Session, 'history' | 'run'>) {
  return verdictOn(history, record.config, record.data);
}
