import './histograms.css';
import type { ColumnInfo } from '../../src/protocol/data';
import { columnName, sortColumns } from '../column-names';
import { h, oncePerFrame, setText } from '../dom';
import { createDrawer } from '../drawer';
import { describeError, t } from '../l10n';
import { type Panel, whileShown } from '../panel';
import { type ColumnCard, createColumnCard } from './column-card';

/** Listed at first, and more by each click. */
const atOnce = 8;

/**
 * A chart for each column: of numbers a histogram with a range, of categories bars to click. Each is counted under the filters
 * of all others, and has the selection's part in it. Columns are asked for one after the other, while they are in sight.
 */
export function createHistograms(panel: Panel): { readonly element: HTMLElement } {
  const { columns, current, shown, ui, view } = panel;
  const infos = sortColumns(columns.infos);
  const cards = new Map<string, ColumnCard>();
  let limit = atOnce;
  const search = h('input', {
    type: 'search',
    class: 'text-field',
    placeholder: t('Find a column'),
    'aria-label': t('Find a column'),
    testid: 'column-search',
    on: {
      input: () => {
        limit = atOnce;
        list();
      },
    },
  });
  search.hidden = infos.length <= atOnce;
  const cardsElement = h('div', { class: 'columns-listed' });
  const more = h(
    'button',
    {
      type: 'button',
      class: 'link',
      testid: 'columns-more',
      on: {
        click: () => {
          limit += atOnce;
          list();
        },
      },
    },
    '',
  );
  const nothing = h('p', { class: 'hint' }, t('No column has this in its name.'));
  const element = createDrawer(
    {
      id: 'histograms',
      title: t('Histograms'),
      closing: t('Close the histograms'),
      close: () => ui.set({ drawer: null }),
    },
    [search],
    cardsElement,
    nothing,
    more,
  );

  /** Those that have the words in their names, first of all those that filter. */
  function sought(): readonly ColumnInfo[] {
    const words = search.value.trim().toLowerCase();
    return infos.filter((info) => columnName(info).toLowerCase().includes(words));
  }

  function cardOf(info: ColumnInfo): ColumnCard {
    let card = cards.get(info.name);
    if (!card) {
      card = createColumnCard(panel, info, () => load());
      cards.set(info.name, card);
    }
    return card;
  }

  function listed(): readonly ColumnInfo[] {
    return sought().slice(0, limit);
  }

  function list(): void {
    const found = sought();
    cardsElement.replaceChildren(...listed().map((info) => cardOf(info).element));
    nothing.hidden = found.length > 0;
    more.hidden = found.length <= limit;
    setText(more, t('{0} more columns', found.length - limit));
    load();
  }

  let turn = 0;
  const load = whileShown(panel, 'space', async () => {
    turn++;
    const mine = turn;
    for (const info of listed()) {
      if (mine !== turn || ui.get().drawer !== 'histograms') return;
      const card = cardOf(info);
      if (!card.wanted) continue;
      card.wait();
      try {
        const column = (await current.get([info.name])).get(info.name);
        if (column) card.show(column);
      } catch (error) {
        const words = describeError(error);
        if (words) card.fail(words.text);
      }
    }
  });
  const draw = oncePerFrame(() => {
    if (ui.get().drawer !== 'histograms') return;
    for (const info of listed()) cards.get(info.name)?.draw();
  });

  shown.changed((state) => state, draw);
  view.changed((state) => state.filters, draw);
  view.changed((state) => state.selection, draw);
  view.changed((state) => state.colour, draw);
  const loadIfOpen = () => {
    if (ui.get().drawer === 'histograms') load();
  };
  current.changed(() => listed().map(({ name }) => name), loadIfOpen);
  view.changed((state) => state.colour, loadIfOpen);
  ui.watch(
    (state) => state.drawer === 'histograms',
    (open) => {
      element.hidden = !open;
      if (open) list();
      draw();
    },
  );
  return { element };
}
