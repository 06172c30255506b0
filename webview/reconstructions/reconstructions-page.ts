import './reconstructions.css';
import type { ReconstructionsParams } from '../../src/protocol/trainer';
import { categoryTitle, splitTitle } from '../column-names';
import { dropdown } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { type Panel, whileShown } from '../panel';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createGrid } from './grid';

/** Pairs of original and reconstruction, the worst first, to see where the model fails. */
export function createReconstructionsPage(panel: Panel): HTMLElement {
  const { columns, host, session, view } = panel;
  const { run } = session.get();
  const { kind } = run.record.data;
  const examples = kind === 'images' || kind === 'text' ? kind : 'rows';
  const label = columns.labelInfo();
  const categories = label?.type === 'category' ? (label.categories ?? []) : [];
  const patch = (change: Partial<ReturnType<typeof view.get>['grid']>) =>
    view.change(t('list other reconstructions'), { grid: { ...view.get().grid, ...change } });

  const weights = createWeightsNote(panel);
  const captions = {
    images: t('Original left, reconstruction right; error in nats'),
    text: t('Original above, reconstruction below; error in nats'),
    rows: t('Original above, reconstruction and difference below; error of the row in nats'),
  };
  const orders = dropdown({
    label: t('Order'),
    testid: 'grid-order',
    options: [
      { value: 'worst', label: t('Worst first') },
      { value: 'best', label: t('Best first') },
      { value: 'data', label: t('Order of the data') },
    ],
    value: view.get().grid.order,
    onChange: (order) => patch({ order: order as ReconstructionsParams['order'] }),
  });
  const labels =
    label !== undefined && categories.length > 0
      ? dropdown({
          label: label.name,
          testid: 'grid-category',
          options: [
            { value: '', label: t('All') },
            ...categories.map((name, code) => ({ value: String(code), label: categoryTitle(label, name) })),
          ],
          value: String(view.get().grid.category ?? ''),
          onChange: (code) => patch({ category: code === '' ? null : Number(code) }),
        })
      : undefined;
  const splits =
    run.validationExamples > 0
      ? dropdown({
          label: t('Split'),
          testid: 'grid-split',
          options: [
            { value: '', label: t('All') },
            { value: 'train', label: splitTitle('train') },
            { value: 'validation', label: splitTitle('validation') },
          ],
          value: view.get().grid.split ?? '',
          onChange: (split) => patch({ split: split === 'train' || split === 'validation' ? split : null }),
        })
      : undefined;
  const toolbar = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('Which reconstructions') },
    orders.element,
    labels?.element,
    splits?.element,
    h('span', { class: 'hint toolbar-end' }, captions[examples]),
    weights.element,
  );
  const grid = createGrid({
    kind: examples,
    request: async (offset, count) => {
      const page = await host.call('reconstructions', query(offset, count));
      weights.show(page.epoch);
      return page;
    },
    labelOf: (index) => columns.labelOf(index),
    onOpen: (index) => view.change(t('pin example {0}', String(index)), { pinned: index }),
    fail: panel.fail,
  });

  function query(offset: number, count: number): ReconstructionsParams {
    const { order, category, split } = view.get().grid;
    const filter = label && category !== null && category < categories.length ? { column: label.name, category } : null;
    return { order, filter, offset, count, epoch: weightsEpoch(panel), ...(split ? { split } : {}) };
  }

  let loaded = false;
  const refresh = whileShown(panel, 'reconstructions', () => {
    if (session.get().frames.length === 0) return;
    grid.reload(loaded);
    loaded = true;
  });
  view.changed(
    (state) => state.grid,
    ({ order, category, split }) => {
      orders.value = order;
      if (labels) labels.value = String(category ?? '');
      if (splits) splits.value = split ?? '';
      loaded = false;
      refresh();
    },
  );
  view.watch((state) => state.pinned, grid.setOpened);
  view.changed(() => weightsEpoch(panel), refresh);
  session.changed((state) => state.frames, refreshWhenFree);
  refresh();

  /** With each epoch the order changes: not under a pointer that is about to click. */
  function refreshWhenFree(): void {
    if (grid.element.matches(':hover') || grid.element.contains(document.activeElement)) {
      due = true;
    } else refresh();
  }
  let due = false;
  const freed = () => {
    if (!due || grid.element.matches(':hover') || grid.element.contains(document.activeElement)) return;
    due = false;
    refresh();
  };
  grid.element.addEventListener('pointerleave', freed);
  grid.element.addEventListener('focusout', () => requestAnimationFrame(freed));

  return h(
    'div',
    {
      class: 'page reconstructions-page',
      id: 'page-reconstructions',
      role: 'tabpanel',
      'aria-label': t('Reconstructions'),
    },
    toolbar,
    grid.element,
  );
}
