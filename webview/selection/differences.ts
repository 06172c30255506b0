import { isCostly } from '../column-cache';
import { categoryTitle, columnTitle, sortColumns } from '../column-names';
import type { Bits } from '../data/bits';
import { h } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import { formatInteger, formatPercent, formatValue } from '../numbers';
import type { Panel } from '../panel';
import { type Difference, difference, latentDifferences, rankDifferences } from './statistics';

/** A table of features may have thousands: these are looked at, label and measures first. */
const columnsCompared = 60;
/** Of very many examples fewer, so that they fit into memory; never fewer than some. */
const valuesCompared = 2 ** 25;
const fewestCompared = 12;
/** The columns that differ most. */
const ranked = 8;
const categoriesListed = 6;

/** In what the selection differs most from the examples outside of it: columns and latent dimensions. */
export function createDifferences(panel: Panel): { readonly element: HTMLElement } {
  const { columns, current, host, session, view } = panel;
  const { examples } = session.get().run.record.data;
  const table = h('table', { class: 'selection-table', testid: 'selection-statistics' });
  const element = h('details', { class: 'selection-details' }, h('summary', {}, t('What differs most')), table);
  const most = Math.max(fewestCompared, Math.min(columnsCompared, Math.floor(valuesCompared / examples)));
  const infos = sortColumns(columns.infos).filter(
    (info) => info.role !== 'id' && info.role !== 'latent' && !isCostly(info),
  );
  const latents = columns.infos.filter(({ role }) => role === 'latent');

  const compared = new Latest(
    async (selection: Bits) => {
      const [values, moments] = await Promise.all([
        current.available(infos.slice(0, most).map((column) => column.name)),
        host.call('latentMoments', { of: selection.words, epoch: view.get().epoch }),
      ]);
      const ofColumns = values.map((column) => difference(column, selection));
      return rankDifferences([...ofColumns, ...latentDifferences(latents, moments)]);
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
    if (selection && element.open) compared.ask(selection);
  };
  element.addEventListener('toggle', compare);
  view.changed((state) => state.selection, compare);
  view.changed((state) => state.epoch, compare);
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
