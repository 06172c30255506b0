import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { type CategoryEntry, cssColour, gradientColour, type Legend, missing } from '../colouring';
import { categoryTitle, columnName, columnTitle } from '../column-names';
import { progressRing } from '../controls';
import { h, setText } from '../dom';
import { icon } from '../icons';
import { t } from '../l10n';
import { formatInteger, formatValue } from '../numbers';
import type { Panel } from '../panel';
import { countCategories } from '../selection/statistics';
import { createWeightsNote } from '../weights-note';
import { categoryChoice } from './category-choice';

export interface LegendView {
  readonly element: HTMLElement;
  /** `epoch` is that of the weights, where the column is of the model. */
  show(column: ColumnValues, legend: Legend): void;
  /** The points are still coloured as before: this column is being computed. Null: none is. */
  wait(column: ColumnInfo | null): void;
}

/** More categories than these are not listed: nobody tells so many colours apart. */
const listed = 200;
/** With more categories than these there is a field to find one. */
const searchedFrom = 20;

/** What the colours mean. Categories hide and show their points. */
export function createLegend(panel: Panel): LegendView {
  const { ui, view, theme } = panel;
  const title = h('span', { class: 'legend-title' });
  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'legend-head',
      testid: 'legend-toggle',
      on: { click: () => ui.set({ legendOpen: Boolean(body.hidden) }) },
    },
    icon('down'),
    title,
  );
  const weights = createWeightsNote(panel);
  const computing = h('span', {});
  const pending = h(
    'p',
    { class: 'legend-pending', role: 'status', testid: 'legend-pending' },
    progressRing(t('Computing')),
    computing,
  );
  pending.hidden = true;
  const search = h('input', {
    type: 'search',
    class: 'text-field legend-search',
    placeholder: t('Find a category'),
    'aria-label': t('Find a category'),
    testid: 'legend-search',
    on: { input: () => draw() },
  });
  search.hidden = true;
  const parts = h('div', {});
  const body = h('div', { class: 'legend-body' }, search, parts);
  const element = h(
    'section',
    { class: 'legend overlay', 'aria-label': t('Legend'), testid: 'legend' },
    pending,
    toggle,
    body,
  );
  element.hidden = true;
  const fold = () => {
    const open = ui.get().legendOpen ?? window.innerWidth >= 600;
    toggle.setAttribute('aria-expanded', String(open));
    body.hidden = !open;
  };
  ui.watch((state) => state.legendOpen, fold);
  window.addEventListener('resize', fold);

  let shown: { readonly column: ColumnValues; readonly legend: Legend } | null = null;
  const draw = () => {
    if (!shown) return;
    const { column, legend } = shown;
    title.textContent = columnTitle(column);
    title.title = columnTitle(column);
    const focused = body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.code : null;
    search.hidden = legend.kind === 'gradient' || legend.entries.length <= searchedFrom;
    parts.replaceChildren(...(legend.kind === 'gradient' ? gradient(legend) : categories(column, legend.entries)));
    if (column.epoch !== undefined) {
      weights.show(column.epoch);
      parts.append(weights.element);
    }
    if (focused) body.querySelector<HTMLElement>(`[data-code="${focused}"]`)?.focus();
    toggle.hidden = false;
    pending.hidden = true;
    element.hidden = false;
  };

  function categories(column: ColumnValues, entries: readonly CategoryEntry[]): readonly Node[] {
    const choice = categoryChoice(panel, column, () => entries.map((entry) => entry.code));
    const hidden = choice.hidden();
    const sought = search.hidden ? '' : search.value.trim().toLowerCase();
    // Of a million nothing is looked for by name unasked.
    const found =
      sought === ''
        ? entries
        : entries.filter(({ name }) => categoryTitle(column, name).toLowerCase().includes(sought));
    const { selection } = view.get();
    const inSelection = selection && countCategories(column, selection);
    const items = found.slice(0, listed).map(({ code, name, count, colour }) => {
      const swatch = h('span', { class: 'swatch' });
      swatch.style.backgroundColor = cssColour(colour);
      const label = categoryTitle(column, name);
      const selected = inSelection?.[code === missing ? inSelection.length - 1 : code];
      return h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'legend-entry',
            'aria-pressed': String(!hidden.has(code)),
            'data-code': code,
            title: choice.title(label),
            on: choice.on(code),
          },
          swatch,
          h('span', { class: 'legend-name' }, label),
          h(
            'span',
            { class: 'legend-count' },
            selected === undefined ? formatInteger(count) : `${formatInteger(selected)} / ${formatInteger(count)}`,
          ),
        ),
      );
    });
    const parts: Node[] = [h('ul', { class: 'legend-list' }, ...items)];
    if (found.length > listed) parts.push(h('p', { class: 'hint' }, t('and {0} more', found.length - listed)));
    if (hidden.size > 0) {
      parts.push(
        h(
          'button',
          { type: 'button', class: 'link', testid: 'legend-show-all', on: { click: choice.showAll } },
          t('Show all'),
        ),
      );
    }
    return parts;
  }

  function gradient(legend: Extract<Legend, { kind: 'gradient' }>): readonly Node[] {
    const { low, high, histogram } = legend;
    const most = Math.max(1, ...histogram);
    const bars = histogram.map((count, position) => {
      const bar = h('span', { class: 'bar' });
      bar.style.height = `${count === 0 ? 0 : 4 + (96 * count) / most}%`;
      bar.style.backgroundColor = cssColour(gradientColour((position + 0.5) / histogram.length, theme.get().tone));
      return bar;
    });
    const ramp = h('div', { class: 'ramp' });
    const stops = Array.from({ length: 9 }, (_, step) => cssColour(gradientColour(step / 8, theme.get().tone)));
    ramp.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
    const start = `${legend.belowLow ? '≤ ' : ''}${formatValue(low)}`;
    const end = `${legend.aboveHigh ? '≥ ' : ''}${formatValue(high)}`;
    const parts: Node[] = [
      h('div', { class: 'histogram', 'aria-hidden': 'true' }, ...bars),
      ramp,
      h(
        'div',
        { class: 'ramp-scale' },
        h('span', {}, start),
        h('span', {}, formatValue((low + high) / 2)),
        h('span', {}, end),
      ),
    ];
    if (legend.missing > 0) parts.push(h('p', { class: 'hint' }, t('{0} without a value, in grey', legend.missing)));
    return parts;
  }

  view.changed((state) => state.filters, draw);
  view.changed((state) => state.selection, draw);
  return {
    element,
    show(column, legend) {
      shown = { column, legend };
      draw();
    },
    wait(column) {
      if (column) setText(computing, t('Computing: {0}', columnName(column)));
      pending.hidden = column === null;
      toggle.hidden = shown === null;
      element.hidden = pending.hidden && toggle.hidden;
    },
  };
}
