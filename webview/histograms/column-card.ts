import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { isCostly } from '../column-cache';
import { columnName, columnTitle } from '../column-names';
import { progressRing } from '../controls';
import { isOwnFilter } from '../data/cross-filter';
import { h, setText } from '../dom';
import { icon } from '../icons';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { createCategoryChart } from './category-chart';
import { createNumberChart } from './number-chart';

export interface ColumnCard {
  readonly element: HTMLElement;
  /** Its values are wanted: what takes its time waits until somebody asks for it, or uses it. */
  readonly wanted: boolean;
  /** Its values are on their way. */
  wait(): void;
  /** The values have come. */
  show(column: ColumnValues): void;
  /** They don't come. */
  fail(sentence: string): void;
  /** Filters or the selection have changed. */
  draw(): void;
}

/** One column: its name, which colours by it, and its chart. @param load Asks for what is wanted. */
export function createColumnCard(panel: Panel, info: ColumnInfo, load: () => void): ColumnCard {
  const { view } = panel;
  const name = columnName(info);
  const title = h(
    'button',
    {
      type: 'button',
      class: 'column-title',
      title: t('Colour by {0}', name),
      on: { click: () => view.change(t('colour by {0}', name), { colour: info.name }) },
    },
    info.role === 'neighbourhood' ? name : columnTitle(info),
  );
  const clear = h(
    'button',
    {
      type: 'button',
      class: 'column-clear',
      'aria-label': t('Remove the filter of {0}', name),
      title: t('Remove the filter of {0}', name),
      testid: 'column-clear',
      on: {
        click: () => {
          const filters = view.get().filters.filter((filter) => !isOwnFilter(filter, info.name));
          view.change(t('remove the filter of {0}', name), { filters });
          title.focus();
        },
      },
    },
    icon('close'),
  );
  const chart = info.type === 'category' ? createCategoryChart(panel) : createNumberChart(panel, info);
  const waiting = h('p', { class: 'column-waiting hint' }, progressRing(t('Computing')), t('Computing…'));
  let asked = !isCostly(info);
  const compute = h(
    'button',
    {
      type: 'button',
      class: 'link',
      testid: 'column-compute',
      'aria-label': t('Compute {0}', name),
      on: {
        click: () => {
          asked = true;
          title.focus();
          load();
        },
      },
    },
    t('Compute'),
  );
  const failure = h('p', { class: 'hint' });
  failure.hidden = true;
  chart.element.hidden = true;
  clear.hidden = true;
  const element = h(
    'section',
    { class: 'column', 'aria-label': name, 'data-column': info.name, testid: 'column' },
    h('div', { class: 'column-head' }, h('h3', {}, title), clear),
    compute,
    waiting,
    failure,
    chart.element,
  );
  let values: ColumnValues | null = null;
  waiting.hidden = true;
  compute.hidden = asked;

  function draw(): void {
    const { colour, filters } = view.get();
    title.setAttribute('aria-pressed', String(colour === info.name));
    clear.hidden = !filters.some((filter) => isOwnFilter(filter, info.name));
    if (values) chart.draw(values);
  }

  return {
    element,
    get wanted() {
      const { colour, filters } = view.get();
      return asked || colour === info.name || filters.some((filter) => isOwnFilter(filter, info.name));
    },
    wait() {
      compute.hidden = true;
      waiting.hidden = values !== null;
    },
    show(column) {
      values = column;
      waiting.hidden = failure.hidden = true;
      chart.element.hidden = false;
      draw();
    },
    fail(sentence) {
      waiting.hidden = true;
      // What was there before is shown further.
      failure.hidden = values !== null;
      setText(failure, sentence);
    },
    draw,
  };
}
