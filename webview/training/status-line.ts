import './status-line.css';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { t, translateSentence } from '../l10n';
import { backendInWords, dataInWords, modelInWords } from '../model-words';
import { formatDuration, formatNats } from '../numbers';
import type { Panel } from '../panel';
import { type Session, trainedShare } from '../session';

/** What run this is, what it is doing, and the buttons that go with that. */
export function createStatusLine(panel: Panel): HTMLElement {
  const { host, session } = panel;
  const { record } = session.get().run;
  const { fallback } = record.backend;
  const model = modelInWords(record.config, record.data.shape);
  const backend = backendInWords(record.backend);
  const fallbackWords = fallback ? translateSentence(fallback) : '';
  const about = h(
    'div',
    { class: 'about', testid: 'about' },
    h('strong', { class: 'run-name', title: session.get().run.directory }, record.name),
    h('span', { class: 'about-part', title: record.data.source }, dataInWords(record.data)),
    h('span', { class: 'about-part', title: model }, model),
    h(
      'span',
      { class: 'about-part', title: fallbackWords || backend },
      fallback ? t('{0} (fallback)', backend) : backend,
    ),
  );
  const words = h('span', { class: 'status-words', role: 'status', testid: 'status' });
  const stop = textButton({
    label: t('Stop'),
    testid: 'stop',
    onClick: () => {
      stop.setDisabled(true);
      stop.setLabel(t('Stopping…'));
      host.call('stop', {}).catch((error) => {
        draw();
        panel.fail(error);
      });
    },
  });
  const resume = textButton({
    label: t('Resume'),
    testid: 'resume',
    appearance: 'primary',
    onClick: () => {
      resume.setDisabled(true);
      host.call('resume', {}).catch((error) => {
        draw();
        panel.fail(error);
      });
    },
  });
  const showLog = textButton({
    label: t('Show Log'),
    testid: 'show-log',
    onClick: () => {
      host.call('showLog', {}).catch(panel.fail);
    },
  });
  const fill = h('div', { class: 'progress-fill' });
  const bar = h(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-label': t('Training'), 'aria-valuemin': 0, 'aria-valuemax': 100 },
    fill,
  );
  const element = h(
    'div',
    { class: 'status-line' },
    about,
    h('div', { class: 'status' }, words, stop.element, resume.element, showLog.element),
    bar,
  );

  const draw = () => {
    const { status, message, progress } = session.get();
    element.dataset.status = status;
    setText(words, statusInWords(session.get()));
    words.title = message ?? '';
    stop.element.hidden = status !== 'running';
    stop.setDisabled(false);
    stop.setLabel(t('Stop'));
    resume.element.hidden = status !== 'stopped' && status !== 'interrupted';
    resume.setDisabled(false);
    showLog.element.hidden = status !== 'failed' && status !== 'interrupted';
    bar.hidden = status !== 'running';
    const share = progress ? trainedShare(progress) : 0;
    fill.style.transform = `scaleX(${share})`;
    bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
  };
  const drawProgress = () => {
    const { progress, status } = session.get();
    if (status !== 'running') return;
    setText(words, statusInWords(session.get()));
    const share = progress ? trainedShare(progress) : 0;
    fill.style.transform = `scaleX(${share})`;
    bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
  };
  session.changed((state) => state.progress, drawProgress);
  session.changed((state) => state.message, draw);
  session.watch((state) => state.status, draw);
  return element;
}

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
      return message ?? t('Interrupted after epoch {0} of {1}', done, epochs);
    case 'failed':
      return message ?? t('Training failed');
  }
}
