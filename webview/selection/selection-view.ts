import './selection.css';
import { removeButton } from '../chip';
import { categoryTitle, columnTitle, sortColumns } from '../column-names';
import { textButton } from '../controls';
import type { Bits } from '../data/bits';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import { formatInteger, formatPercent, formatValue } from '../numbers';
import type { Panel } from '../panel';
import type { NamedSelection } from '../state/view-document';
import { combine } from './combine';
import { type Difference, rankDifferences } from './statistics';

/** A table of features may have thousands: these are looked at, label and measures first. */
const columnsCompared = 60;
/** The columns that differ most. */
const ranked = 8;
const categoriesListed = 6;

/** How many examples are selected, what can be done with them, and how they differ from all. */
export function createSelectionView(panel: Panel): { readonly element: HTMLElement } {
  const { columns, current, session, view } = panel;
  const { examples } = session.get().run.record.data;
  const count = h('h2', { class: 'selection-count', testid: 'selection-count' });
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
    maxlength: 80,
    placeholder: t('Name'),
    'aria-label': t('Name of the selection'),
    testid: 'selection-name',
    on: {
      keydown: (event) => {
        if (event.key === 'Enter') keep();
      },
    },
  });
  const naming = h(
    'div',
    { class: 'selection-naming' },
    nameField,
    button(t('Keep'), 'selection-keep', () => keep()),
  );
  const named = h('ul', { class: 'chips', 'aria-label': t('Kept selections'), testid: 'selections-kept' });
  const table = h('table', { class: 'selection-table', testid: 'selection-statistics' });
  const statistics = h('details', { class: 'selection-details' }, h('summary', {}, t('What differs most')), table);
  const chosen = h('div', { class: 'selection-chosen' }, count, actions, naming, statistics);
  const element = h(
    'section',
    { class: 'selection overlay', 'aria-label': t('Selection'), testid: 'selection' },
    chosen,
    named,
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

  function kept({ name, examples: of }: NamedSelection): HTMLElement {
    return h(
      'li',
      { class: 'chip' },
      h(
        'button',
        {
          type: 'button',
          class: 'chip-words',
          title: t('Select {0}', name),
          on: { click: () => choose(t('select {0}', name), of) },
        },
        `${name} · ${formatInteger(of.count)}`,
      ),
      removeButton(t('Forget {0}', name), () =>
        view.change(t('forget the selection {0}', name), {
          named: view.get().named.filter((other) => other.name !== name),
        }),
      ),
    );
  }

  const compared = new Latest(
    async (selection: Bits) => {
      const infos = sortColumns(columns.infos).filter((column) => column.role !== 'id');
      const values = await current.available(infos.slice(0, columnsCompared).map((column) => column.name));
      return rankDifferences(values, selection);
    },
    (differences, selection) => {
      if (selection !== view.get().selection) return;
      table.replaceChildren(...rows(differences, selection, examples));
      table.dataset.of = String(selection.count);
    },
    panel.fail,
  );
  const compare = () => {
    const { selection } = view.get();
    if (selection && statistics.open) compared.ask(selection);
  };
  const draw = () => {
    const { named: all, selection } = view.get();
    element.hidden = selection === null && all.length === 0;
    chosen.hidden = selection === null;
    named.hidden = all.length === 0;
    named.replaceChildren(...all.map(kept));
    if (selection) setText(count, t('{0} of {1} selected', selection.count, examples));
    compare();
  };
  statistics.addEventListener('toggle', compare);
  view.changed(
    (state) => state.selection,
    (selection) => {
      draw();
      panel.announce(selection ? t('{0} of {1} selected', selection.count, examples) : t('No example is selected.'));
    },
  );
  view.watch((state) => state.named, draw);
  session.changed((state) => state.frames, compare);
  return { element };
}

function rows(differences: readonly Difference[], selection: Bits, examples: number): readonly HTMLElement[] {
  const head = h(
    'thead',
    {},
    h('tr', {}, ...[t('Column'), t('Selection'), t('All')].map((words) => h('th', { scope: 'col' }, words))),
  );
  const body = differences.slice(0, ranked).flatMap((entry) => {
    const title = columnTitle(entry.column);
    const far = t('{0} apart', formatPercent(entry.distance));
    if (entry.kind === 'numbers') {
      const cell = ({ mean, deviation }: typeof entry.all) => `${formatValue(mean)} ± ${formatValue(deviation)}`;
      return [row(title, far, cell(entry.selected), cell(entry.all))];
    }
    return [row(title, far, '', ''), ...categoryRows(entry, selection.count, examples)];
  });
  return [head, h('tbody', {}, ...body)];
}

function row(title: string, far: string, selected: string, all: string): HTMLElement {
  const name = h('th', { scope: 'row', title: `${title}, ${far}` }, title, h('small', {}, far));
  return h('tr', {}, name, h('td', {}, selected), h('td', {}, all));
}

/** The categories that are most of the selection. */
function categoryRows(
  { column, selected, all }: Extract<Difference, { kind: 'categories' }>,
  selection: number,
  examples: number,
): readonly HTMLElement[] {
  const codes = [...selected.keys()].filter((code) => selected[code] > 0).sort((a, b) => selected[b] - selected[a]);
  const cell = (count: number, of: number) => `${formatInteger(count)} (${formatPercent(count / of)})`;
  return codes.slice(0, categoriesListed).map((code) => {
    const words = categoryTitle(column, column.categories?.[code]);
    return h(
      'tr',
      { class: 'category' },
      h('th', { scope: 'row' }, words),
      h('td', {}, cell(selected[code], selection)),
      h('td', {}, cell(all[code], examples)),
    );
  });
}
