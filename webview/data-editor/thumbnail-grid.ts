import type { Brightness, Thumbnails, ViewedData } from '../../src/protocol/view';
import { h, oncePerFrame } from '../dom';
import { imageCanvas } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { LoadedPages } from '../loaded-pages';
import { formatInteger } from '../numbers';
import { visibleRange } from '../visible-range';
import type { DataSession, ExampleView } from './data-session';
import { usualZoom } from './editor-state';
import { LongScroll } from './long-scroll';
import { valueText } from './value-text';

/** Px below and around an image; as in the style sheet. */
const caption = 20;
const gap = 10;
/** An example whose index has more room than its image is wide. */
const narrowest = 56;
/** Of a page, in bytes and in images. */
const pageBytes = 3_000_000;
const [fewest, most] = [6, 120];

export interface ThumbnailGrid extends ExampleView {
  setBrightness(brightness: Brightness): void;
}

/**
 * All images of a file in a grid. Only those in sight exist; they come by pages, one request at a time, so that scrolling
 * fast asks only for where it ends.
 */
export function createThumbnailGrid(
  { host, data, state, fail }: DataSession,
  images: NonNullable<ViewedData['images']>,
): ThumbnailGrid {
  const { examples } = data;
  let { brightness } = images;
  let pages = newPages();
  let columns = 1;
  const cells = new Map<number, HTMLElement>();
  const content = h('div', { class: 'thumbnails-content', role: 'presentation' });
  const element = h(
    'div',
    { class: 'thumbnails', role: 'listbox', tabindex: 0, 'aria-label': t('Examples'), testid: 'thumbnails' },
    content,
  );
  const draw = oncePerFrame(() => update());
  const scroll = new LongScroll(element, content, 'y', draw);
  const loads = new Latest(
    (page: number) => {
      const { pageSize } = pages.loaded;
      const { edge } = pages;
      return host.call('thumbnails', { begin: page * pageSize, count: pageSize, edge, brightness });
    },
    (thumbnails, page) => {
      pages.loaded.add(page, thumbnails);
      for (const [example, cell] of cells) if (isOn(page, example)) fill(cell, example);
      draw();
    },
    fail,
  );

  function zoom(): number {
    return state.get().zoom ?? usualZoom(images) ?? 64;
  }

  /** Pages of images as large as they are seen. */
  function newPages() {
    const { height, width, colour } = images;
    const seen = Math.ceil(zoom() * window.devicePixelRatio);
    const edge = Math.max(1, Math.min(2048, seen, Math.max(height, width)));
    const shrink = Math.min(1, edge / Math.max(height, width));
    const bytes = Math.max(1, height * width * shrink * shrink) * (colour ? 3 : 1);
    const pageSize = Math.max(fewest, Math.min(most, Math.floor(pageBytes / bytes)));
    return { edge, loaded: new LoadedPages<Thumbnails>(pageSize, 24, ({ count }) => count) };
  }

  function cellSize() {
    const { height, width } = images;
    const largest = Math.max(height, width);
    const box = { width: (zoom() * width) / largest, height: (zoom() * height) / largest };
    const image = { width: Math.max(8, Math.round(box.width)), height: Math.max(8, Math.round(box.height)) };
    return { image, width: Math.max(narrowest, image.width) + gap, height: image.height + caption + gap };
  }

  function isOn(page: number, example: number): boolean {
    return Math.floor(example / pages.loaded.pageSize) === page;
  }

  function update(): void {
    if (element.clientWidth === 0) return;
    const size = cellSize();
    const { first, last } = inSight(size);
    const step = Math.max(size.width, Math.floor(content.clientWidth / columns));
    for (const [example, cell] of cells) {
      if (example >= first && example < last) continue;
      cell.remove();
      cells.delete(example);
    }
    for (let example = first; example < last; example++) {
      const cell = cells.get(example) ?? makeCell(example);
      const [row, column] = [Math.floor(example / columns), example % columns];
      cell.style.transform = `translate(${column * step}px, ${scroll.place(row * size.height)}px)`;
    }
    keepPlace(size);
    const missing = pages.loaded.firstMissing(first, last);
    if (missing !== null) loads.ask(missing);
  }

  function inSight(size: ReturnType<typeof cellSize>) {
    const rows = Math.ceil(examples / columns);
    const { first, last } = visibleRange(scroll.start, element.clientHeight, size.height, rows, 1);
    return { first: first * columns, last: Math.min(examples, last * columns) };
  }

  function keepPlace(size: ReturnType<typeof cellSize>): void {
    const top = Math.min(examples - 1, Math.floor(scroll.start / size.height) * columns);
    if (state.get().top !== top) state.set({ top });
  }

  function makeCell(example: number): HTMLElement {
    const cell = h('div', {
      class: 'thumbnail',
      role: 'option',
      id: `example-${example}`,
      'aria-posinset': example + 1,
      'aria-setsize': examples,
      on: { click: () => activate(example) },
    });
    cells.set(example, cell);
    content.append(cell);
    fill(cell, example);
    return cell;
  }

  function fill(cell: HTMLElement, example: number): void {
    const found = pages.loaded.find(example);
    const isActive = example === state.get().example;
    cell.setAttribute('aria-selected', String(isActive));
    const index = h('span', { class: 'thumbnail-index' }, formatInteger(example));
    if (!found) {
      cell.replaceChildren(h('div', { class: 'thumbnail-place' }), h('div', { class: 'thumbnail-caption' }, index));
      cell.setAttribute('aria-label', t('Loading'));
      return;
    }
    const { content: page, at } = found;
    const label = page.labels && valueText(page.labels, at, { type: 'numeric', dtype: data.labels?.dtype ?? '' });
    const words = label === null ? t('Example {0}', example) : t('Example {0}, label {1}', example, label);
    const picture = imageCanvas({ kind: 'images', ...page }, at, words);
    const name = label === null ? null : h('span', { class: 'thumbnail-label', title: label }, label);
    cell.replaceChildren(picture, h('div', { class: 'thumbnail-caption' }, index, name));
    cell.setAttribute('aria-label', words);
  }

  function activate(wanted: number): void {
    const example = Math.max(0, Math.min(examples - 1, wanted));
    const before = state.get().example;
    state.set({ example });
    const { height } = cellSize();
    const top = Math.floor(example / columns) * height;
    scroll.reveal(top, top + height);
    update();
    cells.get(before)?.setAttribute('aria-selected', 'false');
    cells.get(example)?.setAttribute('aria-selected', 'true');
    element.setAttribute('aria-activedescendant', `example-${example}`);
  }

  /** Lays all out anew, with the same example first. */
  function arrange(): void {
    if (element.clientWidth === 0) return;
    const { top } = state.get();
    const size = cellSize();
    columns = Math.max(1, Math.floor(content.clientWidth / size.width));
    content.style.setProperty('--image-width', `${size.image.width}px`);
    content.style.setProperty('--image-height', `${size.image.height}px`);
    content.style.setProperty('--cell-width', `${size.width - gap}px`);
    content.classList.toggle('smooth', Math.max(images.height, images.width) > zoom());
    scroll.setLength(Math.ceil(examples / columns) * size.height);
    scroll.start = Math.floor(top / columns) * size.height;
    update();
  }

  function reload(): void {
    loads.cancel();
    pages = newPages();
    draw();
  }

  element.addEventListener('keydown', (event) => {
    const { example } = state.get();
    const perPage = columns * Math.max(1, Math.floor(element.clientHeight / cellSize().height));
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: example + 1,
      ArrowLeft: example - 1,
      ArrowDown: example + columns,
      ArrowUp: example - columns,
      PageDown: example + perPage,
      PageUp: example - perPage,
      Home: 0,
      End: examples - 1,
    };
    const target = moves[event.key];
    if (target === undefined || (target >= examples && event.key === 'ArrowDown')) return;
    event.preventDefault();
    activate(target);
  });
  state.changed(
    ({ zoom }) => zoom,
    () => {
      const before = pages.edge;
      if (newPages().edge !== before) reload();
      arrange();
    },
  );
  new ResizeObserver(() => arrange()).observe(element);

  return {
    element,
    show: activate,
    setBrightness(fitted) {
      if (fitted.offset === brightness.offset && fitted.scale === brightness.scale) return;
      brightness = fitted;
      reload();
    },
  };
}
