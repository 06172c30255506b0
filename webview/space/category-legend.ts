import type { ColumnValues } from '../../src/protocol/data';
import { withOwnColour } from '../colour/chosen-colours';
import { hexColour } from '../colour/rgb';
import { type CategoryEntry, cssColour, missing } from '../colouring';
import { categoryTitle, columnName } from '../column-names';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { select } from '../native-controls';
import { formatInteger } from '../numbers';
import type { Panel } from '../panel';
import { countCategories } from '../selection/statistics';
import type { LegendOrder } from '../state/view-document';
import { type CategoryChoice, categoryChoice } from './category-choice';
import { orderedEntries } from './legend-order';
import { createRowList } from './row-list';

export interface CategoryLegend {
  readonly element: HTMLElement;
  show(column: ColumnValues, entries: readonly CategoryEntry[]): void;
  /** What is hidden or selected has changed. */
  draw(): void;
}

/** With more categories than these there is a field to find one. */
const searchedFrom = 20;
/** Fewer have no order to speak of. */
const orderedFrom = 3;

/** What the colours of categories mean, and what hides, selects and recolours them. Of any number of them the rows in sight are made. */
export function createCategoryLegend(panel: Panel): CategoryLegend {
  const { view } = panel;
  const search = h('input', {
    type: 'search',
    class: 'text-field legend-search',
    placeholder: t('Find a category'),
    'aria-label': t('Find a category'),
    testid: 'legend-search',
    on: {
      input: () => {
        rows.reset();
        draw();
      },
    },
  });
  const order = select<LegendOrder>(t('Order'), 'legend-order', [
    { value: 'data', label: t('As in the data') },
    { value: 'name', label: t('By name') },
    { value: 'count', label: t('By number') },
  ]);
  order.element.classList.add('legend-order');
  order.input.addEventListener('change', () => {
    rows.reset();
    view.change(t('order of the legend'), { legendOrder: order.value }, 'legend order');
  });
  const rows = createRowList({ label: t('Categories'), row: (at) => row(at) });
  const othersSwatch = h('span', { class: 'swatch' });
  const othersWords = h('span', {});
  const others = h('p', { class: 'legend-others hint', testid: 'legend-others' }, othersSwatch, othersWords);
  const showAll = h(
    'button',
    { type: 'button', class: 'link', testid: 'legend-show-all', on: { click: () => shown?.choice.showAll() } },
    t('Show all'),
  );
  const element = h('div', { class: 'legend-categories' }, search, rows.element, others, showAll, order.element);

  let shown: {
    readonly column: ColumnValues;
    readonly entries: readonly CategoryEntry[];
    readonly choice: CategoryChoice;
  } | null = null;
  let found: readonly CategoryEntry[] = [];
  let hidden: ReadonlySet<number> = new Set();
  let selected: Int32Array | null = null;

  function draw(): void {
    if (!shown) return;
    const { column, entries, choice } = shown;
    const { selection, legendOrder } = view.get();
    search.hidden = entries.length <= searchedFrom;
    order.element.hidden = entries.length < orderedFrom;
    const ordered = orderedEntries(entries, legendOrder);
    order.value = ordered.order;
    const sought = search.hidden ? '' : search.value.trim().toLowerCase();
    found =
      sought === ''
        ? ordered.entries
        : ordered.entries.filter(({ name }) => categoryTitle(column, name).toLowerCase().includes(sought));
    hidden = choice.hidden();
    selected = selection && countCategories(column, selection);
    rows.draw(found.length);
    const without = entries.filter(({ shared }) => shared);
    others.hidden = without.length === 0;
    if (without.length > 0) {
      othersSwatch.style.backgroundColor = cssColour(without[0].colour);
      setText(othersWords, t('and {0} others', without.length));
    }
    showAll.hidden = hidden.size === 0;
  }

  function row(at: number): { readonly key: string; readonly parts: readonly HTMLElement[] } {
    const { code, name, count, colour } = found[at];
    const { column, choice } = shown!;
    const label = categoryTitle(column, name);
    const inSelection = selected?.[code === missing ? selected.length - 1 : code];
    const all = formatInteger(count);
    const entry = h(
      'button',
      {
        type: 'button',
        class: 'legend-entry',
        'aria-pressed': String(!hidden.has(code)),
        'data-code': code,
        title: choice.title(label),
        on: choice.on(code),
      },
      h('span', { class: 'legend-name' }, label),
      h('span', { class: 'legend-count' }, inSelection === undefined ? all : `${formatInteger(inSelection)} / ${all}`),
    );
    return { key: String(code), parts: [name === null ? plainSwatch(colour) : ownSwatch(name, label, colour), entry] };
  }

  function plainSwatch(colour: CategoryEntry['colour']): HTMLElement {
    const swatch = h('span', { class: 'swatch' });
    swatch.style.backgroundColor = cssColour(colour);
    return swatch;
  }

  /** A colour field that looks like any swatch. */
  function ownSwatch(name: string, label: string, colour: CategoryEntry['colour']): HTMLElement {
    const column = shown!.column;
    const words = t('Colour of {0}: click to choose another, Delete for the usual one', label);
    const recolour = (chosen: string | null) => {
      const ownColours = withOwnColour(view.get(), column.name, name, chosen);
      view.change(t('colour of {0}', label), { ownColours }, `colour of ${column.name} ${name}`);
    };
    const swatch = h('input', { type: 'color', class: 'swatch', 'aria-label': words, title: words });
    swatch.value = hexColour(colour);
    swatch.addEventListener('input', () => recolour(swatch.value));
    swatch.addEventListener('keydown', (event) => {
      if (event.key === 'Delete' || event.key === 'Backspace') recolour(null);
    });
    return swatch;
  }

  return {
    element,
    show(column, entries) {
      if (shown?.column.name !== column.name) {
        search.value = '';
        rows.reset();
        rows.label = t('Categories of {0}', columnName(column));
      }
      shown = { column, entries, choice: categoryChoice(panel, column, () => entries.map(({ code }) => code)) };
      draw();
    },
    draw,
  };
}
