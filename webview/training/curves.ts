import { presentFrame } from '../../src/protocol/run';
import 'uplot/dist/uPlot.min.css';
import './curves.css';
import { dropdown, iconButton, segmented } from '../controls';
import { h } from '../dom';
import { icon } from '../icons';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { type Chart, createChart } from './chart';
import { curveOf, type Measure } from './curve-data';
import { createFacts } from './facts';
import { measuresOf } from './measure-words';
import { metricsTable } from './metrics-table';
import { createNextSteps } from './next-steps';

export interface Curves {
  readonly element: HTMLElement;
  /** Whether there is too little room for all that is open. */
  crowd(is: boolean): void;
}

/** The loss and its terms over the epochs, live; the ELBO as a number. Can be folded away. */
export function createCurves({ session, theme, ui, view }: Panel): Curves {
  const { config } = session.get().run.record;
  const measures = measuresOf(config);
  const goTo = (epoch: number) => {
    const { frames } = session.get();
    if (frames.includes(epoch)) {
      view.change(
        t('go to epoch {0}', epoch),
        { epoch: epoch === presentFrame(session.get()) ? null : epoch },
        'epoch',
      );
    }
  };
  /** The one that is shown where there is room for one. */
  const chosen = () => measures.find(({ value }) => value === ui.get().curves.measure)?.value ?? 'loss';
  const charts: readonly (readonly [Measure, Chart])[] = measures.map((measure) => [
    measure.value,
    createChart(measure, goTo),
  ]);
  /** Too little room for curves, points and inspector at once: the curves are folded, until somebody unfolds them. */
  let crowded = false;
  let unfolded = false;
  const unfold = () => {
    if (!crowded) patch({ open: !ui.get().curves.open });
    else {
      unfolded = !unfolded;
      draw();
    }
  };
  const patch = (change: Partial<ReturnType<typeof ui.get>['curves']>) =>
    ui.set({ curves: { ...ui.get().curves, ...change } });

  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'fold',
      testid: 'curves-toggle',
      'aria-controls': 'curves-body',
      on: { click: () => unfold() },
    },
    icon('down'),
    h('span', {}, t('Training curves')),
  );
  const facts = createFacts(config);
  const isMany = measures.length > 3;
  const choice = {
    label: t('Measure'),
    testid: 'curves-measure',
    options: measures,
    value: chosen(),
    onChange: (measure: string) => patch({ measure }),
  };
  const which = isMany ? dropdown({ ...choice, hideLabel: true }) : segmented<string>(choice);
  which.element.classList.add('narrow-only');
  which.element.hidden = measures.length < 2;
  const scale = segmented({
    label: t('Scale'),
    testid: 'curves-scale',
    options: [
      { value: 'linear', label: t('Linear') },
      { value: 'log', label: t('Log') },
    ],
    value: ui.get().curves.scale,
    onChange: (value) => patch({ scale: value }),
  });
  const table = iconButton('table', {
    label: t('Show as a table'),
    testid: 'curves-table',
    onClick: () => patch({ table: !ui.get().curves.table }),
  });
  const key = h(
    'span',
    { class: 'curve-key' },
    h('span', { class: 'value-train' }, t('training')),
    h('span', { class: 'value-validation' }, t('validation')),
  );
  const tools = h('div', { class: 'curve-tools' }, key, which.element, scale.element, table.element);
  const plots = h(
    'div',
    { class: 'charts', ...(isMany && { tabindex: 0 }) },
    ...charts.map(([, chart]) => chart.element),
  );
  const numbers = h('div', { class: 'metrics-scroller', tabindex: 0 });
  const empty = h('p', { class: 'hint curves-empty' }, t('The curves begin with the first epoch.'));
  const next = createNextSteps();
  const body = h('div', { class: 'curves-body', id: 'curves-body' }, plots, numbers, empty);
  const element = h(
    'section',
    { class: 'curves', 'aria-label': t('Training curves'), testid: 'curves' },
    h('header', { class: 'curves-head' }, toggle, facts.element, tools),
    next.element,
    body,
  );

  const draw = () => {
    const { history, run, status } = session.get();
    const { curves } = ui.get();
    const { epoch } = view.get();
    element.dataset.epochs = String(history.length);
    const validated = history.some((entry) => entry.validation !== null);
    key.hidden = !validated;
    const open = crowded ? unfolded : curves.open;
    toggle.setAttribute('aria-expanded', String(open));
    element.classList.toggle('folded', !open);
    body.hidden = !open;
    tools.hidden = !open;
    empty.hidden = history.length > 0;
    plots.hidden = curves.table || history.length === 0;
    numbers.hidden = !curves.table || history.length === 0;
    table.setPressed(curves.table);
    for (const [measure, chart] of charts) chart.element.classList.toggle('chosen', measure === chosen());
    facts.show(history.at(-1));
    next.show(session.get(), open);
    if (!open) return;
    if (curves.table) {
      numbers.replaceChildren(metricsTable(history, config));
      return;
    }
    const last = history.at(-1)?.epoch ?? 1;
    const until = status === 'running' ? Math.max(last, run.record.config.training.epochs) : last;
    const marked = epoch ?? presentFrame(session.get());
    for (const [measure, chart] of charts) {
      chart.show({ curve: curveOf(history, measure, config), until, scale: curves.scale, marked });
    }
  };

  ui.changed((state) => state.curves, draw);
  view.changed((state) => state.epoch, draw);
  session.changed((state) => state.history, draw);
  session.changed((state) => state.status, draw);
  session.changed((state) => state.frames, draw);
  theme.changed(
    (state) => state.revision,
    () => {
      for (const [, chart] of charts) chart.restyle();
    },
  );
  draw();
  return {
    element,
    crowd(is) {
      if (is === crowded) return;
      [crowded, unfolded] = [is, false];
      draw();
    },
  };
}
