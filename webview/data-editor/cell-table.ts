import type { Cells } from '../../src/protocol/view';
import { h, oncePerFrame } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import { LoadedPages } from '../loaded-pages';
import { formatInteger } from '../numbers';
import { visibleRange } from '../visible-range';
import { columnHeader } from './column-header';
import { ColumnTrack } from './column-track';
import type { DataSession, ExampleView } from './data-session';
import { LongScroll } from './long-scroll';
import { cellText, valueText } from './value-text';

/** Px; as in the style sheet. */
const rowHeight = 24;
const sizes = { index: 72, label: 104, plainHead: 26, head: 42 };
/** Rows and columns of a block. */
const block = { rows: 64, columns: 32 };

/** Rows and columns from first (inclusive) to last (exclusive). */
interface Area {
  readonly rows: { readonly first: number; readonly last: number };
  readonly columns: { readonly first: number; readonly last: number };
}

/**
 * A table of any length and width. Only the cells in sight exist; their values come by blocks, one request at a time, so that
 * scrolling fast asks only for where it ends.
 */
export function createCellTable({ host, data, state, fail }: DataSession): ExampleView {
  const { examples, labels, columns: named } = data;
  const hasLabels = labels !== null && data.elements !== null && named.length === 0;
  const track = new ColumnTrack(data);
  const blocksAcross = Math.ceil(track.count / block.columns);
  const blocks = new LoadedPages<Cells>(1, 96, () => 1);
  const sideWidth = sizes.index + (hasLabels ? sizes.label : 0);
  const headHeight = named.length > 0 ? sizes.head : sizes.plainHead;
  const corner = h(
    'div',
    { class: 'table-side', role: 'presentation' },
    h('span', { class: 'table-index', role: 'columnheader', 'aria-colindex': 1 }, t('Row')),
    hasLabels && h('span', { class: 'table-label', role: 'columnheader', 'aria-colindex': 2 }, t('Label')),
  );
  const headCells = h('div', { class: 'table-cells', role: 'presentation' });
  const head = h('div', { class: 'table-head', role: 'row', 'aria-rowindex': 1 }, corner, headCells);
  const body = h('div', { class: 'table-body', role: 'presentation' });
  const content = h('div', { class: 'table-content', role: 'presentation' }, head, body);
  const element = h(
    'div',
    {
      class: 'table-view',
      role: 'grid',
      tabindex: 0,
      'aria-label': t('Rows'),
      'aria-readonly': 'true',
      'aria-rowcount': examples + 1,
      'aria-colcount': track.count + (hasLabels ? 2 : 1),
      testid: 'table',
    },
    content,
  );
  element.style.setProperty('--side-width', `${sideWidth}px`);
  element.style.setProperty('--head-height', `${headHeight}px`);
  const rows = new Map<number, HTMLElement>();
  let drawn: Area | null = null;
  const draw = oncePerFrame(() => update(false));
  const down = new LongScroll(element, content, 'y', draw);
  const across = new LongScroll(element, content, 'x', draw);
  const loads = new Latest(
    (key: number) =>
      host.call('cells', {
        rows: span(Math.floor(key / blocksAcross), block.rows),
        columns: span(key % blocksAcross, block.columns),
      }),
    (cells, key) => {
      blocks.add(key, cells);
      makeRoom(cells);
      update(true);
    },
    fail,
  );

  /** Makes room for the values of a block. */
  function makeRoom({ columns, values }: Cells): void {
    let isWider = false;
    values.forEach((column, i) => {
      const { kind } = track.head(columns.begin + i);
      let longest = 0;
      for (let row = 0; row < column.length; row++)
        longest = Math.max(longest, cellText(column, row, kind)?.length ?? 0);
      isWider = track.widen(columns.begin + i, longest) || isWider;
    });
    if (!isWider) return;
    across.setLength(track.length + sideWidth);
    headCells.replaceChildren();
    drawn = drawn && { ...drawn, columns: { first: -1, last: -1 } };
  }

  function span(index: number, size: number) {
    return { begin: index * size, end: (index + 1) * size };
  }

  function keyOf(row: number, column: number): number {
    return Math.floor(row / block.rows) * blocksAcross + Math.floor(column / block.columns);
  }

  function inSight(): Area {
    const seenRows = visibleRange(down.start, element.clientHeight - headHeight, rowHeight, examples, 4);
    const first = track.at(across.start);
    const last = Math.min(track.count, track.at(across.start + element.clientWidth - sideWidth) + 1);
    return { rows: seenRows, columns: { first, last: track.count === 0 ? 0 : last } };
  }

  function update(refill: boolean): void {
    if (element.clientWidth === 0) return;
    const area = inSight();
    const { first, last } = area.columns;
    const isOtherColumns = drawn?.columns.first !== first || drawn.columns.last !== last;
    if (isOtherColumns) headCells.replaceChildren(...range(first, last).map((column) => headCell(column, first)));
    for (const [row, line] of rows) {
      if (row >= area.rows.first && row < area.rows.last) continue;
      line.remove();
      rows.delete(row);
    }
    for (let row = area.rows.first; row < area.rows.last; row++) {
      const known = rows.get(row);
      const line = known ?? makeRow(row);
      if (!known || isOtherColumns || refill) fillRow(line, row, area.columns);
      line.style.transform = `translateY(${down.place(row * rowHeight)}px)`;
    }
    const shift = `translateX(${across.place(track.begin(first))}px)`;
    for (const cells of element.querySelectorAll<HTMLElement>('.table-cells')) cells.style.transform = shift;
    drawn = area;
    keepPlace(area);
    const missing = firstMissing(area);
    if (missing !== null) loads.ask(missing);
  }

  function keepPlace({ columns }: Area): void {
    const top = Math.max(0, Math.min(examples - 1, Math.round(down.start / rowHeight)));
    if (state.get().top !== top || state.get().left !== columns.first) state.set({ top, left: columns.first });
  }

  function firstMissing({ rows: seen, columns }: Area): number | null {
    for (let row = seen.first; row < seen.last; row = (Math.floor(row / block.rows) + 1) * block.rows) {
      for (let column = columns.first; column < columns.last; ) {
        const key = keyOf(row, column);
        if (!blocks.find(key)) return key;
        column = (Math.floor(column / block.columns) + 1) * block.columns;
      }
    }
    return null;
  }

  function headCell(column: number, first: number): HTMLElement {
    const cell = columnHeader(track.head(column));
    cell.setAttribute('aria-colindex', String(column + (hasLabels ? 3 : 2)));
    put(cell, column, first);
    return cell;
  }

  /** Beside the first one in sight: no place is far from it. */
  function put(cell: HTMLElement, column: number, first: number): void {
    cell.style.left = `${track.begin(column) - track.begin(first)}px`;
    cell.style.width = `${track.begin(column + 1) - track.begin(column)}px`;
  }

  function makeRow(row: number): HTMLElement {
    const line = h('div', { class: 'table-row', role: 'row', 'aria-rowindex': row + 2, 'data-row': row });
    rows.set(row, line);
    body.append(line);
    return line;
  }

  function fillRow(line: HTMLElement, row: number, columns: Area['columns']): void {
    const cells = range(columns.first, columns.last).map((column) => makeCell(row, column, columns.first));
    line.replaceChildren(side(row, columns.first), h('div', { class: 'table-cells', role: 'presentation' }, ...cells));
    line.classList.toggle('active', row === state.get().example);
  }

  function side(row: number, column: number): HTMLElement {
    const index = h('span', { class: 'table-index', role: 'rowheader', 'aria-colindex': 1 }, formatInteger(row));
    if (!hasLabels) return h('div', { class: 'table-side', role: 'presentation' }, index);
    const page = blocks.find(keyOf(row, column))?.content;
    const values = page?.labels;
    const text = values
      ? valueText(values, row - page.rows.begin, { type: 'numeric', dtype: labels?.dtype ?? '' })
      : '';
    const label = h('span', { class: 'table-label', role: 'gridcell', 'aria-colindex': 2 }, ...cellContent(text));
    return h('div', { class: 'table-side', role: 'presentation' }, index, label);
  }

  function makeCell(row: number, column: number, first: number): HTMLElement {
    const { kind } = track.head(column);
    const page = blocks.find(keyOf(row, column))?.content;
    const values = page?.values[column - page.columns.begin];
    const text = values && cellText(values, row - page.rows.begin, kind);
    const exact = values && valueText(values, row - page.rows.begin, kind);
    const { example, column: activeColumn } = state.get();
    const isActive = row === example && column === activeColumn;
    const cell = h(
      'div',
      {
        class: kind.type === 'numeric' ? 'table-cell number' : 'table-cell',
        role: 'gridcell',
        id: `cell-${row}-${column}`,
        'aria-colindex': column + (hasLabels ? 3 : 2),
        'aria-selected': String(isActive),
        title: exact ?? undefined,
        on: { click: () => activate(row, column) },
      },
      ...(text === undefined ? [] : cellContent(text)),
    );
    put(cell, column, first);
    return cell;
  }

  function activate(wantedRow: number, wantedColumn: number): void {
    const row = Math.max(0, Math.min(examples - 1, wantedRow));
    const column = Math.max(0, Math.min(track.count - 1, wantedColumn));
    state.set({ example: row, column });
    down.reveal(row * rowHeight, (row + 1) * rowHeight, headHeight);
    if (track.count > 0) across.reveal(track.begin(column), track.begin(column + 1), sideWidth);
    update(true);
    element.setAttribute('aria-activedescendant', `cell-${row}-${column}`);
  }

  /** Begins where it was left, also by another view. */
  function arrange(): void {
    if (element.clientWidth === 0) {
      drawn = null;
      return;
    }
    const { top, left } = state.get();
    const isFirst = drawn === null;
    down.setLength(examples * rowHeight + headHeight);
    across.setLength(track.length + sideWidth);
    if (isFirst) {
      down.start = top * rowHeight;
      across.start = track.count > 0 ? track.begin(Math.min(left, track.count - 1)) : 0;
    }
    update(isFirst);
  }

  element.addEventListener('keydown', (event) => {
    const { example, column } = state.get();
    const perPage = Math.max(1, Math.floor((element.clientHeight - headHeight) / rowHeight) - 1);
    const toEnd = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowDown: [toEnd ? examples - 1 : example + 1, column],
      ArrowUp: [toEnd ? 0 : example - 1, column],
      ArrowRight: [example, toEnd ? track.count - 1 : column + 1],
      ArrowLeft: [example, toEnd ? 0 : column - 1],
      PageDown: [example + perPage, column],
      PageUp: [example - perPage, column],
      Home: [toEnd ? 0 : example, 0],
      End: [toEnd ? examples - 1 : example, track.count - 1],
    };
    const target = moves[event.key];
    if (!target) return;
    event.preventDefault();
    activate(...target);
  });
  new ResizeObserver(() => arrange()).observe(element);

  return { element, show: (example) => activate(example, state.get().column) };
}

/** What is missing is told apart from an empty word, also for whoever does not see it. */
function cellContent(text: string | null): (HTMLElement | string)[] {
  if (text !== null) return [text];
  return [h('span', { class: 'missing', 'aria-hidden': 'true' }, '–'), h('span', { class: 'sr-only' }, t('missing'))];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
}
