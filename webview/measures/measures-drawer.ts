import './measures-drawer.css';
import {
  type MeasureGroup,
  type MeasureName,
  meantMeasures,
  measureGroups,
  measureNames,
  measureTable,
} from '../../src/protocol/measures';
import { type Button, textButton } from '../controls';
import { h, setText } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { costWords, groupWords, measureWords } from './measure-words';
import { createMeasuredView } from './measured-view';
import { measuresCsv, measuresTable } from './measures-text';
import { MeasuringJob, type Running } from './measuring';

/** How good the model is, in numbers with their errors: measured when a person asks for it, and kept with the run. */
export function createMeasuresDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { ui, session } = panel;
  const job = new MeasuringJob(panel);
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'measures', title: t('Measures'), closing: t('Close measures'), close };
  const hint = h(
    'p',
    { class: 'hint' },
    t('Of the examples that the run holds out, or of all where it holds out none.'),
  );
  const state = h('p', { class: 'hint', role: 'status', testid: 'measures-state' });
  const cancel = textButton({ label: t('Cancel'), testid: 'measures-cancel', onClick: () => job.cancel() });
  const bar = h('progress', { max: 1, 'aria-label': t('Measures') });
  const progress = h('div', { class: 'measures-progress' }, bar, cancel.element);
  const groups = measureGroups.map((group) => createGroup(panel, job, group));
  const copy = createCopying(panel, job);
  const element = createDrawer(
    labels,
    [h('div', { class: 'measures-head' }, hint, state, progress)],
    ...groups.map((group) => group.element),
    copy,
  );
  element.hidden = true;

  job.state.watch(
    ({ running }) => running,
    (running) => {
      progress.hidden = running === null;
      if (running) bar.value = running.done / running.names.length;
      setText(state, running ? runningWords(running) : trainingWords(panel));
    },
  );
  session.changed(
    ({ status }) => status,
    () => {
      if (!job.state.get().running) setText(state, trainingWords(panel));
    },
  );
  ui.watch(
    ({ drawer }) => drawer === 'measures',
    (open) => {
      element.hidden = !open;
      if (open && job.state.get().kept === null && panel.offers('measure')) void job.load();
    },
  );
  return { element };
}

function runningWords({ names, done }: Running): string {
  const next = names[done];
  if (next === undefined) return t('{0} of {1} are measured', done, names.length);
  return t('{0}: {1} of {2}', measureWords(next), done + 1, names.length);
}

function trainingWords({ session }: Panel): string {
  return session.get().status === 'running' ? t('The run can be measured when its training is over.') : '';
}

/** A group: what is known of it, and buttons that measure it. */
function createGroup(panel: Panel, job: MeasuringJob, group: MeasureGroup): { readonly element: HTMLElement } {
  const own = measureNames.filter((name) => measureTable[name].group === group);
  const buttons: Button[] = [];
  const asking = (only: MeasureGroup | MeasureName, words: string) => {
    const names = meantMeasures([only]);
    const button = textButton({
      label: t('Measure now'),
      testid: `measure-${only}`,
      onClick: async () => {
        if (await job.start([only])) panel.announce(t('{0}: measured', words));
      },
    });
    button.element.setAttribute('aria-label', t('Measure: {0}', words));
    buttons.push(button);
    const cost = costWords(names.map((name) => measureTable[name].cost));
    return h('div', { class: 'measure-ask' }, button.element, h('span', { class: 'hint' }, cost));
  };
  const slow = own.filter((name) => measureTable[name].cost === 'asked');
  const found = h('div', { class: 'measure-values' });
  const element = h(
    'section',
    { class: 'measure-group', 'aria-label': groupWords(group) },
    h('h3', {}, groupWords(group)),
    asking(group, groupWords(group)),
    found,
    ...slow.map((name) =>
      h('div', { class: 'measure-slow' }, h('span', {}, measureWords(name)), asking(name, measureWords(name))),
    ),
  );
  job.state.watch(
    ({ kept }) => kept,
    (kept) => {
      const mine = (kept ?? []).filter(({ measured }) => measured.group === group);
      found.replaceChildren(...mine.map(createMeasuredView));
    },
  );
  const allow = () => {
    const isBusy = job.state.get().running !== null || panel.session.get().status === 'running';
    for (const button of buttons) button.setDisabled(isBusy);
  };
  job.state.watch(({ running }) => running === null, allow);
  panel.session.changed(({ status }) => status, allow);
  return { element };
}

/** All values to the clipboard, as a table or for programs. */
function createCopying(panel: Panel, job: MeasuringJob): HTMLElement {
  const copying = (label: string, testid: string, textOf: typeof measuresCsv) =>
    textButton({
      label,
      testid,
      onClick: () => {
        navigator.clipboard.writeText(textOf(job.state.get().kept ?? [])).then(
          () => panel.announce(t('Copied')),
          (error) => panel.fail(error),
        );
      },
    }).element;
  const element = h(
    'div',
    { class: 'measures-copy' },
    copying(t('Copy as a table'), 'measures-copy-table', measuresTable),
    copying(t('Copy as CSV'), 'measures-copy-csv', measuresCsv),
  );
  job.state.watch(
    ({ kept }) => (kept ?? []).some(({ measured }) => measured.values.length > 0),
    (hasSome) => {
      element.hidden = !hasSome;
    },
  );
  return element;
}
