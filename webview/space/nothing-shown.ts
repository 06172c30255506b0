import { h } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';

/** Says why there is no point, where the filters let none through, and takes them away. */
export function createNothingShown({ shown, view }: Panel): HTMLElement {
  const element = h(
    'div',
    { class: 'nothing-shown overlay', role: 'status', testid: 'nothing-shown' },
    h('p', {}, t('No example passes all filters.')),
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        on: { click: () => view.change(t('clear all filters'), { filters: [] }) },
      },
      t('Clear all'),
    ),
  );
  shown.watch(
    (state) => state.examples,
    (examples) => {
      element.hidden = !examples?.empty;
    },
  );
  return element;
}
