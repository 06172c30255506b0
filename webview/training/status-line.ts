import './status-line.css';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { icon } from '../icons';
import { sentenceInWords, t } from '../l10n';
import { backendInWords, dataInWords, modelInWords } from '../model-words';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { trainedShare } from '../session';
import { createWeightsChoice } from '../weights-choice';
import { detailInWords, statusInWords } from './status-words';

/** What run this is, what it is doing, and the buttons that go with that. */
export function createStatusLine(panel: Panel): HTMLElement {
  const { host, session } = panel;
  const { record } = session.get().run;
  const { fallback, library } = record.backend;
  const model = modelInWords(record.config);
  const backend = backendInWords(record.backend);
  const fallbackWords = fallback ? sentenceInWords(fallback).full : '';
  const name = h('h1', { class: 'run-name', title: session.get().run.directory }, record.name);
  const about = h(
    'div',
    { class: 'about', testid: 'about' },
    name,
    h('span', { class: 'about-part', title: record.data.source }, dataInWords(record.data)),
    h('span', { class: 'about-part', title: model }, model),
    h(
      'span',
      { class: 'about-part', title: fallbackWords || library?.path || backend },
      fallback ? t('{0} (fallback)', backend) : backend,
    ),
  );
  const words = h('span', { class: 'status-words', role: 'status', testid: 'status' });
  const warning = icon('warning');
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
      // It may also be that a person does not want it after all.
      host.call('resume', {}).then(draw, (error) => {
        draw();
        panel.fail(error);
      });
    },
  });
  const trainFurther = textButton({
    label: t('Train Further…'),
    testid: 'train-further',
    onClick: () => {
      host.call('trainFurther', {}).catch(panel.fail);
    },
  });
  const fork = () => host.call('fork', { epoch: panel.view.get().epoch }).catch(panel.fail);
  const forkRun = textButton({ label: t('Fork…'), testid: 'fork', onClick: () => void fork() });
  forkRun.element.title = t('Train anew from the weights of the epoch on show, with other settings');
  host.on('fork', () => void fork());
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
    h(
      'div',
      { class: 'status' },
      warning,
      words,
      createWeightsChoice(panel),
      needs(stop.element, 'stop'),
      needs(resume.element, 'resume'),
      needs(trainFurther.element, 'trainFurther'),
      needs(forkRun.element, 'fork'),
      needs(showLog.element, 'showLog'),
    ),
    bar,
  );

  const draw = () => {
    const { status } = session.get();
    element.dataset.status = status;
    warning.toggleAttribute('hidden', status !== 'failed' && status !== 'interrupted');
    stop.element.hidden = status !== 'running';
    stop.setDisabled(false);
    stop.setLabel(t('Stop'));
    resume.element.hidden = status !== 'stopped' && status !== 'interrupted';
    resume.setDisabled(false);
    trainFurther.element.hidden = status !== 'completed' || session.get().run.dataProblem !== undefined;
    forkRun.element.hidden = status === 'running' || session.get().weights.epoch === 0;
    showLog.element.hidden = status !== 'failed' && status !== 'interrupted';
    bar.hidden = status !== 'running';
    drawProgress();
  };
  const drawProgress = () => {
    const { progress } = session.get();
    const text = statusInWords(session.get());
    setText(words, text);
    words.title = detailInWords(session.get()) || text;
    const share = progress ? trainedShare(progress) : 0;
    fill.style.transform = `scaleX(${share})`;
    bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
  };
  session.changed((state) => state.progress, drawProgress);
  session.changed((state) => state.message, draw);
  session.changed(
    (state) => state.run,
    ({ record }) => setText(name, record.name),
  );
  session.watch((state) => state.status, draw);
  return element;
}
