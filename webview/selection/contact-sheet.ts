import type { Examples } from '../../src/protocol/data';
import type { Bits } from '../data/bits';
import { h, setText } from '../dom';
import { cellText, thumbnail } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import type { Panel } from '../panel';

/** Shown at once. */
const most = 36;
/** Of a table as many columns as there is room for. */
const columnsShown = 3;

/** What is selected, to look at: pictures, rows or texts, evenly spread over the selection. A click pins one. */
export function createContactSheet(panel: Panel): { readonly element: HTMLElement } {
  const { columns, host, view } = panel;
  const sheet = h('div', { class: 'sheet', testid: 'contact-sheet' });
  const note = h('p', { class: 'hint', testid: 'contact-sheet-note' });
  const element = h('details', { class: 'selection-details' }, h('summary', {}, t('Contact sheet')), sheet, note);

  const fetched = new Latest(
    (selection: Bits) => host.call('sheet', { of: selection.words, count: most }),
    ({ indices, examples }, selection) => {
      if (selection !== view.get().selection) return;
      sheet.classList.toggle('rows', examples.kind !== 'images');
      const entries = [...indices].map((index, place) => entry(index, examples, place));
      sheet.replaceChildren(...headOf(examples, entries.length), ...entries);
      sheet.dataset.of = String(selection.count);
      setText(note, noteOf(indices.length, selection.count, panel.offers('locateData')));
    },
    panel.fail,
  );

  function entry(index: number, examples: Examples, place: number): HTMLElement {
    const label = columns.labelOf(index);
    const name = label === null ? `#${index}` : `${label} #${index}`;
    return h(
      'button',
      {
        type: 'button',
        class: 'sheet-entry',
        title: name,
        'aria-label': name,
        'data-index': index,
        on: { click: () => view.change(t('pin example {0}', String(index)), { pinned: index }, 'pick') },
      },
      ...likeness(examples, place, label ?? `#${index}`),
    );
  }

  const refresh = () => {
    const { selection } = view.get();
    if (selection && element.open) fetched.ask(selection);
  };
  element.addEventListener('toggle', refresh);
  view.changed((state) => state.selection, refresh);
  return { element };
}

function likeness(examples: Examples, place: number, name: string): readonly Node[] {
  if (examples.kind !== 'rows') return [thumbnail(examples, place, '')];
  const cells = examples.rows[place].slice(0, columnsShown);
  return [h('strong', {}, name), ...cells.map((cell) => h('span', {}, cellText(cell)))];
}

/** The names of a table's columns. */
function headOf(examples: Examples, rows: number): readonly Node[] {
  if (examples.kind !== 'rows' || rows === 0) return [];
  const names = examples.names.slice(0, columnsShown).map((name) => h('span', {}, name));
  return [h('div', { class: 'sheet-head', 'aria-hidden': 'true' }, h('span', {}), ...names)];
}

function noteOf(shown: number, selected: number, isLocatable: boolean): string {
  if (shown === selected) return t('All {0}', selected);
  if (shown === 0 && !isLocatable) return t('This page holds none of these {0} examples.', selected);
  if (shown === 0)
    return t('The run keeps none of these {0} examples. Locate the data, and they are there again.', selected);
  return t('{0} of {1}, evenly spread', shown, selected);
}
