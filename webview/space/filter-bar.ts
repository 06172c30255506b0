import './filter-bar.css';
import { removeButton } from '../chip';
import { textButton } from '../controls';
import { Bits } from '../data/bits';
import { type Filter, withoutFilter } from '../data/filters';
import { h, setText } from '../dom';
import { icon } from '../icons';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { filterWords } from './filter-words';
import { createQueryField } from './query-field';

/** What is searched for, and which filters there are: each can be taken away. */
export function createFilterBar(panel: Panel): HTMLElement {
  const { columns, session, shown, view } = panel;
  const { examples } = session.get().run.record.data;
  const chips = h('ul', { class: 'chips', 'aria-label': t('Filters'), testid: 'filters' });
  const count = h('span', { class: 'hint', role: 'status', testid: 'shown-count' });
  const clear = h(
    'button',
    {
      type: 'button',
      class: 'link',
      testid: 'filters-clear',
      on: { click: () => view.change(t('clear all filters'), { filters: [] }) },
    },
    t('Clear all'),
  );
  const selectShown = textButton({
    label: t('Select shown'),
    testid: 'select-shown',
    onClick: () => view.change(t('select all shown'), { selection: shown.get().examples ?? Bits.all(examples) }),
  });

  const chip = (filter: Filter) => {
    const words = filterWords(filter, columns);
    const failure = shown.get().failures.get(filter);
    const remove = removeButton(
      t('Remove the filter: {0}', words),
      () => {
        view.change(t('remove the filter {0}', words), { filters: withoutFilter(view.get().filters, filter) });
        (chips.querySelector<HTMLElement>('.chip-remove') ?? field.input).focus();
      },
      'filter-remove',
    );
    return h(
      'li',
      { class: failure === undefined ? 'chip' : 'chip failed', title: failure ?? words },
      failure !== undefined && h('span', { class: 'chip-warning' }, icon('warning')),
      h('span', { class: 'chip-words' }, words),
      failure !== undefined && h('span', { class: 'sr-only' }, failure),
      remove,
    );
  };
  const draw = () => {
    const { filters } = view.get();
    chips.hidden = filters.length === 0;
    clear.hidden = filters.length === 0;
    count.hidden = filters.length === 0 && shown.get().examples === null;
    chips.replaceChildren(...filters.map(chip));
    const { computing, examples: passing } = shown.get();
    setText(count, computing ? t('Computing…') : t('{0} of {1} shown', passing?.count ?? examples, examples));
  };
  view.changed((state) => state.filters, draw);
  shown.changed((state) => state, draw);
  const field = createQueryField(panel);
  draw();
  return h('div', { class: 'filter-bar' }, field.element, selectShown.element, chips, count, clear);
}
