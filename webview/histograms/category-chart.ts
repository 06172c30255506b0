import type { ColumnValues } from '../../src/protocol/data';
import { missing } from '../colouring';
import { categoryTitle } from '../column-names';
import { crossCounter } from '../data/cross-filter';
import { mostFrequent } from '../data/most-frequent';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { formatInteger } from '../numbers';
import type { Panel } from '../panel';
import { countCategories } from '../selection/statistics';
import { categoryChoice } from '../space/category-choice';
import type { Chart } from './chart';

/** More are counted, not listed. */
const listed = 10;

/** Bars of the most frequent categories of a column; a click does what it does in the legend. */
export function createCategoryChart(panel: Panel): Chart {
  const { shown, view } = panel;
  const list = h('ul', { class: 'chart-categories' });
  const note = h('p', { class: 'hint' });
  const element = h('div', {}, list, note);
  const counter = crossCounter(countCategories);
  let rows: { readonly of: ColumnValues; readonly show: () => void } | undefined;

  function build(column: ColumnValues): () => void {
    const totals = countCategories(column, null);
    const found = mostFrequent(totals, listed);
    // Names and numbers of rows: bars of one each say nothing.
    const unique = found.length === listed && totals[found[0]] === 1;
    const codes = unique ? [] : found;
    const without = totals[totals.length - 1];
    const all = () => [...(column.categories ?? []).keys(), ...(without > 0 ? [missing] : [])];
    const choice = categoryChoice(panel, column, all);
    const entries = codes.map((at) => {
      const code = at === totals.length - 1 ? missing : at;
      const label = categoryTitle(column, column.categories?.[code]);
      const bar = h('span', { class: 'chart-bar' });
      const selected = h('span', { class: 'chart-bar-selected' });
      const count = h('span', { class: 'chart-count' });
      const button = h(
        'button',
        { type: 'button', class: 'chart-category', 'data-code': code, title: choice.title(label), on: choice.on(code) },
        h('span', { class: 'chart-name' }, label),
        h('span', { class: 'chart-track', 'aria-hidden': 'true' }, bar, selected),
        count,
      );
      return { at, code, bar, selected, count, button };
    });
    list.replaceChildren(...entries.map(({ button }) => h('li', {}, button)));
    const different = totals.reduce((sum, count) => sum + Number(count > 0), 0);
    note.hidden = different === codes.length && different > 0;
    setText(note, noteOf(different, different - codes.length, unique));
    return () => {
      const { passing, selected } = counter(column, shown.get().masks, view.get().selection);
      const most = codes.reduce((a, at) => Math.max(a, passing[at]), 1);
      const hidden = choice.hidden();
      for (const entry of entries) {
        const [count, chosen] = [passing[entry.at], selected?.[entry.at]];
        entry.bar.style.width = widthOf(count, most);
        entry.selected.style.width = widthOf(chosen ?? 0, most);
        entry.button.setAttribute('aria-pressed', String(!hidden.has(entry.code)));
        const words = formatInteger(count);
        setText(entry.count, chosen === undefined ? words : `${formatInteger(chosen)} / ${words}`);
      }
    };
  }

  return {
    element,
    draw(column) {
      if (rows?.of !== column) rows = { of: column, show: build(column) };
      rows.show();
    },
  };
}

function noteOf(different: number, others: number, unique: boolean): string {
  if (different === 0) return t('There is no value in this column.');
  return unique ? t('Each of the {0} values is there once.', different) : t('and {0} more', others);
}

/** Bars of what is there are seen. */
function widthOf(count: number, most: number): string {
  return count === 0 ? '0' : `max(2px, ${(100 * count) / most}%)`;
}
