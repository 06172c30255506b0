import { t } from '../l10n';
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
      return done < epochs ? t('Trained {0} epochs, stopped early', done) : t('Trained {0} epochs', done);
    case 'stopped':
      return t('Stopped after epoch {0} of {1}', done, epochs);
    case 'interrupted':
      return message?.text ?? t('Interrupted after epoch {0} of {1}', done, epochs);
    case 'failed':
      return message?.text ?? t('Training failed');
  }
}
