import type { Examples } from '../../src/protocol/data';
import type { Reconstructions } from '../../src/protocol/trainer';
import { h, oncePerFrame } from '../dom';
import { listedColumns } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { LoadedPages } from '../loaded-pages';
import { visibleRange } from '../visible-range';
import { pairContent, pairLabel } from './pair';

interface GridOptions {
  readonly kind: Examples['kind'];
  request(offset: number, count: number): Promise<Reconstructions>;
  labelOf(index: number): string | null;
  onOpen(index: number): void;
  fail(error: unknown): void;
}

export interface Grid {
  readonly element: HTMLElement;
  /** Asks for everything anew; `keep` stays where it is, else it starts at the top. */
  reload(keep: boolean): void;
  setOpened(index: number | null): void;
}

/** Width and height of a cell in px, with its gap; as in the style sheet. A row or text has a line of its own. */
const cellSizes = {
  images: { width: 164, height: 112 },
  rows: { width: Number.POSITIVE_INFINITY, height: 46 },
  text: { width: Number.POSITIVE_INFINITY, height: 46 },
};

/** Of a table: the caption's width, and that of a column. */
const rowSizes = { caption: 128, column: 112 };

/**
 * A scrolling grid of any length. Only the cells in sight exist; what they show is loaded by pages, one request at
 * a time, so that scrolling fast asks only for where it ends.
 */
export function createGrid({ kind, request, labelOf, onOpen, fail }: GridOptions): Grid {
  const pages = new LoadedPages<Reconstructions>(96, 24, ({ indices }) => indices.length);
  const cellSize = cellSizes[kind];
  const cells = h('div', { class: `grid-cells ${kind === 'images' ? 'images' : 'rows'}`, role: 'presentation' });
  const names = h('div', { class: 'grid-names', 'aria-hidden': 'true' });
  const empty = h('p', { class: 'hint grid-empty' }, t('No example passes the filter.'));
  const element = h(
    'div',
    { class: 'grid', role: 'listbox', 'aria-label': t('Reconstructions'), testid: 'reconstruction-grid' },
    names,
    cells,
  );
  const area = h('div', { class: 'grid-area' }, empty, element);
  names.hidden = kind !== 'rows';
  let total = 0;
  let columns = 1;
  let active = 0;
  let opened: number | null = null;
  const inDom = new Map<number, HTMLElement>();

  const loads = new Latest(
    (page: number) => request(page * pages.pageSize, pages.pageSize),
    (content, page) => {
      if (stale) pages.clear();
      stale = false;
      pages.add(page, content);
      total = content.total;
      if (content.originals.kind === 'rows') nameColumns(content.originals.names);
      draw(true);
    },
    fail,
  );
  /** What is loaded is of an older epoch, and stays on show until the new one is here. */
  let stale = false;

  function nameColumns(columnNames: readonly string[]): void {
    if (names.childElementCount > 0) return;
    const listed = columnNames.slice(0, listedColumns);
    const more = columnNames.length - listed.length;
    names.replaceChildren(
      h('span', { class: 'row-caption' }),
      ...listed.map((name) => h('span', { class: 'row-name', title: name }, name)),
      ...(more > 0 ? [h('span', { class: 'row-name' }, t('and {0} more', more))] : []),
    );
    cells.style.minWidth = `${rowSizes.caption + listed.length * rowSizes.column}px`;
  }

  function range() {
    const rows = Math.ceil(total / columns);
    const { first, last } = visibleRange(element.scrollTop, element.clientHeight, cellSize.height, rows, 2);
    return { first: first * columns, last: Math.min(total, last * columns) };
  }

  function draw(refill: boolean): void {
    columns = Number.isFinite(cellSize.width) ? Math.max(1, Math.floor(element.clientWidth / cellSize.width)) : 1;
    element.dataset.total = String(total);
    empty.hidden = total > 0 || stale;
    const height = `${Math.ceil(total / columns) * cellSize.height}px`;
    if (cells.style.height !== height) cells.style.height = height;
    // All is measured before the first cell changes: measuring in between would lay the page out for each of them.
    const { first, last } = range();
    const width = cells.clientWidth / columns;
    active = Math.min(active, Math.max(0, total - 1));
    for (const [position, cell] of inDom) {
      if ((position < first || position >= last) && cell !== document.activeElement) {
        cell.remove();
        inDom.delete(position);
      }
    }
    for (let position = first; position < last; position++) {
      const known = inDom.get(position);
      const cell = known ?? makeCell(position);
      if (!known || refill || !cell.dataset.index) fill(cell, position);
      place(cell, position, width);
    }
    const missing = pages.firstMissing(first, last);
    if (missing !== null) loads.ask(missing);
  }

  function makeCell(position: number): HTMLElement {
    const cell = h('div', { class: 'cell', role: 'option', 'aria-selected': 'false' });
    inDom.set(position, cell);
    cells.append(cell);
    cell.addEventListener('click', () => {
      focusCell(position);
      if (cell.dataset.index) onOpen(Number(cell.dataset.index));
    });
    return cell;
  }

  function place(cell: HTMLElement, position: number, width: number): void {
    const [row, column] = [Math.floor(position / columns), position % columns];
    cell.style.transform = `translate(${Math.round(column * width)}px, ${row * cellSize.height}px)`;
    cell.style.width = `${Math.floor(width)}px`;
    cell.tabIndex = position === active ? 0 : -1;
    cell.setAttribute('aria-posinset', String(position + 1));
    cell.setAttribute('aria-setsize', String(total));
  }

  function fill(cell: HTMLElement, position: number): void {
    const found = pages.find(position);
    if (!found) {
      if (!cell.dataset.index) cell.setAttribute('aria-label', t('Loading'));
      return;
    }
    const { content, at } = found;
    const label = labelOf(content.indices[at]);
    cell.replaceChildren(h('span', { class: 'cell-frame' }, ...pairContent(content, at, label)));
    cell.dataset.index = String(content.indices[at]);
    cell.setAttribute('aria-label', pairLabel(content, at, label));
    cell.title = pairLabel(content, at, label);
    cell.setAttribute('aria-selected', String(content.indices[at] === opened));
  }

  function focusCell(position: number): void {
    active = Math.max(0, Math.min(total - 1, position));
    const top = Math.floor(active / columns) * cellSize.height;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + cellSize.height - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
    draw(false);
    inDom.get(active)?.focus({ preventScroll: true });
  }

  element.addEventListener('keydown', (event) => {
    const perPage = columns * Math.max(1, Math.floor(element.clientHeight / cellSize.height));
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: active + 1,
      ArrowLeft: active - 1,
      ArrowDown: active + columns,
      ArrowUp: active - columns,
      PageDown: active + perPage,
      PageUp: active - perPage,
      Home: 0,
      End: total - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      event.preventDefault();
      focusCell(target);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      inDom.get(active)?.click();
    }
  });
  element.addEventListener(
    'scroll',
    oncePerFrame(() => draw(false)),
  );
  new ResizeObserver(() => {
    if (element.clientWidth === 0) return;
    const keptRow = Math.floor(element.scrollTop / cellSize.height);
    const firstInSight = keptRow * columns;
    draw(false);
    const row = Math.floor(firstInSight / columns);
    if (row !== keptRow) element.scrollTop = row * cellSize.height;
  }).observe(element);

  return {
    element: area,
    reload(keep) {
      loads.cancel();
      stale = true;
      if (!keep) {
        pages.clear();
        total = 0;
        active = 0;
        inDom.clear();
        cells.replaceChildren();
        element.scrollTop = 0;
      }
      loads.ask(Math.floor(range().first / pages.pageSize));
    },
    setOpened(index) {
      opened = index;
      for (const cell of inDom.values())
        cell.setAttribute('aria-selected', String(cell.dataset.index === String(index)));
    },
  };
}
