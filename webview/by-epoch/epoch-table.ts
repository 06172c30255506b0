import type { Examples } from '../../src/protocol/data';
import { h } from '../dom';
import { cellText, imageCanvas } from '../example-view';
import type { Rows, Texts } from '../images';
import { t } from '../l10n';
import { characterPairs, inOneLine } from '../text-pairs';
import { comparedText } from '../text-view';

/** One thing, as it was and as the model made it after each epoch. */
export interface EpochRow {
  /** What it is called, and what a click on it does. */
  readonly name: string;
  choose?(): void;
  /** Null of what has none, as a draw. */
  readonly original: { readonly examples: Examples; readonly at: number } | null;
  /** Which of each epoch's it is. */
  readonly at: number;
}

export interface EpochColumn {
  readonly epoch: number;
  readonly examples: Examples;
}

/** Columns of a table row that are listed; of more the first. */
const mostNames = 12;

/**
 * Rows by epochs. Pictures stand in one grid; of rows of a table and texts, which are wider than a cell, each has a table of its own.
 * @param goTo Hears of an epoch whose heading was clicked.
 */
export function createEpochTable(
  label: string,
  rows: readonly EpochRow[],
  columns: readonly EpochColumn[],
  goTo: (epoch: number) => void,
): readonly HTMLElement[] {
  const [first] = columns;
  if (!first) return [];
  if (first.examples.kind === 'images') return [pictures(label, rows, columns, goTo)];
  return rows.map((row) => (first.examples.kind === 'text' ? texts(row, columns, goTo) : values(row, columns, goTo)));
}

function pictures(
  label: string,
  rows: readonly EpochRow[],
  columns: readonly EpochColumn[],
  goTo: (epoch: number) => void,
): HTMLElement {
  const picture = (examples: Examples, at: number, words: string) =>
    examples.kind === 'images' ? imageCanvas(examples, at, words) : '';
  const corner = rows[0]?.original ? h('th', { scope: 'col' }, t('Original')) : h('td', {});
  const head = h('tr', {}, corner, ...columns.map(({ epoch }) => epochHead(epoch, 'col', goTo)));
  const body = rows.map((row) =>
    h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        nameOf(row, row.original ? picture(row.original.examples, row.original.at, '') : row.name),
      ),
      ...columns.map(({ epoch, examples }) =>
        h('td', {}, picture(examples, row.at, t('{0}, epoch {1}', row.name, epoch))),
      ),
    ),
  );
  return h('table', { class: 'epoch-table', 'aria-label': label }, h('thead', {}, head), h('tbody', {}, ...body));
}

function texts(row: EpochRow, columns: readonly EpochColumn[], goTo: (epoch: number) => void): HTMLElement {
  const textAt = (examples: Examples, at: number) => (examples as Texts).texts[at];
  const original = row.original && textAt(row.original.examples, row.original.at);
  const made = (text: string) =>
    original === null ? inOneLine(text) : comparedText(characterPairs(original, text), 'to');
  return h(
    'table',
    { class: 'epoch-table texts', 'aria-label': row.name },
    h('caption', {}, nameOf(row, row.name)),
    h(
      'tbody',
      {},
      ...(original === null
        ? []
        : [h('tr', {}, h('th', { scope: 'row' }, t('Original')), h('td', {}, inOneLine(original)))]),
      ...columns.map(({ epoch, examples }) =>
        h('tr', {}, epochHead(epoch, 'row', goTo), h('td', {}, made(textAt(examples, row.at)))),
      ),
    ),
  );
}

function values(row: EpochRow, columns: readonly EpochColumn[], goTo: (epoch: number) => void): HTMLElement {
  const valueAt = (examples: Examples, at: number, name: number) => (examples as Rows).rows[at][name];
  const { names } = columns[0].examples as Rows;
  const { original } = row;
  const rowOf = (name: string, at: number) => {
    const own = original && valueAt(original.examples, original.at, at);
    const cell = ({ examples }: EpochColumn) => {
      const value = valueAt(examples, row.at, at);
      const differs = typeof value === 'string' && own !== null && value !== own;
      return h('td', {}, differs ? h('mark', {}, value) : cellText(value));
    };
    const first = own === null ? [] : [h('td', {}, cellText(own))];
    return h('tr', {}, h('th', { scope: 'row', title: name }, name), ...first, ...columns.map(cell));
  };
  const more = names.length - mostNames;
  return h(
    'table',
    { class: 'epoch-table values', 'aria-label': row.name },
    h('caption', {}, nameOf(row, row.name)),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', {}),
        ...(original ? [h('th', { scope: 'col' }, t('Original'))] : []),
        ...columns.map(({ epoch }) => epochHead(epoch, 'col', goTo)),
      ),
    ),
    h(
      'tbody',
      {},
      ...names.slice(0, mostNames).map(rowOf),
      ...(more > 0 ? [h('tr', {}, h('th', { scope: 'row' }, t('and {0} more', more)))] : []),
    ),
  );
}

function epochHead(epoch: number, scope: 'row' | 'col', goTo: (epoch: number) => void): HTMLElement {
  const words = t('Go to epoch {0}', epoch);
  return h(
    'th',
    { scope },
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        testid: `epoch-${epoch}`,
        title: words,
        'aria-label': words,
        on: { click: () => goTo(epoch) },
      },
      String(epoch),
    ),
  );
}

/** A button where a click does something. */
function nameOf({ name, choose }: EpochRow, content: HTMLElement | string): HTMLElement | string {
  return choose
    ? h('button', { type: 'button', class: 'link', title: name, 'aria-label': name, on: { click: choose } }, content)
    : content;
}
