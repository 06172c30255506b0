import './row-list.css';
import { h } from '../dom';
import { visibleRange } from '../visible-range';

export interface RowList {
  readonly element: HTMLElement;
  label: string;
  /** There are so many rows, and what they say may have changed. */
  draw(rows: number): void;
  /** Back to the first row. */
  reset(): void;
}

interface RowListOptions {
  readonly label: string;
  /** The parts of a row, which stand beside each other, and what tells it from others, also in another order. */
  row(at: number): { readonly key: string; readonly parts: readonly HTMLElement[] };
}

/** px, as in the style sheet. */
const rowHeight = 22;
/** Rows that are there above and below those in sight. */
const overscan = 20;

/**
 * A list of rows of one height, of which those in sight are made. It is one stop for Tab: up, down, Page Up, Page Down, Home and
 * End go from row to row, left and right among a row's parts.
 */
export function createRowList({ label, row }: RowListOptions): RowList {
  const list = h('ul', { class: 'row-list-rows', 'aria-label': label });
  const element = h('div', { class: 'row-list' }, list);
  let rows = 0;
  /** Where the keys are: the row, and the part in it. */
  let [current, currentPart] = [0, -1];
  let made: { first: number; readonly items: HTMLElement[]; keys: string[] } = { first: 0, items: [], keys: [] };

  /** @param focused Where the focus is to be again. */
  function make(focused = focusedPlace()): void {
    // Before it is in the page it has no height: as many as the style sheet lets be seen.
    const viewport = element.clientHeight || 20 * rowHeight;
    const { first, last } = visibleRange(element.scrollTop, viewport, rowHeight, rows, overscan);
    made = { first, items: [], keys: [] };
    for (let at = first; at < last; at++) {
      const { key, parts } = row(at);
      made.keys.push(key);
      made.items.push(h('li', { class: 'row-list-row', 'aria-setsize': rows, 'aria-posinset': at + 1 }, ...parts));
    }
    list.style.paddingBlock = `${first * rowHeight}px ${(rows - last) * rowHeight}px`;
    list.replaceChildren(...made.items);
    if (focused) {
      const at = made.keys.indexOf(focused.key);
      if (at >= 0) current = first + at;
      markStop();
      partsOf(at)?.at(focused.part)?.focus({ preventScroll: true });
    } else markStop();
  }

  /** The part that Tab comes to. */
  function markStop(): void {
    const { first, items } = made;
    const stop = Math.min(items.length - 1, Math.max(0, current - first));
    for (const [at, item] of items.entries()) {
      const parts = focusable(item);
      const chosen = at === stop ? (parts.at(currentPart) ?? parts.at(-1)) : undefined;
      for (const part of parts) part.tabIndex = part === chosen ? 0 : -1;
    }
  }

  function partsOf(at: number): readonly HTMLElement[] | undefined {
    const item = made.items[at];
    return item && focusable(item);
  }

  function focusedPlace(): { readonly key: string; readonly part: number } | null {
    const active = document.activeElement;
    const at = made.items.findIndex((item) => item.contains(active));
    if (at < 0) return null;
    const parts = partsOf(at)!;
    const part = parts.indexOf(active as HTMLElement);
    // Counted from the end: the first part is missing in some rows.
    return { key: made.keys[at], part: part - parts.length };
  }

  function go(to: number, part: number): void {
    current = Math.min(rows - 1, Math.max(0, to));
    currentPart = part;
    const top = current * rowHeight;
    const bottom = top + rowHeight - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
    make(null);
    const parts = partsOf(current - made.first);
    (parts?.at(part) ?? parts?.at(-1))?.focus({ preventScroll: true });
    markStop();
  }

  element.addEventListener('scroll', () => {
    const viewport = element.clientHeight;
    const { first, last } = visibleRange(element.scrollTop, viewport, rowHeight, rows, 2);
    if (first < made.first || last > made.first + made.items.length) make();
  });
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const place = focusedPlace();
    if (!place) return;
    const at = made.first + made.keys.indexOf(place.key);
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, () => void>> = {
      ArrowUp: () => go(at - 1, place.part),
      ArrowDown: () => go(at + 1, place.part),
      PageUp: () => go(at - page, place.part),
      PageDown: () => go(at + page, place.part),
      Home: () => go(0, place.part),
      End: () => go(rows - 1, place.part),
      ArrowLeft: () => go(at, -2),
      ArrowRight: () => go(at, -1),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  });
  element.addEventListener('focusin', () => {
    const place = focusedPlace();
    if (!place) return;
    current = made.first + made.keys.indexOf(place.key);
    currentPart = place.part;
    markStop();
  });
  return {
    element,
    get label() {
      return list.getAttribute('aria-label') ?? '';
    },
    set label(words) {
      list.setAttribute('aria-label', words);
    },
    draw(count) {
      rows = count;
      make();
    },
    reset() {
      current = 0;
      element.scrollTop = 0;
    },
  };
}

function focusable(item: HTMLElement): readonly HTMLElement[] {
  return [...item.querySelectorAll<HTMLElement>('button, input')];
}
