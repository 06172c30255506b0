import './selection.css';
import { textButton } from '../controls';
import type { Bits } from '../data/bits';
import { h, setText } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { createFold } from '../space/fold';
import { combine } from './combine';
import { createContactSheet } from './contact-sheet';
import { createDifferences } from './differences';
import { createGrowth } from './growth';
import { createKeptSelections, longestName } from './kept-selections';

/** How many examples are selected, what can be done with them, what they are, and how they differ from all. */
export function createSelectionView(panel: Panel): { readonly element: HTMLElement } {
  const { session, ui, view } = panel;
  const { examples } = session.get().run.record.data;
  const count = h('span', { class: 'fold-title', testid: 'selection-count' });
  const actions = h(
    'div',
    { class: 'selection-actions' },
    button(t('Clear'), 'selection-clear', () => view.change(t('clear the selection'), { selection: null })),
    button(t('Invert'), 'selection-invert', () => {
      const { selection } = view.get();
      if (selection) choose(t('invert the selection'), selection.not());
    }),
    button(t('Only these'), 'selection-only', () => filter(false)),
    button(t('Hide these'), 'selection-hide', () => filter(true)),
  );
  const nameField = h('input', {
    type: 'text',
    class: 'text-field',
    maxlength: longestName,
    placeholder: t('Name'),
    'aria-label': t('Name of the selection'),
    testid: 'selection-name',
    on: {
      keydown: (event) => {
        if (event.key === 'Enter' && !event.isComposing) keep();
      },
    },
  });
  const naming = h(
    'div',
    { class: 'selection-naming' },
    nameField,
    button(t('Keep'), 'selection-keep', () => keep()),
  );
  const body = h(
    'div',
    { class: 'selection-body' },
    actions,
    createGrowth(panel).element,
    naming,
    createContactSheet(panel).element,
    createDifferences(panel).element,
  );
  const fold = createFold(() => element, body, {
    testid: 'selection-toggle',
    title: count,
    chosen: () => ui.get().selectionOpen,
    choose: (selectionOpen) => ui.set({ selectionOpen }),
  });
  ui.changed((state) => state.selectionOpen, fold.draw);
  const chosen = h('div', { class: 'selection-chosen' }, h('h2', {}, fold.head), body);
  const element = h(
    'section',
    { class: 'selection overlay', 'aria-label': t('Selection'), testid: 'selection' },
    chosen,
    createKeptSelections(panel).element,
  );

  function button(label: string, testid: string, onClick: () => void): HTMLElement {
    return textButton({ label, testid, onClick }).element;
  }

  function choose(words: string, selection: Bits): void {
    view.change(words, { selection: combine(null, selection, 'replace') });
  }

  function filter(without: boolean): void {
    const { filters, selection } = view.get();
    if (!selection) return;
    const words = without ? t('hide the selection') : t('show only the selection');
    view.change(words, { filters: [...filters, { kind: 'examples', examples: selection, without }] });
  }

  /** A name that is there already is given to this selection. */
  function keep(): void {
    const { selection } = view.get();
    const name = nameField.value.trim();
    if (!selection || name === '') {
      nameField.focus();
      return;
    }
    const others = view.get().named.filter((other) => other.name !== name);
    view.change(t('keep the selection {0}', name), { named: [...others, { name, examples: selection }] });
    nameField.value = '';
  }

  const draw = () => {
    const { named, selection } = view.get();
    element.hidden = selection === null && named.length === 0;
    chosen.hidden = selection === null;
    if (selection) setText(count, t('{0} of {1} selected', selection.count, examples));
  };
  view.changed(
    (state) => state.selection,
    (selection) => {
      draw();
      panel.announce(selection ? t('{0} of {1} selected', selection.count, examples) : t('No example is selected.'));
    },
  );
  view.watch((state) => state.named, draw);
  return { element };
}
