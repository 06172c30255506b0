import './legend.css';
import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import type { Legend } from '../colouring';
import { isCostly } from '../column-cache';
import { columnName, columnTitle } from '../column-names';
import { progressRing } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { formatPercent } from '../numbers';
import type { Panel } from '../panel';
import { createWeightsNote } from '../weights-note';
import { createCategoryLegend } from './category-legend';
import { createFold } from './fold';
import { createNumberLegend } from './number-legend';

export interface LegendView {
  readonly element: HTMLElement;
  /** `epoch` is that of the weights, where the column is of the model. */
  show(column: ColumnValues, legend: Legend): void;
  /** The points are still coloured as before: this column is being computed. Null: none is. */
  wait(column: ColumnInfo | null): void;
}

/** What the colours mean. Categories hide and show their points. */
export function createLegend(panel: Panel): LegendView {
  const { ui, view } = panel;
  const title = h('span', { class: 'fold-title' });
  const weights = createWeightsNote(panel);
  const computing = h('span', {});
  // A screen reader would read each of its changes.
  const share = h('span', { class: 'legend-share', 'aria-hidden': 'true' });
  const pending = h(
    'p',
    { class: 'legend-pending', role: 'status', testid: 'legend-pending' },
    progressRing(t('Computing')),
    computing,
    share,
  );
  pending.hidden = true;
  const categories = createCategoryLegend(panel);
  const numbers = createNumberLegend(panel);
  const body = h('div', { class: 'legend-body' }, categories.element, numbers.element, weights.element);
  const fold = createFold(() => element, body, {
    testid: 'legend-toggle',
    title,
    chosen: () => ui.get().legendOpen,
    choose: (legendOpen) => ui.set({ legendOpen }),
  });
  const { head: toggle } = fold;
  const element = h(
    'section',
    { class: 'legend overlay', 'aria-label': t('Legend'), testid: 'legend' },
    pending,
    toggle,
    body,
  );
  element.hidden = true;
  ui.changed((state) => state.legendOpen, fold.draw);

  let isShown = false;
  let awaited: ColumnInfo | null = null;
  const tellComputing = (fraction: number | null) => {
    if (!awaited) return;
    setText(computing, t('Computing: {0}', columnName(awaited)));
    setText(share, fraction === null ? '' : formatPercent(fraction));
  };
  panel.host.on('columnProgress', ({ fraction }) => {
    if (awaited && isCostly(awaited)) tellComputing(fraction);
  });
  const draw = () => {
    if (!categories.element.hidden) categories.draw();
  };
  categories.element.hidden = true;
  view.changed((state) => state.filters, draw);
  view.changed((state) => state.selection, draw);
  view.changed((state) => state.legendOrder, draw);
  return {
    element,
    show(column, legend) {
      title.textContent = columnTitle(column);
      title.title = columnTitle(column);
      element.dataset.column = column.name;
      const isGradient = legend.kind === 'gradient';
      categories.element.hidden = isGradient;
      numbers.element.hidden = !isGradient;
      isShown = true;
      toggle.hidden = false;
      awaited = null;
      pending.hidden = true;
      element.hidden = false;
      if (legend.kind === 'gradient') numbers.show(column, legend);
      else categories.show(column, legend.entries);
      weights.show(column.epoch ?? null);
    },
    wait(column) {
      if (column?.name !== awaited?.name) {
        awaited = column;
        tellComputing(null);
      }
      pending.hidden = column === null;
      toggle.hidden = !isShown;
      element.hidden = pending.hidden && !isShown;
    },
  };
}
