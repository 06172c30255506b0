import { ColumnRoleChoice } from '../../src/protocol/config';
import type { ColumnPreview, TablePreview } from '../../src/protocol/data';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { formatInteger, formatValue } from '../numbers';
import { roleOf, withRole } from './draft';
import type { ConfigurePage, PageState, PageView } from './page-state';

/** Rows at one time: a person finds the others by name. */
const mostRows = 200;
/** From so many columns on there is a field to find them by. */
const manyColumns = 12;

/** A table's columns: what they hold, and what each is to the model. */
export function createColumnsView({ state }: ConfigurePage): PageView {
  const body = h('tbody');
  const hint = h('p', { class: 'setting-help', id: 'columns-help' });
  const find = h('input', {
    type: 'search',
    class: 'entry',
    'aria-label': t('Find columns by name'),
    placeholder: t('Find columns by name'),
    testid: 'find-column',
    on: { input: () => build() },
  });
  const all = h(
    'select',
    {
      class: 'entry choice',
      'aria-label': t('Use all listed columns as'),
      testid: 'all-columns',
      on: {
        change: () => {
          setRole(
            listed.map(({ name }) => name),
            all.value,
          );
          all.selectedIndex = 0;
        },
      },
    },
    h('option', { value: '', disabled: true, selected: true }, t('Use all listed as…')),
    h('option', { value: 'automatic' }, t('Automatic')),
    ...roles.filter((role) => role !== 'label').map((role) => h('option', { value: role }, roleName(role))),
  );
  const tools = h('div', { class: 'column-tools' }, find, all);
  const element = h(
    'div',
    { class: 'columns', testid: 'columns' },
    h('h3', { id: 'columns-title' }, t('Columns')),
    hint,
    tools,
    h(
      'div',
      { class: 'columns-scroll', role: 'region', tabindex: 0, 'aria-labelledby': 'columns-title' },
      h(
        'table',
        { 'aria-labelledby': 'columns-title', 'aria-describedby': 'columns-help' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...[t('Column'), t('Used as'), t('Values'), t('Range'), t('Missing')].map((word) =>
              h('th', { scope: 'col' }, word),
            ),
          ),
        ),
        body,
      ),
    ),
  );
  let shown: TablePreview | null = null;
  let listed: readonly ColumnPreview[] = [];
  let rows: readonly ColumnRow[] = [];

  function build(): void {
    const columns = shown?.columns ?? [];
    const wanted = find.value.trim().toLowerCase();
    const found = columns.filter(({ name }) => name.toLowerCase().includes(wanted));
    listed = found.slice(0, mostRows);
    rows = listed.map((column) => columnRow(column, (role) => setRole([column.name], role)));
    body.replaceChildren(...rows.map((row) => row.element));
    tools.hidden = columns.length < manyColumns;
    setText(hint, hintFor(shown, listed.length, found.length));
    for (const row of rows) row.update(state.get());
  }

  function setRole(names: readonly string[], role: string): void {
    const { draft } = state.get();
    state.set({ draft: withRole(draft, names, roles.find((own) => own === role) ?? null) });
  }

  return {
    element,
    update() {
      const now = state.get();
      if (now.preview !== shown) {
        shown = now.preview;
        build();
      } else for (const row of rows) row.update(now);
    },
  };
}

const roles = ColumnRoleChoice.options;

function hintFor(preview: TablePreview | null, listed: number, found: number): string {
  if (!preview) return '';
  const of = preview.isAll
    ? t('The model sees features; the label and descriptions only describe the rows.')
    : t(
        'The model sees features; the label and descriptions only describe the rows. Values are those of the first {0} rows.',
        preview.rows,
      );
  return listed < found ? `${of} ${t('{0} of {1} columns are listed; find the others by name.', listed, found)}` : of;
}

interface ColumnRow {
  readonly element: HTMLElement;
  update(state: PageState): void;
}

function columnRow(column: ColumnPreview, onRole: (role: string) => void): ColumnRow {
  const { name } = column;
  const automatic = h('option', { value: 'automatic' });
  const select = h(
    'select',
    {
      class: 'entry choice',
      'aria-label': t('Use {0} as', name),
      testid: `role-${name}`,
      on: { change: () => onRole(select.value) },
    },
    automatic,
    ...roles.map((role) => h('option', { value: role }, roleName(role))),
  );
  const element = h(
    'tr',
    {},
    h('th', { scope: 'row', title: name }, name),
    h('td', {}, select),
    h('td', { class: 'samples' }, column.samples.map(valueText).join(', ')),
    h('td', { class: 'range' }, rangeText(column)),
    h('td', { class: 'number' }, column.missing > 0 ? formatInteger(column.missing) : '–'),
  );
  return {
    element,
    update({ draft, summary }) {
      const asked = roleOf(draft.request.data, name);
      const found = summary?.columns.find((own) => own.name === name)?.role;
      // What was read last tells it best, unless it was read as somebody asked.
      const own = asked === null && found !== undefined ? found : column.role;
      setText(automatic, t('Automatic: {0}', roleName(own)));
      select.value = asked ?? 'automatic';
      element.classList.toggle('changed', asked !== null);
      element.classList.toggle('unseen', (asked ?? own) !== 'feature');
    },
  };
}

function roleName(role: string): string {
  switch (role) {
    case 'feature':
      return t('Feature');
    case 'label':
      return t('Label');
    case 'ignore':
      return t('Left out');
    default:
      return t('Description');
  }
}

function valueText(value: string | number): string {
  return typeof value === 'number' ? formatValue(value) : value;
}

function rangeText({ range, words }: ColumnPreview): string {
  if (words !== null) return t('{0} different', words);
  return range ? t('{0} to {1}', valueText(range[0]), valueText(range[1])) : '–';
}
