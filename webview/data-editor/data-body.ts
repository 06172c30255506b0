import type { ViewedData, ViewedSummary } from '../../src/protocol/view';
import { h } from '../dom';
import { t } from '../l10n';
import type { Store } from '../state/store';
import { createCellTable } from './cell-table';
import type { DataHost, ExampleView } from './data-session';
import type { EditorState } from './editor-state';
import { createFacts, warningList } from './facts';
import { createThumbnailGrid, type ThumbnailGrid } from './thumbnail-grid';
import { createToolbar } from './toolbar';

/** Larger files are read from end to end only when a person asks for it, in bytes. */
const largestUnasked = 1 << 30;

interface DataBodyOptions {
  readonly host: DataHost;
  readonly data: ViewedData;
  readonly state: Store<EditorState>;
  onArray(name: string): void;
  fail(error: unknown): void;
}

export interface DataBody {
  readonly element: HTMLElement;
  progress(fraction: number): void;
  /** Ends what is under way. */
  close(): void;
}

/** An array or a table: facts about it, and its examples. */
export function createDataBody({ host, data, state, onArray, fail }: DataBodyOptions): DataBody {
  let counting: AbortController | null = null;
  let shown: ExampleView | null = null;
  let grid: ThumbnailGrid | null = null;
  let table: ExampleView | null = null;
  let images = data.images;
  const facts = createFacts(data, { onCount: () => void count(), onCancel: () => counting?.abort() });
  const toolbar = createToolbar({ data, state, onArray, onGoTo: (example) => shown?.show(example) });
  const notes = h('div', { class: 'data-notes' }, warningList(data.warnings));
  const isEmpty = data.examples === 0 || data.elements?.includes(0);
  const nothing = h('p', { class: 'hint data-empty', testid: 'empty' }, t('There is nothing in it to show.'));
  const examples = h('div', { class: 'data-examples' }, isEmpty && nothing);
  const element = h('div', { class: 'data-body' }, facts.element, notes, toolbar.element, examples);

  state.watch(({ mode }) => mode, showExamples);
  if (images) toolbar.setBrightness(images.brightness);
  if (data.bytes <= largestUnasked) void count();
  else facts.uncounted();

  function showExamples(mode: EditorState['mode']): void {
    if (isEmpty) return;
    const session = { host, data, state, fail };
    if (images && mode === 'images') grid ??= added(createThumbnailGrid(session, images));
    else table ??= added(createCellTable(session));
    shown = images && mode === 'images' ? grid : table;
    for (const view of [grid, table]) if (view) view.element.hidden = view !== shown;
  }

  function added<T extends ExampleView>(view: T): T {
    examples.append(view.element);
    return view;
  }

  async function count(): Promise<void> {
    counting = new AbortController();
    const { signal } = counting;
    facts.counting(0);
    try {
      tell(await host.call('survey', {}, signal));
    } catch (error) {
      facts.uncounted();
      fail(error);
    }
    counting = null;
  }

  function tell(summary: ViewedSummary): void {
    facts.counted(summary);
    notes.replaceChildren(...[warningList(summary.warnings)].filter((list) => list !== null));
    const { brightness } = summary;
    if (!images || !brightness) return;
    images = { ...images, brightness };
    toolbar.setBrightness(brightness);
    grid?.setBrightness(brightness);
  }

  return {
    element,
    progress(fraction) {
      if (counting) facts.counting(fraction);
    },
    close: () => counting?.abort(),
  };
}
